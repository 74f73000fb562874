"""Two worker processes share a PostgreSQL database behind a round-robin."""

import asyncio
import itertools
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import aiohttp
from yarl import URL

from bot.answering.service import AnsweringService
from bot.preview.server import BotApiServer
from bot.settings import Settings
from tests.conftest import LILLBY, ROOT
from tests.telegram.conftest import TOKEN

PATIENCE = 120
MANY, FEW = range(1, 31), range(101, 106)


@dataclass(frozen=True, slots=True)
class WorkerProcess:
    """A running worker."""

    process: asyncio.subprocess.Process
    url: str


@asynccontextmanager
async def worker(
    server: BotApiServer, settings: Settings, database: str
) -> AsyncIterator[WorkerProcess]:
    """Run a worker process; it listens a while later."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "PORT": str(port),
        "BOT_TOKEN": TOKEN,
        "BOT_SECRET": "the same secret for all workers",
        "KOMMUNSVAR_TOWN": str(LILLBY),
        "KOMMUNSVAR_CACHE": str(settings.cache),
        "KOMMUNSVAR_TELEGRAM__API_BASE": server.url,
        "KOMMUNSVAR_STORAGE__URL": database,
        "KOMMUNSVAR_STORAGE__LEASE_SECONDS": "1",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.worker", cwd=ROOT, env=environment
    )
    try:
        yield WorkerProcess(process, f"http://127.0.0.1:{port}/")
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def listening(worker: WorkerProcess) -> None:
    address = URL(worker.url)
    async with asyncio.timeout(PATIENCE):
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection(address.host, address.port)
                writer.close()
                await writer.wait_closed()
                return
            await asyncio.sleep(0.1)


async def hand_over(worker: WorkerProcess, update: dict[str, Any]) -> int:
    """Deliver an update as Telegram does, and return the status."""
    async with aiohttp.ClientSession() as session, session.post(worker.url, json=update) as answer:
        return answer.status


def ask(server: BotApiServer, chats: range) -> list[dict[str, Any]]:
    """Return an update of each chat, in the test's hands instead of the server's."""
    for chat in chats:
        server.user(chat).send_text("/help")
    updates = server.updates.pending
    server.updates.drop()
    return updates


async def answers(server: BotApiServer, chats: range) -> dict[int, int]:
    """Wait until each chat has an answer; return how many it is."""
    for chat in chats:
        await server.wait_for("sendMessage", chat=chat, patience=PATIENCE)
    sent = [call.chat for call in server.calls.of("sendMessage") if call.status == 200]
    return {chat: sent.count(chat) for chat in chats}


async def test_two_workers_answer_every_update_once_also_when_one_dies(
    server: BotApiServer,
    tiny_settings: Settings,
    lillby: AnsweringService,  # noqa: ARG001  built first, so that the workers find it
    postgres_url: str,
) -> None:
    async with (
        worker(server, tiny_settings, postgres_url) as one,
        worker(server, tiny_settings, postgres_url) as other,
    ):
        await asyncio.gather(listening(one), listening(other))
        # Each is delivered twice, as where the first 200 got lost, once to each worker.
        proxy = itertools.cycle([one, other])
        deliveries = [hand_over(next(proxy), u) for u in ask(server, MANY) for _ in range(2)]
        assert set(await asyncio.gather(*deliveries)) == {200}
        assert await answers(server, MANY) == dict.fromkeys(MANY, 1)

        # One is acknowledged, told to wait by Telegram, and gone before it could answer.
        server.fail_next("sendMessage", retry_after=100, times=len(FEW))
        assert {await hand_over(one, update) for update in ask(server, FEW)} == {200}
        for chat in FEW:
            await server.wait_for("sendMessage", chat=chat, status=429)
        one.process.kill()
        assert await answers(server, FEW) == dict.fromkeys(FEW, 1)
