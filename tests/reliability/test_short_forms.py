"""The benchmarks of reliability in short: real processes, few messages, no times."""

import random

import pytest
from aiogram.types import Update
from pydantic import ValidationError

from benchmarks.reliability.bots import TINY
from benchmarks.reliability.endurance import endure
from benchmarks.reliability.fairness import flooded
from benchmarks.reliability.kills import kill_at
from benchmarks.reliability.marked import numbers_in
from benchmarks.reliability.reloading import Told, apart, mixed, old, reload_under_load
from benchmarks.reliability.throughput import Way, pace_of, questions_of, runners_of
from benchmarks.reliability.troubles import (
    a_storm,
    an_outage,
    bot_at,
    everything,
    malformed,
    spoilt,
)
from benchmarks.sizes import Sizes
from bot.preview.server import BotApiServer
from bot.telegram.intake import Point

TEXTS = questions_of(TINY)


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
        fair = await flooded(server, TEXTS, 20)
        endured = await endure(server, bot, TEXTS, 100, warming=20)
        mixed = await everything(server, TEXTS, 60)
    assert (away.asked, away.lost, away.doubled) == (20, 0, 0)
    assert (among_broken.asked, among_broken.lost, among_broken.doubled) == (10, 0, 0)
    assert (stormed.asked, stormed.lost, stormed.doubled) == (20, 0, 0)
    for others in (fair.alone, fair.beside):
        assert (others.asked, others.lost, others.doubled) == (20, 0, 0)
    assert fair.flood > fair.flood_answered
    assert (endured.took.asked, endured.took.lost, endured.took.doubled) == (100, 0, 0)
    assert endured.last_mebibytes > 0
    assert (mixed.asked, mixed.lost) == (60, 0)


async def test_saves_under_load_lose_and_double_nothing_and_are_never_half_seen() -> None:
    reloaded = await reload_under_load(TINY, saves=4, calm=20)
    for took in (reloaded.calm, reloaded.took):
        assert (took.lost, took.doubled) == (0, 0)
        assert took.asked >= 20
    assert len(reloaded.seconds) >= 4
    assert reloaded.checked > 10
    assert (reloaded.mixed, reloaded.old) == (0, 0)


@pytest.mark.parametrize("way", Way)
async def test_bots_that_are_compared_answer_all_in_both_ways(way: Way) -> None:
    sizes = Sizes(messages=30, steady=5, before=10)
    for runner in runners_of(TINY)[:2]:
        pace = await pace_of(runner, way, sizes)
        assert (pace.busy.asked, pace.busy.lost, pace.busy.doubled) == (30, 0, 0)
        assert (pace.steady.asked, pace.steady.lost, pace.steady.doubled) == (5, 0, 0)
        assert pace.processor_ms > 0


def test_numbers_of_saves_are_found_in_texts_and_on_buttons() -> None:
    assert numbers_in("Ring 0999-501 00, mejla save502@lillby.example.") == (501, 502)
    assert numbers_in('{"copy_text": {"text": "+46 999 503 00"}}') == (503,)
    assert numbers_in("\u2066 +46 922 504 00\u2069, 09:00–15:30, 2021, 0999-100 00") == (504,)
    assert numbers_in(None) == ()


def told(written: float, answered: float, *text: int, buttons: tuple[int, ...] = ()) -> Told:
    return Told(written, answered, text, buttons)


def test_what_is_made_from_two_states_is_seen() -> None:
    assert mixed([told(0, 1, 500, 500), told(0, 1, 500, 501)]) == 1
    assert apart([told(0, 1, 500, buttons=(500,)), told(0, 1, 500, buttons=(501,))]) == 1
    assert apart([told(0, 1, 500)]) == 0


def test_what_is_older_than_what_was_seen_is_counted() -> None:
    before, first, under_way = told(0, 1, 500), told(1, 3, 501), told(2, 4, 500)
    assert old([before, first]) == 0
    assert old([before, first, under_way]) == 0, "written before anybody had seen the new one"
    assert old([before, first, under_way, told(5, 6, 500)]) == 1


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
