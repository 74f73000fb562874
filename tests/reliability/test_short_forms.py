"""The benchmarks of reliability in short: real processes, few messages, no times."""

import random
from collections.abc import AsyncIterator

import pytest
from aiogram.types import Update
from pydantic import ValidationError

from benchmarks.reliability.bots import TINY, echo, running
from benchmarks.reliability.endurance import endure
from benchmarks.reliability.kills import kill_at
from benchmarks.reliability.people import People
from benchmarks.reliability.throughput import questions_of
from benchmarks.reliability.troubles import (
    a_storm,
    an_outage,
    bot_at,
    everything,
    malformed,
    spoilt,
)
from bot.preview.server import BotApiServer
from bot.telegram.intake import Point

TEXTS = questions_of(TINY)


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer().running() as running_server:
        yield running_server


async def test_only_what_was_sent_and_not_recorded_is_answered_twice() -> None:
    killed = await kill_at(Point.SENT, 1, TEXTS)
    assert (killed.kills, killed.took.lost) == (1, 0)
    assert killed.took.doubled <= killed.kills


async def test_one_bot_through_all_troubles_loses_nothing() -> None:
    server = BotApiServer()
    async with bot_at(server, "--speed", "1000") as bot:
        away = await an_outage(server, TEXTS, 20, speed=5000)
        among_broken = await malformed(server, TEXTS, broken=300, asked=10)
        stormed, _, _ = await a_storm(server, TEXTS, 20)
        endured = await endure(server, bot, TEXTS, 100, warming=20)
        mixed = await everything(server, TEXTS, 60)
    assert (away.asked, away.lost, away.doubled) == (20, 0, 0)
    assert (among_broken.asked, among_broken.lost, among_broken.doubled) == (10, 0, 0)
    assert (stormed.asked, stormed.lost, stormed.doubled) == (20, 0, 0)
    assert (endured.took.asked, endured.took.lost, endured.took.doubled) == (100, 0, 0)
    assert endured.last_mebibytes > 0
    assert (mixed.asked, mixed.lost) == (60, 0)


async def test_the_echo_bot_that_we_compare_with_answers(server: BotApiServer) -> None:
    async with running(echo(server), server) as process:
        took = await People(server, ["a", "b"]).keep_busy(20, at_once=4)
        assert (took.asked, took.lost, took.doubled) == (20, 0, 0)
        assert process.seconds > 0


def test_spoilt_updates_are_wild_and_the_same_each_time() -> None:
    def made() -> list[dict[str, object]]:
        chance = random.Random(1)
        return [spoilt(chance, number) for number in range(200)]

    assert made() == made()
    unreadable = sum(not _readable(update) for update in made())
    assert unreadable > 50


def _readable(update: dict[str, object]) -> bool:
    try:
        Update.model_validate(update)
    except ValidationError:
        return False
    return True
