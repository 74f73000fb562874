"""Webhook mode over real HTTP: the local server delivers, and so do strangers."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr

from bot.answering.answer import Answer, Outcome
from bot.answering.service import AnsweringService
from bot.errors import SettingsError
from bot.monitoring.health import Health
from bot.monitoring.metrics import Metrics
from bot.preview.server import BotApiServer
from bot.settings import Settings, WebhookPart
from bot.telegram.app import serve
from bot.telegram.deliveries import DEEPEST, HEADER, read_update, webhook_secret
from bot.telegram.errors import TelegramRefused
from bot.telegram.retries import Sleep
from tests.telegram.conftest import NOW, Door, OpenDoor, ScriptedService, no_sleep

SECRET = "a-secret-that-telegram-says"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture
def hooked(door_settings: Settings) -> Settings:
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    part = WebhookPart(url=url, port=port, max_connections=7, largest_body=20_000)
    telegram = door_settings.telegram.model_copy(update={"mode": "webhook"})
    secret = SecretStr(SECRET)
    changes = {"telegram": telegram, "webhook": part, "webhook_secret": secret}
    return door_settings.model_copy(update=changes)


OpenHook = Callable[..., AbstractAsyncContextManager[Door]]


@pytest.fixture
def open_hook(server: BotApiServer, hooked: Settings) -> OpenHook:
    """Run the bot in webhook mode; entered once Telegram has accepted the webhook."""

    @asynccontextmanager
    async def opened(
        service: AnsweringService,
        sleep: Sleep = no_sleep,
        metrics: Metrics | None = None,
        health: Health | None = None,
    ) -> AsyncIterator[Door]:
        stop = asyncio.Event()
        server.world.chat(1).opened = True
        running = asyncio.create_task(
            serve(
                hooked, service, clock=lambda: NOW, stop=stop, sleep=sleep,
                metrics=metrics, health=health,
            )
        )  # fmt: skip
        try:
            await server.wait_for("setWebhook")
            yield Door(server, service, stop, running)
        finally:
            stop.set()
            await asyncio.wait_for(running, 20)

    return opened


async def deliver(url: str, body: bytes, secret: str | None = SECRET, method: str = "POST") -> int:
    headers = {} if secret is None else {HEADER: secret}
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, url, data=body, headers=headers) as response,
    ):
        return response.status


def update(number: int, text: str, person: int = 1) -> bytes:
    sender = {"id": person, "is_bot": False, "first_name": "Resident", "language_code": "sv"}
    chat = {"id": person, "type": "private"}
    message = {"message_id": number, "date": 0, "chat": chat, "from": sender, "text": text}
    return json.dumps({"update_id": number, "message": message}).encode()


async def test_what_telegram_delivers_is_answered_and_acknowledged(
    server: BotApiServer, open_hook: OpenHook, hooked: Settings, lillby: AnsweringService
) -> None:
    server.user(1, "sv").send_text("/help")
    async with open_hook(lillby) as door:
        assert (await server.wait_for("sendMessage", chat=1)).text == door.phrase("help")
        server.user(2, "sv").send_text("När har ni öppet?")
        call = await server.wait_for("sendMessage", chat=2)
        assert call.text == door.topic("contact.hours").text
    assert server.updates.pending == []
    given = server.calls.of("setWebhook")[0].parameters
    assert given["url"] == hooked.webhook.url
    assert given["secret_token"] == SECRET
    assert given["max_connections"] == "7"
    kinds = {"message", "edited_message", "callback_query", "inline_query"}
    assert set(json.loads(given["allowed_updates"])) == kinds


NESTED = b"[" * DEEPEST + b"]" * DEEPEST
# One running bot for all of them: what arrives, the secret that it comes with, and the answer.
DELIVERIES: dict[str, tuple[bytes, str | None, int]] = {
    "no secret": (update(1, "hej"), None, 401),
    "wrong secret": (update(1, "hej"), "wrong", 401),
    "longer secret": (update(1, "hej"), SECRET + "x", 401),
    "a stranger's large body is not read": (b"x" * 20_001, None, 401),
    "too large": (update(1, "x" * 20_001), SECRET, 413),
    "broken": (b"{", SECRET, 400),
    "no text": (b"\xff", SECRET, 400),
    "a list": (b"[1]", SECRET, 400),
    "no number": (b"{}", SECRET, 400),
    "a truth for a number": (b'{"update_id": true}', SECRET, 400),
    "infinite": (b'{"update_id": 1e999}', SECRET, 400),
    "too large a number": (b'{"update_id": 9007199254740993}', SECRET, 400),
    "too deep to read": (b"[" * 9000, SECRET, 400),
    "too deep": (b'{"update_id": 1, "a": ' + NESTED + b"}", SECRET, 400),
    "unknown kind": (b'{"update_id": 1, "future": {}}', SECRET, 200),
    "poison": (b'{"update_id": 1, "message": 5}', SECRET, 200),
    "good": (update(2, "/help"), SECRET, 200),
}


async def test_deliveries_are_checked_and_counted(
    server: BotApiServer, open_hook: OpenHook, hooked: Settings, lillby: AnsweringService
) -> None:
    metrics, url = Metrics(), hooked.webhook.url
    async with open_hook(lillby, metrics=metrics) as door:
        got = {name: await deliver(url, *given[:2]) for name, given in DELIVERIES.items()}
        assert got == {name: status for name, (_, _, status) in DELIVERIES.items()}
        assert await deliver(url, b"", method="GET") == 405
        assert await deliver(url.replace("/telegram", "/other"), update(3, "/help")) == 404
        assert (await server.wait_for("sendMessage")).text == door.phrase("help")
    assert len(server.calls.of("sendMessage")) == 1
    name = "kommunsvar_webhook_requests_total"
    counted = {
        status: metrics.registry.get_sample_value(name, {"status": status})
        for status in ("200", "400", "401", "404", "405", "413")
    }
    assert counted == {"200": 3, "400": 9, "401": 4, "404": 1, "405": 1, "413": 1}


async def test_the_same_delivery_twice_is_answered_once(
    server: BotApiServer, open_hook: OpenHook, hooked: Settings, lillby: AnsweringService
) -> None:
    async with open_hook(lillby):
        for number in (5, 5, 6):
            assert await deliver(hooked.webhook.url, update(number, "/help")) == 200
        await server.wait_for("sendMessage")
        await server.wait_for("sendMessage")
    assert len(server.calls.of("sendMessage")) == 2


async def test_stopping_lets_running_answers_finish(
    server: BotApiServer, open_hook: OpenHook, lillby: AnsweringService
) -> None:
    waiting, released = asyncio.Event(), asyncio.Event()

    async def sleep(_: float) -> None:
        waiting.set()
        await released.wait()

    server.fail_next("sendMessage", retry_after=5)
    async with open_hook(lillby, sleep) as door:
        server.user(1).send_text("/help")
        await waiting.wait()
        door.stop.set()
        released.set()
    assert [call.status for call in server.calls.of("sendMessage")] == [429, 200]
    assert server.updates.pending == []


async def test_answers_of_a_chat_come_in_order_and_a_busy_chat_delays_no_other(
    server: BotApiServer, open_hook: OpenHook, lillby: AnsweringService
) -> None:
    released = asyncio.Event()

    async def sleep(_: float) -> None:
        await released.wait()

    echo = ScriptedService(
        lillby, lambda question: Answer("sv", Outcome.FALLBACK, question.text, question.text)
    )
    async with open_hook(echo, sleep):
        server.fail_next("sendMessage", retry_after=30)
        for number in range(5):
            server.user(1).send_text(str(number))
        await server.wait_for("sendMessage", chat=1, status=429)
        server.user(2).send_text("other")
        assert (await server.wait_for("sendMessage", chat=2)).text == "other"
        released.set()
        answers = [(await server.wait_for("sendMessage", chat=1)).text for _ in range(5)]
    assert answers == ["0", "1", "2", "3", "4"]


async def test_modes_follow_each_other_and_lose_nothing(
    server: BotApiServer, open_hook: OpenHook, open_door: OpenDoor, lillby: AnsweringService
) -> None:
    user = server.user(1, "sv")
    async with open_hook(lillby) as door:
        user.send_text("/help")
        assert (await server.wait_for("sendMessage")).text == door.phrase("help")
    async with open_door(lillby) as door:
        user.send_text("/start")
        assert (await server.wait_for("sendMessage")).text == door.phrase("start")
    user.send_text("/help")
    async with open_hook(lillby) as door:
        assert (await server.wait_for("sendMessage")).text == door.phrase("help")
    assert len(server.calls.of("sendMessage")) == 3


async def test_ready_only_once_the_webhook_is_set(
    server: BotApiServer, hooked: Settings, lillby: AnsweringService
) -> None:
    met, mended, health, stop = asyncio.Event(), asyncio.Event(), Health(), asyncio.Event()

    async def sleep(_: float) -> None:
        met.set()
        await mended.wait()

    server.fail_next("setWebhook", status=502, times=9)
    server.user(1).send_text("/help")
    running = asyncio.create_task(
        serve(hooked, lillby, clock=lambda: NOW, stop=stop, sleep=sleep, health=health)
    )
    await met.wait()
    assert "telegram" in await health.problems()
    mended.set()
    await server.wait_for("sendMessage")
    assert await health.problems() == {}
    stop.set()
    await running


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"url": ""}, r"webhook\.url: is missing"),
        ({"url": "http://bad address"}, r"webhook\.url: Telegram does not accept"),
        ({"host": "192.0.2.1"}, r"webhook: cannot listen on 192\.0\.2\.1"),
    ],
    ids=["no address", "an address that cannot be one", "another machine's port"],
)
async def test_what_cannot_work_is_one_sentence(
    hooked: Settings, lillby: AnsweringService, change: dict[str, Any], told: str
) -> None:
    wrong = hooked.model_copy(update={"webhook": hooked.webhook.model_copy(update=change)})
    with pytest.raises(SettingsError, match=told):
        await serve(wrong, lillby, clock=lambda: NOW, stop=asyncio.Event(), sleep=no_sleep)


async def test_refused_token_ends_the_bot(hooked: Settings, lillby: AnsweringService) -> None:
    wrong = hooked.model_copy(update={"bot_token": SecretStr("123456:wrong")})
    with pytest.raises(TelegramRefused):
        await serve(wrong, lillby, clock=lambda: NOW, stop=asyncio.Event(), sleep=no_sleep)


def test_secret_is_derived_from_the_bots_and_the_same_for_all_workers(hooked: Settings) -> None:
    derived = hooked.model_copy(
        update={"webhook_secret": None, "bot_secret": SecretStr("sixteen letters!")}
    )
    assert webhook_secret(derived) == webhook_secret(derived)
    assert len(webhook_secret(derived)) == 64
    assert "sixteen" not in webhook_secret(derived)
    own = derived.model_copy(update={"webhook_secret": SecretStr("too short")})
    with pytest.raises(SettingsError, match="WEBHOOK_SECRET"):
        webhook_secret(own)


def test_deep_but_bounded_updates_are_read() -> None:
    nested = b'{"update_id": 1, "a": ' + b"[" * (DEEPEST - 1) + b"]" * (DEEPEST - 1) + b"}"
    assert read_update(nested) is not None
