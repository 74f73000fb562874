"""The two engines, set up so that the same code runs on both.

Statements stand for themselves unless a transaction is opened.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
from sqlalchemy import URL, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.storage.errors import StorageError

# Seconds that a write to a SQLite file waits for another process, such as a backup, to let go.
BUSY_TIMEOUT = 5.0
# Seconds that PostgreSQL gets to accept a connection, and to answer.
CONNECT_TIMEOUT, COMMAND_TIMEOUT = 10.0, 30.0
FAILURES = (
    SQLAlchemyError,
    sqlite3.Error,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    OSError,
)


def build_engine(url: URL) -> AsyncEngine:
    """Return an engine for `url`, whose driver is aiosqlite or asyncpg; nothing is opened yet."""
    if url.get_backend_name() == "sqlite":
        engine = create_async_engine(
            url,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
            # One connection: SQLite writes one after the other anyway, and waiting for it here is
            # quicker than its own wait for a lock.
            pool_size=1,
            max_overflow=0,
            pool_reset_on_return=None,
            connect_args={"timeout": BUSY_TIMEOUT},
        )
        event.listen(engine.sync_engine, "connect", _erase_what_is_deleted)
        return engine
    return create_async_engine(
        url,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
        # A server that was restarted is noticed before a statement is lost to it.
        pool_pre_ping=True,
        connect_args={"timeout": CONNECT_TIMEOUT, "command_timeout": COMMAND_TIMEOUT},
    )


@contextmanager
def translated(url: URL) -> Iterator[None]:
    """Turn what the engines and the system raise into one sentence for the operator."""
    try:
        yield
    except FAILURES as error:
        raise StorageError(_sentence(url, _reason(error))) from error


def shown(url: URL) -> str:
    """Return where the storage lies, for people: a file, or an address without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return url.set(drivername="postgresql").render_as_string(hide_password=True)


def _sentence(url: URL, reason: str) -> str:
    if url.get_backend_name() == "sqlite":
        return (
            f"{shown(url)}: nothing can be kept there ({reason}). Make the file and its folder "
            "writable for the bot; if the file is broken, move it away: a new one is made."
        )
    return (
        f"{shown(url)}: the database cannot be used ({reason}). See that the server runs and that "
        "`storage.url` in config.yaml and DATABASE_PASSWORD in the environment are right."
    )


def _reason(error: BaseException) -> str:
    """Return what the engine says: its first line, since the next ones may quote stored values."""
    cause = getattr(error, "orig", None) or error
    text = str(cause.__cause__ or cause).strip() or type(cause).__name__
    return text.splitlines()[0]


def _erase_what_is_deleted(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Have deleted bytes overwritten, not only unlinked: /forget means it."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()
