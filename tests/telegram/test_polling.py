import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from pydantic import SecretStr

from bot.answering.service import AnsweringService
from bot.errors import SettingsError
from bot.preview.parameters import Parameters
from bot.preview.server import BotApiServer
from bot.settings import Settings
from bot.telegram.app import serve
from bot.telegram.errors import AnotherInstance, TelegramRefused
from tests.telegram.conftest import NOW, TOKEN, Door, OpenDoor, no_sleep


@pytest.mark.parametrize("token", ["123456:wrong", "no token", ""])
async def test_refused_token_is_one_sentence(
    door_settings: Settings, lillby: AnsweringService, token: str
) -> None:
    wrong = door_settings.model_copy(update={"bot_token": SecretStr(token)})
    with pytest.raises(TelegramRefused, match="does not accept BOT_TOKEN") as caught:
        await serve(wrong, lillby, stop=asyncio.Event(), sleep=no_sleep)
    assert token not in str(caught.value) or not token


async def test_missing_token_tells_where_to_get_one(
    door_settings: Settings, lillby: AnsweringService
) -> None:
    missing = door_settings.model_copy(update={"bot_token": None})
    with pytest.raises(SettingsError, match="@BotFather"):
        await serve(missing, lillby, stop=asyncio.Event(), sleep=no_sleep)


async def test_another_instance_ends_the_bot(
    server: BotApiServer, door_settings: Settings, lillby: AnsweringService
) -> None:
    server.fail_next("getUpdates", status=409, description="Conflict: terminated", times=3)
    with pytest.raises(AnotherInstance, match="another instance") as caught:
        await serve(door_settings, lillby, stop=asyncio.Event(), sleep=no_sleep)
    assert server.url in str(caught.value)
    assert TOKEN not in str(caught.value)


async def test_real_second_instance_leaves_one_running(
    open_door: OpenDoor, door_settings: Settings, lillby: AnsweringService
) -> None:
    apart = door_settings.model_copy(update={"data": door_settings.data / "apart"})

    @asynccontextmanager
    async def second() -> AsyncIterator[asyncio.Task[None]]:
        task = asyncio.create_task(
            serve(apart, lillby, clock=lambda: NOW, stop=asyncio.Event(), sleep=no_sleep)
        )
        try:
            yield task
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError, AnotherInstance):
                await task

    with suppress(AnotherInstance):
        async with open_door(lillby) as door, second() as other:
            done, _ = await asyncio.wait(
                {door.running, other}, return_when=asyncio.FIRST_COMPLETED, timeout=20
            )
            ended = [task.exception() for task in done]
            assert [type(error) for error in ended] == [AnotherInstance]
            door.server.user(1).send_text("/help")
            assert (await door.server.wait_for("sendMessage")).text == door.phrase("help")


async def test_webhook_is_switched_off(
    server: BotApiServer, open_door: OpenDoor, lillby: AnsweringService
) -> None:
    await server.door.set_webhook(Parameters({"url": f"{server.url}/forgotten"}))
    async with open_door(lillby) as door:
        server.user(1).send_text("/help")
        assert (await server.wait_for("sendMessage")).text == door.phrase("help")


async def test_hours_of_outage_are_survived_with_growing_pauses(
    server: BotApiServer, open_door: OpenDoor, lillby: AnsweringService
) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        await asyncio.sleep(0)

    server.fail_next("getMe", status=502, times=6)
    server.fail_next("getUpdates", status=502, times=100)
    server.fail_next("getUpdates", cut="before", times=50)
    server.user(1).send_text("/help")
    async with open_door(lillby, sleep) as door:
        assert (await server.wait_for("sendMessage")).text == door.phrase("help")
    assert sum(pauses) > 2 * 3600
    assert max(pauses) <= 72


async def test_outage_between_question_and_answer_loses_nothing_and_keeps_the_order(
    server: BotApiServer, open_door: OpenDoor, echo: AnsweringService
) -> None:
    server.fail_next("sendMessage", cut="before", times=60)
    for number in range(5):
        server.user(1).send_text(f"one {number}")
        server.user(2).send_text(f"two {number}")
    async with open_door(echo):
        answers = {
            chat: [(await server.wait_for("sendMessage", chat=chat)).text for _ in range(5)]
            for chat in (1, 2)
        }
    assert answers == {
        1: [f"one {number}" for number in range(5)],
        2: [f"two {number}" for number in range(5)],
    }


async def test_no_update_is_handled_twice_after_an_outage(tiny: Door) -> None:
    user = tiny.server.user(1)
    user.send_text("/help")
    await tiny.server.wait_for("sendMessage")
    tiny.server.fail_next("getUpdates", status=502, times=3)
    tiny.server.fail_next("getUpdates", cut="after", times=2)
    user.send_text("/start")
    call = await tiny.server.wait_for("sendMessage")
    assert call.text == tiny.phrase("start")
    assert len(tiny.server.calls.of("sendMessage")) == 2


@pytest.mark.parametrize(
    "broken",
    [{"message": {"message_id": "?"}}, {"message": None}, {"from_the_future": {"a": 1}}, {}],
    ids=["malformed", "empty", "unknown", "bare"],
)
async def test_unreadable_update_is_skipped(tiny: Door, broken: dict[str, Any]) -> None:
    user = tiny.server.user(1)
    tiny.server.updates.add_raw({"update_id": 500, **broken})
    user.send_text("/help")
    assert (await tiny.server.wait_for("sendMessage")).text == tiny.phrase("help")


async def test_sigterm_stops(
    server: BotApiServer, door_settings: Settings, lillby: AnsweringService
) -> None:
    running = asyncio.create_task(serve(door_settings, lillby, sleep=no_sleep))
    server.user(1).send_text("/help")
    await server.wait_for("sendMessage")
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, 20)
