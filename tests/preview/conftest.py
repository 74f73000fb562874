from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import aiohttp
import pytest

from bot.preview.server import BotApiServer

Reply = tuple[int, dict[str, Any]]
Api = Callable[..., Coroutine[None, None, Reply]]


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer("123456:local").running() as running:
        yield running


@pytest.fixture
async def api(server: BotApiServer) -> AsyncIterator[Api]:
    """Call a method as any bot library would: JSON over HTTP."""
    async with aiohttp.ClientSession() as session:

        async def call(method: str, *, token: str = server.token, **parameters: Any) -> Reply:
            url = f"{server.url}/bot{token}/{method}"
            async with session.post(url, json=parameters) as response:
                return response.status, await response.json()

        yield call
