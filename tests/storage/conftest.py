from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings, StoragePart
from bot.storage.storage import Storage, open_storage

OpenStorage = Callable[..., AbstractAsyncContextManager[Storage]]


@pytest.fixture
def open_kept(settings: Settings, tmp_path: Path) -> OpenStorage:
    """Open the storage in a folder of the test's own, with a given secret."""

    @asynccontextmanager
    async def opened(
        secret: str = "a secret that is long enough", days: int = 365
    ) -> AsyncIterator[Storage]:
        changed = {
            "data": tmp_path,
            "bot_secret": SecretStr(secret),
            "storage": StoragePart(ratings_days=days),
        }
        async with open_storage(settings.model_copy(update=changed)) as storage:
            yield storage

    return opened
