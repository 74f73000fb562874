"""Where the storage lies: a file in the data folder, or what `storage.url` names."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import SettingsError
from bot.settings import Settings

# The file is as old as the first thing that was kept in it.
DATABASE = "choices.sqlite"
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
# What may stand after `?`: a server's socket, and whether TLS is asked for.
OPTIONS = {"host", "port", "ssl"}
WANTED = (
    "write postgresql://user@host/database, with the password in the environment as "
    "DATABASE_PASSWORD, or leave it empty for a file in the data folder"
)


def locate(settings: Settings) -> URL:
    """Return the address of the database, driver and password included.

    Raises:
        SettingsError: `storage.url` names neither a SQLite file nor a PostgreSQL database.
    """
    given = settings.storage.url.get_secret_value().strip()
    if not given:
        return _file(settings.data / DATABASE)
    try:
        url = make_url(given)
        driver = DRIVERS[url.get_backend_name()]
    except (ArgumentError, KeyError, ValueError):
        # Not quoted: it may hold a password in a place where none is looked for.
        raise SettingsError(f"storage.url: is no address of a database: {WANTED}") from None
    if not url.database:
        raise SettingsError(f"storage.url: names no database: {WANTED}")
    if url.get_backend_name() == "sqlite":
        return _file(settings.data / url.database)
    if unknown := sorted(set(url.query) - OPTIONS):
        raise SettingsError(f"storage.url: unknown option {unknown[0]!r}: take it away")
    if settings.database_password is not None and not url.password:
        url = url.set(password=settings.database_password.get_secret_value())
    return url.set(drivername=driver)


def is_empty(settings: Settings) -> bool:
    """Return whether nothing can have been stored yet, since there is no file."""
    url = locate(settings)
    return url.get_backend_name() == "sqlite" and not Path(url.database or "").exists()


def _file(path: Path) -> URL:
    return URL.create(DRIVERS["sqlite"], database=str(path))
