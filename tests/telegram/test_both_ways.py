"""What holds whether updates are fetched or delivered."""

import asyncio
from typing import cast

import pytest

from bot.answering.service import AnsweringService
from bot.preview.server import BotApiServer
from bot.settings import Settings
from bot.storage.errors import StorageError
from bot.telegram.app import serve
from tests.telegram.conftest import Gate, OpenDoor, no_sleep


@pytest.fixture(params=["open_door", "open_hook"], ids=["polling", "webhook"])
def open_way(request: pytest.FixtureRequest) -> OpenDoor:
    return cast(OpenDoor, request.getfixturevalue(request.param))


async def test_stopping_lets_running_answers_finish(
    server: BotApiServer, open_way: OpenDoor, lillby: AnsweringService
) -> None:
    gate = Gate()
    server.fail_next("sendMessage", retry_after=5)
    async with open_way(lillby, gate.sleep) as door:
        server.user(1).send_text("/help")
        await gate.met.wait()
        door.stop.set()
        gate.opened.set()
    assert [call.status for call in server.calls.of("sendMessage")] == [429, 200]
    assert server.updates.pending == []


async def test_answers_of_a_chat_come_in_order_and_a_busy_chat_delays_no_other(
    server: BotApiServer, open_way: OpenDoor, echo: AnsweringService
) -> None:
    gate = Gate()
    async with open_way(echo, gate.sleep):
        server.fail_next("sendMessage", retry_after=30)
        for number in range(5):
            server.user(1).send_text(str(number))
        await server.wait_for("sendMessage", chat=1, status=429)
        server.user(2).send_text("other")
        assert (await server.wait_for("sendMessage", chat=2)).text == "other"
        gate.opened.set()
        answers = [(await server.wait_for("sendMessage", chat=1)).text for _ in range(5)]
    assert answers == ["0", "1", "2", "3", "4"]


async def test_a_second_bot_on_the_same_file_takes_nothing_over(
    server: BotApiServer, open_way: OpenDoor, door_settings: Settings, lillby: AnsweringService
) -> None:
    gate = Gate()
    server.fail_next("sendMessage", retry_after=5)
    async with open_way(lillby, gate.sleep):
        server.user(1).send_text("/help")
        await gate.met.wait()
        before = len(server.calls.of("deleteWebhook"))
        with pytest.raises(StorageError, match="another bot answers from this file"):
            await serve(door_settings, lillby, stop=asyncio.Event(), sleep=no_sleep)
        assert len(server.calls.of("deleteWebhook")) == before
        gate.opened.set()
        await server.wait_for("sendMessage", chat=1)
    assert [call.status for call in server.calls.of("sendMessage")] == [429, 200]
