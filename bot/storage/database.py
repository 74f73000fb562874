"""The SQLite file that everything stored lies in, brought to this version when it is opened."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import aiosqlite

from bot.storage.errors import StorageError
from bot.storage.schema import STEPS, VERSION

Value = str | bytes | int | None
Row = tuple[Value, ...]
# Seconds that a write waits for another process, such as a backup, to let go of the file.
BUSY_TIMEOUT = 5.0


class Database:
    """One open file. Every write is on disk when its call returns."""

    def __init__(self, file: Path, connection: aiosqlite.Connection) -> None:
        self._file = file
        self._connection = connection

    async def read(self, query: str, *values: Value) -> list[Row]:
        """Return the rows of a query."""
        with translated(self._file):
            async with self._connection.execute(query, values) as cursor:
                return [tuple(row) for row in await cursor.fetchall()]

    async def write(self, statement: str, *values: Value) -> int:
        """Change something; return how many rows it was."""
        with translated(self._file):
            cursor = await self._connection.execute(statement, values)
            await self._connection.commit()
            return cursor.rowcount

    async def write_each(self, statement: str, rows: list[Row]) -> None:
        """Change something for each of `rows`, all of it or nothing."""
        with translated(self._file):
            await self._connection.executemany(statement, rows)
            await self._connection.commit()


@asynccontextmanager
async def open_database(file: Path) -> AsyncIterator[Database]:
    """Open or create the database `file`, and close it afterwards.

    Raises:
        StorageError: `file` is no database, is a newer version's, or cannot be written.
    """
    with translated(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = await aiosqlite.connect(file, timeout=BUSY_TIMEOUT)
    try:
        with translated(file):
            await _prepare_when_free(connection, file)
        yield Database(file, connection)
    finally:
        await connection.close()


async def _prepare_when_free(connection: aiosqlite.Connection, file: Path) -> None:
    """Prepare, waiting for a process that opens the same file: SQLite itself does not wait here."""
    deadline = asyncio.get_running_loop().time() + BUSY_TIMEOUT
    while True:
        try:
            return await _prepare(connection, file)
        except sqlite3.OperationalError as error:
            late = asyncio.get_running_loop().time() > deadline
            if late or error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            await connection.rollback()
            await asyncio.sleep(0.05)


async def _prepare(connection: aiosqlite.Connection, file: Path) -> None:
    await connection.execute("PRAGMA journal_mode = WAL")
    # What is deleted is overwritten, not only unlinked: /forget means it.
    await connection.execute("PRAGMA secure_delete = ON")
    await connection.execute("BEGIN IMMEDIATE")
    async with connection.execute("PRAGMA user_version") as cursor:
        row = await cursor.fetchone()
    reached = int(row[0]) if row else 0
    if reached > VERSION:
        raise StorageError(
            f"{file}: was written by a newer version of this program (step {reached} of "
            f"{VERSION}). Use that version, or move the file away: a new one is made."
        )
    for step in STEPS[reached:]:
        for statement in step:
            await connection.execute(statement)
    # Always written: a read-only file would otherwise be noticed first by a resident.
    await connection.execute(f"PRAGMA user_version = {VERSION}")
    await connection.commit()


@contextmanager
def translated(file: Path) -> Iterator[None]:
    """Turn errors of SQLite and the file system into one sentence for the operator."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StorageError(
            f"{file}: nothing can be kept there ({error}). Make the file and its folder writable "
            "for the bot; if the file is broken, move it away: a new one is made."
        ) from error
