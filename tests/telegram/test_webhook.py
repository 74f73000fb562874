"""Webhook mode over real HTTP: the local server delivers, and so do strangers."""

import asyncio
import json
from typing import Any

import pytest
from pydantic import SecretStr

from bot.answering.service import AnsweringService
from bot.errors import SettingsError
from bot.monitoring.health import Health
from bot.monitoring.metrics import Metrics
from bot.preview.server import BotApiServer
from bot.settings import Settings
from bot.telegram.app import serve
from bot.telegram.deliveries import DEEPEST, read_update
from bot.telegram.errors import TelegramRefused
from bot.telegram.webhook_secret import webhook_secret
from tests.telegram.conftest import HOOK_SECRET, NOW, Gate, OpenDoor, no_sleep, running_door
from tests.telegram.deliveries import deliver, update


async def test_what_telegram_delivers_is_answered_and_acknowledged(
    server: BotApiServer, open_hook: OpenDoor, hooked: Settings, lillby: AnsweringService
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
    assert given["secret_token"] == HOOK_SECRET
    assert given["max_connections"] == "7"
    kinds = {"message", "edited_message", "callback_query", "inline_query"}
    assert set(json.loads(given["allowed_updates"])) == kinds


NESTED = b"[" * DEEPEST + b"]" * DEEPEST
# One running bot for all of them: what arrives, the secret that it comes with, and the answer.
DELIVERIES: dict[str, tuple[bytes, str | None, int]] = {
    "no secret": (update(1, "hej"), None, 401),
    "wrong secret": (update(1, "hej"), "wrong", 401),
    "longer secret": (update(1, "hej"), HOOK_SECRET + "x", 401),
    "a stranger's large body is not read": (b"x" * 20_001, None, 401),
    "too large": (update(1, "x" * 20_001), HOOK_SECRET, 413),
    "broken": (b"{", HOOK_SECRET, 400),
    "no text": (b"\xff", HOOK_SECRET, 400),
    "a list": (b"[1]", HOOK_SECRET, 400),
    "no number": (b"{}", HOOK_SECRET, 400),
    "a truth for a number": (b'{"update_id": true}', HOOK_SECRET, 400),
    "infinite": (b'{"update_id": 1e999}', HOOK_SECRET, 400),
    "too large a number": (b'{"update_id": 9007199254740993}', HOOK_SECRET, 400),
    "too deep to read": (b"[" * 9000, HOOK_SECRET, 400),
    "too deep": (b'{"update_id": 1, "a": ' + NESTED + b"}", HOOK_SECRET, 400),
    "unknown kind": (b'{"update_id": 1, "future": {}}', HOOK_SECRET, 200),
    "poison": (b'{"update_id": 1, "message": 5}', HOOK_SECRET, 200),
    "good": (update(2, "/help"), HOOK_SECRET, 200),
}


async def test_deliveries_are_checked_and_counted(
    server: BotApiServer, open_hook: OpenDoor, hooked: Settings, lillby: AnsweringService
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
    server: BotApiServer, open_hook: OpenDoor, hooked: Settings, lillby: AnsweringService
) -> None:
    async with open_hook(lillby):
        for number in (5, 5, 6):
            assert await deliver(hooked.webhook.url, update(number, "/help")) == 200
        await server.wait_for("sendMessage")
        await server.wait_for("sendMessage")
    assert len(server.calls.of("sendMessage")) == 2


async def test_modes_follow_each_other_and_lose_nothing(
    server: BotApiServer, open_hook: OpenDoor, open_door: OpenDoor, lillby: AnsweringService
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
    gate, health = Gate(), Health()
    server.fail_next("setWebhook", status=502, times=9)
    server.user(1).send_text("/help")
    async with running_door(hooked, server, lillby, gate.sleep, health=health):
        await gate.met.wait()
        assert "telegram" in await health.problems()
        gate.opened.set()
        await server.wait_for("sendMessage")
        assert await health.problems() == {}


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
