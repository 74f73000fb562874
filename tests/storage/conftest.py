"""The same storage on both engines: a SQLite file and a real PostgreSQL."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from pathlib import Path

import asyncpg
import pytest
from pydantic import SecretStr

from bot.settings import Settings, StoragePart
from bot.storage.storage import Storage, open_storage

OpenStorage = Callable[..., AbstractAsyncContextManager[Storage]]
Dump = Callable[[], Awaitable[bytes]]
SECRET = "a secret that is long enough"
TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"


@pytest.fixture(params=["sqlite", "postgresql"])
def storage_settings(
    request: pytest.FixtureRequest, settings: Settings, tmp_path: Path
) -> Settings:
    """Settings whose storage is the test's own."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    changed = {
        "data": tmp_path,
        "bot_secret": SecretStr(SECRET),
        "storage": StoragePart(url=SecretStr(url)),
    }
    return settings.model_copy(update=changed)


@pytest.fixture
def open_kept(storage_settings: Settings) -> OpenStorage:
    """Open the storage, with a given secret."""

    @asynccontextmanager
    async def opened(secret: str = SECRET, days: int = 365) -> AsyncIterator[Storage]:
        part = storage_settings.storage.model_copy(update={"ratings_days": days})
        changed = {"bot_secret": SecretStr(secret), "storage": part}
        async with open_storage(storage_settings.model_copy(update=changed)) as storage:
            yield storage

    return opened


@pytest.fixture
def dump(storage_settings: Settings, tmp_path: Path) -> Dump:
    """Read everything that is stored: each table's rows, and of SQLite every byte of its files."""
    url = storage_settings.storage.url.get_secret_value()

    async def dumped() -> bytes:
        if url:
            return await _postgresql_rows(url)
        return _sqlite_rows(tmp_path / "choices.sqlite") + b"".join(
            file.read_bytes() for file in tmp_path.glob("choices.sqlite*")
        )

    return dumped


def _sqlite_rows(file: Path) -> bytes:
    with closing(sqlite3.connect(file)) as opened:
        tables = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        rows = [opened.execute(f"SELECT * FROM {name}").fetchall() for (name,) in tables]
    return repr(rows).encode()


async def _postgresql_rows(url: str) -> bytes:
    connection = await asyncpg.connect(url)
    try:
        tables = await connection.fetch(TABLES)
        rows = [[tuple(r) for r in await connection.fetch(f"SELECT * FROM {t[0]}")] for t in tables]
    finally:
        await connection.close()
    return repr(rows).encode()
