"""Two worker processes with one PostgreSQL, behind a proxy that hands them updates in turn."""

import asyncio
import itertools
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from bot.answering.service import AnsweringService
from bot.preview.server import BotApiServer
from bot.settings import Settings
from bot.telegram.deliveries import HEADER
from tests.conftest import LILLBY, ROOT
from tests.telegram.conftest import TOKEN, free_port

PATIENCE = 120
MANY, FEW = range(1, 31), range(101, 106)


@dataclass
class Proxy:
    """Passes each delivery on to the next of `ports`, and to the one after it for good measure.

    So every update reaches both workers, as where the first one's 200 got lost on the way.
    """

    ports: list[int]
    times: int = 2
    url: str = ""
    turn: "itertools.count[int]" = field(default_factory=itertools.count)

    async def pass_on(self, request: web.Request) -> web.Response:
        body, headers = await request.read(), {HEADER: request.headers.get(HEADER, "")}
        turns = [next(self.turn) for _ in range(self.times)]
        ports = [self.ports[turn % len(self.ports)] for turn in turns]
        statuses = await asyncio.gather(*(self._deliver(port, body, headers) for port in ports))
        return web.Response(status=max(statuses))

    async def _deliver(self, port: int, body: bytes, headers: dict[str, str]) -> int:
        url = f"http://127.0.0.1:{port}/telegram"
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.post(url, data=body, headers=headers) as answer,
            ):
                return answer.status
        except aiohttp.ClientError:
            return 502


@asynccontextmanager
async def proxying(ports: list[int]) -> AsyncIterator[Proxy]:
    """Run a proxy on loopback."""
    proxy, app = Proxy(ports), web.Application()
    app.router.add_post("/telegram", proxy.pass_on)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        proxy.url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
        yield proxy
    finally:
        await runner.cleanup()


@asynccontextmanager
async def worker(
    server: BotApiServer, settings: Settings, database: str, url: str, port: int
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run `python -m bot run` as a worker that Telegram's deliveries reach by `url`."""
    environment = {
        **os.environ,
        "BOT_TOKEN": TOKEN,
        "BOT_SECRET": "the same secret for all workers",
        "KOMMUNSVAR_RELOAD": "false",
        "KOMMUNSVAR_TOWN": str(LILLBY),
        "KOMMUNSVAR_CACHE": str(settings.cache),
        "KOMMUNSVAR_TELEGRAM__API_BASE": server.url,
        "KOMMUNSVAR_TELEGRAM__MODE": "webhook",
        "KOMMUNSVAR_WEBHOOK__URL": url,
        "KOMMUNSVAR_WEBHOOK__PORT": str(port),
        "KOMMUNSVAR_STORAGE__URL": database,
        "KOMMUNSVAR_STORAGE__LEASE_SECONDS": "1",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def ask(server: BotApiServer, chats: range) -> None:
    for chat in chats:
        server.user(chat).send_text("/help")


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
    one_port, other_port = free_port(), free_port()
    async with (
        proxying([one_port, other_port]) as proxy,
        worker(server, tiny_settings, postgres_url, proxy.url, one_port) as one,
        worker(server, tiny_settings, postgres_url, proxy.url, other_port),
    ):
        for _ in range(2):
            await server.wait_for("setWebhook", patience=PATIENCE)
        ask(server, MANY)
        assert await answers(server, MANY) == dict.fromkeys(MANY, 1)

        # One has acknowledged them, is told by Telegram to wait, and gone before it could answer.
        proxy.ports, proxy.times = [one_port], 1
        server.fail_next("sendMessage", retry_after=100, times=len(FEW))
        ask(server, FEW)
        for chat in FEW:
            await server.wait_for("sendMessage", chat=chat, status=429, patience=PATIENCE)
        one.kill()
        await one.wait()
        proxy.ports = [other_port]
        assert await answers(server, FEW) == dict.fromkeys(FEW, 1)
