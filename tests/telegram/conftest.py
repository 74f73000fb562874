"""The real dispatcher over real HTTP: what an update causes is asserted on what arrives."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.answering.answer import Answer, Outcome
from bot.answering.offers.actions import Row
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from bot.monitoring.health import Health
from bot.monitoring.metrics import Metrics
from bot.preview.calls import Call
from bot.preview.server import BotApiServer
from bot.settings import Settings, TelegramPart, WebhookPart
from bot.telegram.app import serve
from bot.telegram.desk import Clock
from bot.telegram.retries import Sleep

NOW = datetime(2026, 1, 15, 10, tzinfo=UTC)  # a Thursday, in office hours
TOKEN = "123456:local"
HOOK_SECRET = "a-secret-that-telegram-says"


class ScriptedService(AnsweringService):
    """A service whose answers to questions a test decides; all else is the town's."""

    def __init__(self, service: AnsweringService, reply: Callable[[Question], Answer]) -> None:
        super().__init__(service._snapshot, service._costs)
        self.reply = reply

    def answer(self, question: Question) -> Answer:
        return self.reply(question)


@dataclass(frozen=True)
class Door:
    """A running bot and the server that it talks to."""

    server: BotApiServer
    service: AnsweringService
    stop: asyncio.Event
    running: "asyncio.Task[None]"

    def phrase(self, key: str, language: str = "sv", /, **values: str) -> str:
        return self.service.phrase(key, language, NOW, **values)

    def plain_phrase(self, key: str, language: str = "sv", /, **values: str) -> str:
        return self.service.plain_phrase(key, language, NOW, **values)

    def topic(self, topic: str, language: str = "sv") -> Answer:
        answer = self.service.open_topic(topic, language, NOW)
        assert answer is not None
        return answer


def labels(call: Call) -> list[str]:
    """Return what stands on the buttons under a message."""
    markup = call.result.get("reply_markup", {"inline_keyboard": []})
    return [button["text"] for row in markup["inline_keyboard"] for button in row]


def labels_of(rows: Sequence[Row]) -> list[str]:
    """Return what stands on the buttons of `rows`."""
    return [offer.label for row in rows for offer in row]


OpenDoor = Callable[..., AbstractAsyncContextManager[Door]]


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer(TOKEN).running() as running:
        yield running


@pytest.fixture
def door_settings(settings: Settings, server: BotApiServer, tmp_path: Path) -> Settings:
    return settings.model_copy(
        update={
            "bot_token": SecretStr(TOKEN),
            "bot_secret": None,
            "data": tmp_path / "data",
            "telegram": TelegramPart(api_base=server.url),
        }
    )


async def no_sleep(_: float) -> None:
    """Pass the turn instead of the time."""
    await asyncio.sleep(0)


class Gate:
    """A sleep that lasts until a test opens the gate."""

    def __init__(self) -> None:
        self.met, self.opened = asyncio.Event(), asyncio.Event()

    async def sleep(self, _: float) -> None:
        self.met.set()
        await self.opened.wait()


@asynccontextmanager
async def running_door(
    settings: Settings,
    server: BotApiServer,
    service: AnsweringService,
    sleep: Sleep = no_sleep,
    clock: Clock = lambda: NOW,
    metrics: Metrics | None = None,
    health: Health | None = None,
) -> AsyncIterator[Door]:
    """Run a bot on a service; leaving stops it, and raises what it raised."""
    stop = asyncio.Event()
    running = asyncio.create_task(
        serve(
            settings, service, clock=clock, stop=stop, sleep=sleep, metrics=metrics, health=health
        )
    )
    try:
        yield Door(server, service, stop, running)
    finally:
        stop.set()
        await asyncio.wait_for(running, 20)


@pytest.fixture
def open_door(server: BotApiServer, door_settings: Settings) -> OpenDoor:
    """Run the bot by polling."""
    return partial(running_door, door_settings, server)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def hooked(door_settings: Settings) -> Settings:
    """Settings of webhook mode, on a port of its own."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    part = WebhookPart(url=url, port=port, max_connections=7, largest_body=20_000)
    telegram = door_settings.telegram.model_copy(update={"mode": "webhook"})
    changes = {"telegram": telegram, "webhook": part, "webhook_secret": SecretStr(HOOK_SECRET)}
    return door_settings.model_copy(update=changes)


@pytest.fixture
def open_hook(server: BotApiServer, hooked: Settings) -> OpenDoor:
    """Run the bot in webhook mode; entered once Telegram has accepted the webhook."""

    @asynccontextmanager
    async def opened(
        service: AnsweringService, sleep: Sleep = no_sleep, metrics: Metrics | None = None
    ) -> AsyncIterator[Door]:
        server.world.chat(1).opened = True
        async with running_door(hooked, server, service, sleep, metrics=metrics) as door:
            await server.wait_for("setWebhook")
            yield door

    return opened


@pytest.fixture
def echo(lillby: AnsweringService) -> AnsweringService:
    """A service that answers a question with itself."""

    def reply(question: Question) -> Answer:
        return Answer("sv", Outcome.FALLBACK, question.text, question.text)

    return ScriptedService(lillby, reply)


@pytest.fixture
async def tiny(open_door: OpenDoor, lillby: AnsweringService) -> AsyncIterator[Door]:
    """The bot of the tiny town."""
    async with open_door(lillby) as door:
        yield door


@pytest.fixture
async def town(open_door: OpenDoor, haparanda: AnsweringService) -> AsyncIterator[Door]:
    """The bot of the real town."""
    async with open_door(haparanda) as door:
        yield door
