import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
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
    server.fail_next("sendMessage", status=502, page=True)
    await bot(SendMessage(chat_id=1, text="a"))
    assert len(pauses) == 4
    assert pauses == sorted(pauses)


async def test_giving_up_is_bounded(server: BotApiServer, bot: Bot, pauses: list[float]) -> None:
    server.fail_next("sendMessage", status=500, times=99)
    with pytest.raises(TelegramServerError):
        await bot(SendMessage(chat_id=1, text="a"))
    assert len(pauses) == 4


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
