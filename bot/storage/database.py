"""The database that everything stored lies in, brought to this version when it is opened."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Executable, Row, Table, UpdateBase
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.engines import BUSY_TIMEOUT, build_engine, shown, translated
from bot.storage.lock import answering, in_use
from bot.storage.migrations import migrate

Insert = sqlite.Insert | postgresql.Insert


class Database:
    """One open database. Every write is on disk when its call returns.

    All methods raise `StorageError` where the database cannot be used.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @property
    def shared(self) -> bool:
        """Whether other workers may use the same database at the same time."""
        return self._engine.dialect.name != "sqlite"

    def answering(self) -> AbstractContextManager[None]:
        """Keep other bots from answering from the same file meanwhile; a server may have many."""
        return answering(self._engine.url)

    async def read(self, query: Executable) -> Sequence[Row[Any]]:
        """Return the rows of a query."""
        with translated(self._engine.url):
            async with self._engine.connect() as connection:
                return (await connection.execute(query)).all()

    async def write(self, statement: UpdateBase) -> int:
        """Change something, all of it or nothing; return how many rows it was."""
        with translated(self._engine.url):
            async with self._engine.connect() as connection:
                return (await connection.execute(statement)).rowcount

    async def put(self, table: Table, **values: str | bytes | int | None) -> None:
        """Insert a row, instead of the one with the same key."""
        keys = [column.name for column in table.primary_key]
        others = {name: value for name, value in values.items() if name not in keys}
        statement = self.insert(table).values(values)
        await self.write(statement.on_conflict_do_update(index_elements=keys, set_=others))

    def insert(self, table: Table) -> Insert:
        """Return an insert that may say `on_conflict_do_nothing` and the like."""
        return postgresql.insert(table) if self.shared else sqlite.insert(table)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction: all that is written in it is kept, or nothing. Keep it short."""
        with translated(self._engine.url):
            async with _transaction(self._engine) as connection:
                yield connection

    async def clear_log(self) -> None:
        """Overwrite what SQLite's write-ahead log still holds of deleted rows."""
        if not self.shared:
            with translated(self._engine.url):
                async with self._engine.connect() as connection:
                    await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


@asynccontextmanager
async def open_database(url: URL) -> AsyncIterator[Database]:
    """Open the database at `url`, a SQLite file made the first time, and close it afterwards.

    Raises:
        StorageError: it is no database, is a newer version's, or cannot be reached or written.
    """
    engine = build_engine(url)
    with ExitStack() as held:
        try:
            with translated(url):
                held.enter_context(in_use(url))
                await _prepare(engine)
            yield Database(engine)
        finally:
            await engine.dispose()


async def _prepare(engine: AsyncEngine) -> None:
    if engine.dialect.name == "sqlite":
        _make_private(Path(engine.url.database or ""))
        await _switch_to_wal(engine)
    async with _transaction(engine) as connection:
        await migrate(connection, shown(engine.url))


def _make_private(file: Path) -> None:
    """Make a new database for its owner alone; SQLite gives its log the same mode."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        file.touch(mode=0o600)


async def _switch_to_wal(engine: AsyncEngine) -> None:
    """Have readers and the writer of a SQLite file not wait for each other.

    SQLite does not wait here for a process that opens the same file, whatever its busy timeout.
    """
    deadline = asyncio.get_running_loop().time() + BUSY_TIMEOUT
    while True:
        try:
            async with engine.connect() as connection:
                await connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        except OperationalError as error:
            late = asyncio.get_running_loop().time() > deadline
            if late or "locked" not in str(error.orig):
                raise
            await asyncio.sleep(0.05)
        else:
            return


@asynccontextmanager
async def _transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    # SQLite takes its lock for writing at once: taken later it could be refused without waiting.
    begin = "BEGIN IMMEDIATE" if engine.dialect.name == "sqlite" else "BEGIN"
    async with engine.connect() as connection:
        await connection.exec_driver_sql(begin)
        try:
            yield connection
        except BaseException:
            await asyncio.shield(_roll_back(connection))
            raise
        await connection.exec_driver_sql("COMMIT")


async def _roll_back(connection: AsyncConnection) -> None:
    try:
        await connection.exec_driver_sql("ROLLBACK")
    except Exception:
        # A connection that cannot even do that is thrown away, and with it the transaction.
        await connection.invalidate()
        raise
