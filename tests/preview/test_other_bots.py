"""`python -m bot preview --api-only` as a process, with bots of other makes pointed at it."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

from tests.conftest import ROOT


class Alone:
    """The running server, by what it printed."""

    def __init__(self, lines: dict[str, str], session: aiohttp.ClientSession) -> None:
        self.url = lines["Bot API"]
        self.token = lines["Token"]
        self.control = lines["Control"]
        self.session = session

    async def write(self, user: int, text: str) -> None:
        body = {"user": user, "text": text}
        async with self.session.post(f"{self.control}/messages", json=body) as response:
            assert response.status == 200

    async def answer(self, user: int) -> str:
        url = f"{self.control}/calls"
        after = "0"
        while True:
            wanted = {"after": after, "wait": "20", "method": "sendMessage", "chat": str(user)}
            async with self.session.get(url, params=wanted) as response:
                body = await response.json()
            if body["calls"]:
                return str(body["calls"][0]["parameters"]["text"])
            assert str(body["next"]) != after, "nothing came"
            after = str(body["next"])


@pytest.fixture
async def alone() -> AsyncIterator[Alone]:
    command = ("-m", "bot", "preview", "--api-only", "--port", "0")
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    lines: dict[str, str] = {}
    async with asyncio.timeout(60):
        while "Control" not in lines:
            name, _, value = (await process.stdout.readline()).decode().strip().partition(": ")
            assert name, "it ended before it said its address"
            lines[name] = value
    async with aiohttp.ClientSession() as session:
        yield Alone(lines, session)
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 20) == 0


@asynccontextmanager
async def running(work: Any) -> AsyncIterator[None]:
    task = asyncio.create_task(work)
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def aiogram_echo(alone: Alone) -> None:
    """The echo bot of aiogram's own documentation, but for the address."""
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(f"aiogram: {message.text}")

    session = AiohttpSession(api=TelegramAPIServer.from_base(alone.url))
    async with Bot(alone.token, session=session) as bot:
        await dispatcher.start_polling(bot, handle_signals=False)


async def plain_echo(alone: Alone) -> None:
    """A bot of a dozen lines over HTTP."""
    base, offset = f"{alone.url}/bot{alone.token}", 0
    async with aiohttp.ClientSession() as session:
        while True:
            query = {"offset": offset, "timeout": 20}
            async with session.get(f"{base}/getUpdates", params=query) as response:
                updates = (await response.json())["result"]
            for update in updates:
                offset = update["update_id"] + 1
                message = update["message"]
                answer = {"chat_id": message["chat"]["id"], "text": f"plain: {message['text']}"}
                async with session.post(f"{base}/sendMessage", json=answer) as response:
                    assert response.status == 200


async def test_bots_of_other_makes_answer(alone: Alone) -> None:
    async with running(aiogram_echo(alone)):
        await alone.write(1, "hej")
        assert await alone.answer(1) == "aiogram: hej"
    async with running(plain_echo(alone)):
        await alone.write(2, "moi")
        assert await alone.answer(2) == "plain: moi"


async def test_a_taken_port_is_explained(alone: Alone) -> None:
    port = alone.url.rpartition(":")[2]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "preview", "--api-only", "--port", port),
        cwd=ROOT,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 2
    assert f"port {port}" in said.decode()
    assert "Traceback" not in said.decode()
