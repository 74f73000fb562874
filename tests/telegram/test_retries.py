import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import SendMessage

from bot.preview.server import BotApiServer
from bot.settings import Settings
from bot.telegram.app import open_bot


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
async def bot(door_settings: Settings, pauses: list[float]) -> AsyncIterator[Bot]:
    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        await asyncio.sleep(0)

    async with open_bot(door_settings, sleep) as opened:
        yield opened


@pytest.fixture(autouse=True)
def resident(server: BotApiServer) -> None:
    server.user(1).send_text("hej")


async def test_server_says_how_long_to_wait(
    server: BotApiServer, bot: Bot, pauses: list[float]
) -> None:
    server.fail_next("sendMessage", retry_after=7, times=2)
    await bot(SendMessage(chat_id=1, text="a"))
    assert pauses == [7, 7]


async def test_hours_of_silence_are_not_waited_for(
    server: BotApiServer, bot: Bot, pauses: list[float]
) -> None:
    server.fail_next("setMyName", retry_after=80_000)
    with pytest.raises(TelegramRetryAfter):
        await bot.set_my_name("x")
    assert pauses == []


async def test_broken_lines_and_servers_are_tried_again_a_little_later_each_time(
    server: BotApiServer, bot: Bot, pauses: list[float]
) -> None:
    server.fail_next("sendMessage", cut="before")
    server.fail_next("sendMessage", status=502)
    server.fail_next("sendMessage", cut="after")
    await bot(SendMessage(chat_id=1, text="a"))
    assert len(pauses) == 3
    assert pauses == sorted(pauses)


async def test_a_line_that_is_down_for_hours_loses_no_answer(
    server: BotApiServer, bot: Bot, pauses: list[float]
) -> None:
    server.fail_next("sendMessage", cut="before", times=90)
    await bot(SendMessage(chat_id=1, text="a"))
    assert sum(pauses) > 3600
    assert max(pauses) <= 90


@pytest.mark.parametrize(
    ("fault", "least", "most"),
    [
        pytest.param({"status": 500}, 400, 600, id="server fails"),
        pytest.param({"retry_after": 50}, 600, 600, id="server is busy"),
        pytest.param({"cut": "before"}, 10_000, 10_800, id="line is down"),
    ],
)
async def test_giving_up_is_bounded(
    server: BotApiServer,
    bot: Bot,
    pauses: list[float],
    fault: dict[str, Any],
    least: float,
    most: float,
) -> None:
    server.fail_next("sendMessage", **fault, times=999)
    with pytest.raises((TelegramServerError, TelegramNetworkError, TelegramRetryAfter)):
        await bot(SendMessage(chat_id=1, text="a"))
    assert least <= sum(pauses) <= most


@pytest.mark.parametrize("fault", [{"status": 502}, {"cut": "before"}], ids=["502", "cut"])
async def test_nobody_at_a_terminal_waits_for_an_outage(
    server: BotApiServer, bot: Bot, pauses: list[float], fault: dict[str, Any]
) -> None:
    server.fail_next("getMyName", **fault, times=99)
    with pytest.raises((TelegramServerError, TelegramNetworkError)):
        await bot.get_my_name()
    assert sum(pauses) <= 10


async def test_refusals_are_not_repeated(
    server: BotApiServer, bot: Bot, pauses: list[float]
) -> None:
    with pytest.raises(TelegramBadRequest):
        await bot(SendMessage(chat_id=99, text="a"))
    assert len(server.calls.of("sendMessage")) == 1
    assert pauses == []


async def test_who_blocked_the_bot_is_not_asked_again(
    server: BotApiServer, bot: Bot, pauses: list[float]
) -> None:
    server.user(1).block()
    with pytest.raises(TelegramForbiddenError):
        await bot(SendMessage(chat_id=1, text="a"))
    assert len(server.calls.of("sendMessage")) == 1
    assert pauses == []
