"""The languages that people chose by hand, in a SQLite file."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import aiosqlite

from bot.storage.errors import StorageError
from bot.storage.keys import ChatKeys

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = """
CREATE TABLE IF NOT EXISTS language_choice (
    chat TEXT PRIMARY KEY,
    language TEXT NOT NULL
) WITHOUT ROWID, STRICT
"""
# Seconds that a write waits for another process, such as a backup, to let go of the file.
BUSY_TIMEOUT = 5.0


class LanguageChoices:
    """Remembers one language a chat. The file holds keyed hashes, never chat ids."""

    def __init__(self, file: Path, keys: ChatKeys, connection: aiosqlite.Connection) -> None:
        self._file = file
        self._keys = keys
        self._connection = connection

    def key(self, chat: int) -> str:
        """Return the keyed hash that stands for `chat` here and in the conversation memory."""
        return self._keys.key(str(chat))

    async def get(self, key: str) -> str | None:
        """Return the language chosen in the chat of `key`."""
        query = "SELECT language FROM language_choice WHERE chat = ?"
        with translated(self._file):
            async with self._connection.execute(query, (key,)) as cursor:
                row = await cursor.fetchone()
        return None if row is None else str(row[0])

    async def set(self, key: str, language: str) -> None:
        """Remember `language` for the chat of `key`; it is on disk when this returns."""
        await self._write("INSERT OR REPLACE INTO language_choice VALUES (?, ?)", key, language)

    async def forget(self, key: str) -> None:
        """Delete what is stored about the chat of `key`."""
        await self._write("DELETE FROM language_choice WHERE chat = ?", key)

    async def _write(self, statement: str, *values: str) -> None:
        with translated(self._file):
            await self._connection.execute(statement, values)
            await self._connection.commit()


@asynccontextmanager
async def open_choices(file: Path, keys: ChatKeys) -> AsyncIterator[LanguageChoices]:
    """Open or create the database `file`, and close it afterwards.

    Raises:
        StorageError: `file` is no database, or cannot be written.
    """
    with translated(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = await aiosqlite.connect(file, timeout=BUSY_TIMEOUT)
    try:
        with translated(file):
            await _prepare_when_free(connection)
        yield LanguageChoices(file, keys, connection)
    finally:
        await connection.close()


async def _prepare_when_free(connection: aiosqlite.Connection) -> None:
    """Prepare, waiting for a process that opens the same file: SQLite itself does not wait here."""
    deadline = asyncio.get_running_loop().time() + BUSY_TIMEOUT
    while True:
        try:
            return await _prepare(connection)
        except sqlite3.OperationalError as error:
            late = asyncio.get_running_loop().time() > deadline
            if late or error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            await connection.rollback()
            await asyncio.sleep(0.05)


async def _prepare(connection: aiosqlite.Connection) -> None:
    await connection.execute("PRAGMA journal_mode = WAL")
    # What is deleted is overwritten, not only unlinked: /forget means it.
    await connection.execute("PRAGMA secure_delete = ON")
    await connection.execute(SCHEMA)
    # A read-only file would otherwise be noticed by the first resident who chooses a language.
    await connection.execute("PRAGMA user_version = 1")
    await connection.commit()


@contextmanager
def translated(file: Path) -> "Iterator[None]":
    """Turn errors of SQLite and the file system into one sentence for the operator."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StorageError(
            f"{file}: language choices cannot be kept there ({error}). Make the file and its "
            "folder writable for the bot; if the file is broken, move it away: a new one is made."
        ) from error
