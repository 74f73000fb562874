"""The same storage on both engines: a SQLite file and a real PostgreSQL."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings, StoragePart
from bot.storage.storage import Storage, open_storage
from tests.dumps import dump_of

OpenStorage = Callable[..., AbstractAsyncContextManager[Storage]]
Dump = Callable[[], Awaitable[bytes]]
SECRET = "a secret that is long enough"


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
def dump(storage_settings: Settings) -> Dump:
    """Read everything that is stored."""
    return partial(dump_of, storage_settings)
