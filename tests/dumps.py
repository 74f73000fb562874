"""Everything that a storage holds: each table's rows, and of SQLite every byte of its files."""

import sqlite3
from contextlib import closing
from pathlib import Path

import asyncpg
from sqlalchemy import URL

from bot.settings import Settings
from bot.storage.location import locate

TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"


async def dump_of(settings: Settings) -> bytes:
    """Return all that lies in the storage of `settings`, in no particular form."""
    url = locate(settings)
    if url.get_backend_name() == "postgresql":
        return await _postgresql_rows(url)
    file = Path(url.database or "")
    files = file.parent.glob(f"{file.name}*")
    return _sqlite_rows(file) + b"".join(each.read_bytes() for each in files)


def _sqlite_rows(file: Path) -> bytes:
    with closing(sqlite3.connect(file)) as opened:
        tables = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        rows = [opened.execute(f"SELECT * FROM {name}").fetchall() for (name,) in tables]
    return repr(rows).encode()


async def _postgresql_rows(url: URL) -> bytes:
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(address)
    try:
        tables = await connection.fetch(TABLES)
        rows = [[tuple(r) for r in await connection.fetch(f"SELECT * FROM {t[0]}")] for t in tables]
    finally:
        await connection.close()
    return repr(rows).encode()
