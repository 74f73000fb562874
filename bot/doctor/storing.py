"""What outlives a restart: the database and the secret that makes it unreadable to others.

Nothing is changed: a database that waits for a migration is left to the bot's next start.
"""

import asyncio
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, text

from bot.doctor.finding import Finding, Patient, good, note, wrong
from bot.errors import SettingsError
from bot.settings import Settings
from bot.storage.engines import build_engine, shown, translated
from bot.storage.errors import StorageError
from bot.storage.keys import SHORTEST_SECRET, load_secret
from bot.storage.location import locate
from bot.storage.migrations import VERSION
from bot.storage.storage import NO_SECRET, SECRET

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def check_storage(patient: Patient) -> list[Finding]:
    """See whether the database can be used, and whether it is of this version."""
    try:
        url = locate(patient.settings)
    except SettingsError as error:
        return [wrong("storage", str(error), "mend storage.url in config.yaml")]
    if url.get_backend_name() == "sqlite":
        return [_file(Path(url.database or ""))]
    return [asyncio.run(_server(url))]


def check_secret(patient: Patient) -> list[Finding]:
    """See whether the secret is there, long enough, and nobody else's to read."""
    settings, file = patient.settings, patient.settings.data / SECRET
    given = settings.bot_secret.get_secret_value() if settings.bot_secret else ""
    if not given and _shared(settings):
        return [wrong("secret", NO_SECRET, "set BOT_SECRET in the environment of each worker")]
    if not given and not file.exists():
        return [note("secret", f"none yet: the first start makes one in {file}", "or set "
                     "BOT_SECRET")]  # fmt: skip
    try:
        load_secret(given, file)
    except StorageError as error:
        return [wrong("secret", str(error), f"at least {SHORTEST_SECRET} random characters")]
    if given:
        return [good("secret", "BOT_SECRET is set")]
    return [_private("secret", file) or good("secret", f"{file}, readable by its owner alone")]


def check_data_folder(patient: Patient) -> list[Finding]:
    """See whether others can read what is kept."""
    folder = patient.settings.data
    if os.name != "posix" or not folder.is_dir():
        return []
    mode = folder.stat().st_mode
    if mode & OTHERS:
        said = f"others can look into {folder} ({stat.filemode(mode)})"
        return [note("data", said, f"chmod 700 {folder}")]
    return [good("data", f"{folder} is its owner's alone")]


def check_env_file(patient: Patient) -> list[Finding]:
    """See whether others can read the file with the token."""
    file = patient.home / ".env"
    if not file.is_file():
        return []
    return [_private(".env", file) or good(".env", "readable by its owner alone")]


def writable(folder: Path) -> bool:
    """Whether something can be made in `folder`, or the folder itself where it is not there."""
    while not folder.exists():
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def _file(file: Path) -> Finding:
    to_do = "let the bot's user write there, or set another `data` in config.yaml"
    if not writable(file.parent) or (file.exists() and not os.access(file, os.W_OK)):
        return wrong("storage", f"{file} cannot be written", to_do)
    if not file.exists():
        return note("storage", f"{file} is made at the first start", "")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
            (step,) = database.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error as error:
        return _damaged(file, str(error))
    return _version(str(file), step) if found == "ok" else _damaged(file, found)


def _damaged(file: Path, said: str) -> Finding:
    to_do = "python -m bot restore BACKUP, or move the file away: a new one is made"
    return wrong("storage", f"{file} is damaged ({said})", to_do)


def _version(where: str, step: int) -> Finding:
    if step > VERSION:
        said = f"{where} was written by a newer version (step {step} of {VERSION})"
        return wrong("storage", said, "use that version, or restore an older backup")
    waits = "" if step == VERSION else ", brought to this version at the next start"
    return good("storage", f"{where}, step {step} of {VERSION}{waits}")


async def _server(url: URL) -> Finding:
    engine = build_engine(url)
    try:
        with translated(url):
            async with engine.connect() as connection:
                query = "SELECT to_regclass('schema_version') IS NOT NULL"
                made = (await connection.execute(text(query))).scalar_one()
                query = "SELECT step FROM schema_version"
                step = (await connection.execute(text(query))).scalar() if made else 0
    except StorageError as error:
        return wrong("storage", str(error), "see storage.url and DATABASE_PASSWORD")
    finally:
        await engine.dispose()
    return _version(shown(url), int(step or 0))


def _shared(settings: Settings) -> bool:
    try:
        return locate(settings).get_backend_name() != "sqlite"
    except SettingsError:
        return False


def _private(about: str, file: Path) -> Finding | None:
    mode = file.stat().st_mode
    if os.name == "posix" and mode & OTHERS:
        return wrong(about, f"{file} can be read by others ({stat.filemode(mode)})",
                     f"chmod 600 {file}")  # fmt: skip
    return None
