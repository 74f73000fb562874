"""What the storage knows of updates that are under way, whatever fails beside them."""

import asyncio
import itertools
import sqlite3
from collections.abc import Iterator, MutableMapping
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.answering.service import AnsweringService
from bot.preview.server import BotApiServer
from bot.settings import Settings, StoragePart
from tests.telegram.conftest import NOW, Gate, OpenDoor, running_door
from tests.telegram.deliveries import deliver, update

PATIENCE = 60
AWAY = "ALTER TABLE received RENAME TO received_elsewhere"
BACK = "ALTER TABLE received_elsewhere RENAME TO received"
Logged = list[MutableMapping[str, Any]]


@pytest.fixture
def logged() -> Iterator[Logged]:
    with capture_logs() as entries:
        yield entries


async def told(logged: Logged, event: str, times: int = 1) -> None:
    """Wait until `event` was logged as often as that."""
    async with asyncio.timeout(PATIENCE):
        while sum(entry["event"] == event for entry in logged) < times:
            await asyncio.sleep(0)


def stored(settings: Settings, query: str) -> list[Any]:
    with closing(sqlite3.connect(settings.data / "choices.sqlite", timeout=20)) as opened, opened:
        return [row[0] for row in opened.execute(query).fetchall()]


async def test_a_lease_is_renewed_while_telegram_does_not_take_the_webhook(
    server: BotApiServer, hooked: Settings, lillby: AnsweringService
) -> None:
    seconds, gate = itertools.count(), Gate()

    def clock() -> datetime:
        return NOW + timedelta(seconds=next(seconds))

    storage = StoragePart(lease_seconds=0.3)
    settings = hooked.model_copy(update={"storage": storage})
    server.fail_next("setWebhook", status=502, times=9)
    server.fail_next("sendMessage", retry_after=9)
    server.world.chat(1).opened = True
    async with running_door(settings, server, lillby, gate.sleep, clock):
        await gate.met.wait()
        assert await deliver(hooked.webhook.url, update(1, "/help")) == 200
        (first,) = stored(settings, "SELECT until FROM received")
        async with asyncio.timeout(PATIENCE):
            while stored(settings, "SELECT until FROM received") <= [first + 2]:
                await asyncio.sleep(0)
        gate.opened.set()
        await server.wait_for("sendMessage")


async def test_what_could_not_be_recorded_is_recorded_when_the_storage_is_back(
    server: BotApiServer,
    open_door: OpenDoor,
    door_settings: Settings,
    lillby: AnsweringService,
    logged: Logged,
) -> None:
    gate = Gate()
    server.fail_next("sendMessage", retry_after=9)
    async with open_door(lillby, gate.sleep):
        server.user(1).send_text("/help")
        await gate.met.wait()
        stored(door_settings, AWAY)
        gate.opened.set()
        await told(logged, "answer_not_recorded")
        stored(door_settings, BACK)
    assert stored(door_settings, "SELECT number FROM received WHERE content IS NOT NULL") == []
    async with open_door(lillby):
        server.user(2).send_text("/help")
        await server.wait_for("sendMessage", chat=2)
    assert len([c for c in server.calls.of("sendMessage", 1) if c.status == 200]) == 1


async def test_a_repeated_delivery_is_answered_once_where_nothing_can_be_stored(
    server: BotApiServer,
    open_hook: OpenDoor,
    hooked: Settings,
    lillby: AnsweringService,
    logged: Logged,
) -> None:
    gate, url = Gate(), hooked.webhook.url
    async with open_hook(lillby, gate.sleep):
        stored(hooked, AWAY)
        server.fail_next("sendMessage", retry_after=9)
        repeated = [asyncio.ensure_future(deliver(url, update(1, "/help"))) for _ in range(2)]
        await told(logged, "updates_not_stored", times=2)
        await gate.met.wait()
        gate.opened.set()
        assert await asyncio.gather(*repeated) == [200, 200]
        assert await deliver(url, update(1, "/help")) == 200
        stored(hooked, BACK)
    assert [call.status for call in server.calls.of("sendMessage")] == [429, 200]
