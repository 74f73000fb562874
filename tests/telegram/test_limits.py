"""Limits over the real door, with a clock that only the test moves."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.answering.answer import Answer, Outcome
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from bot.monitoring.metrics import Metrics
from bot.preview.server import BotApiServer
from bot.settings import LimitsPart, Settings
from bot.telegram.app import serve
from bot.telegram.limits import Limiter, Verdict
from tests.telegram.conftest import NOW, ScriptedService, no_sleep

BURST = 4
LIMITS = LimitsPart(messages_a_minute=12, burst=BURST, longest_message=100)
DISTRESS = "in danger"


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def echo(question: Question) -> Answer:
    answer = Answer("sv", Outcome.FALLBACK, question.text, question.text)
    return replace(answer, urgent=True) if DISTRESS in question.text else answer


Opened = Callable[..., AbstractAsyncContextManager[Metrics]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(door_settings: Settings, lillby: AnsweringService, clock: Clock) -> Opened:
    """Run the bot with narrow limits on a service that repeats what is said."""

    @asynccontextmanager
    async def run(
        reply: Callable[[Question], Answer] = echo, limits: LimitsPart = LIMITS
    ) -> AsyncIterator[Metrics]:
        stop, metrics = asyncio.Event(), Metrics()
        limited = door_settings.model_copy(update={"limits": limits})
        service = ScriptedService(lillby, reply)
        running = asyncio.create_task(
            serve(limited, service, clock=clock, stop=stop, sleep=no_sleep, metrics=metrics)
        )
        try:
            yield metrics
        finally:
            stop.set()
            await asyncio.wait_for(running, 20)

    return run


def word(service: AnsweringService) -> str:
    return service.phrase("too_many", "sv", NOW, seconds="10")


def limited_by_rate(metrics: Metrics) -> float:
    return metrics.registry.get_sample_value("kommunsvar_limited_total", {"limit": "rate"}) or 0


async def said(server: BotApiServer, to: int, last: str) -> list[str]:
    """Return what was sent to a chat, up to `last`."""
    await server.wait_for("sendMessage", chat=to, where=lambda call: call.text == last)
    return [call.text for call in server.calls.of("sendMessage", to)]


async def test_a_word_once_then_silence_then_answers_again(
    server: BotApiServer, opened: Opened, lillby: AnsweringService, clock: Clock
) -> None:
    async with opened() as metrics:
        asker = server.user(1, "sv")
        for number in range(BURST + 3):
            asker.send_text(f"first {number}")
        asker.send_text(DISTRESS)
        answered = [f"first {number}" for number in range(BURST)]
        assert await said(server, 1, DISTRESS) == [*answered, word(lillby), DISTRESS]
        clock.pass_seconds(5)
        asker.send_text("too early")
        asker.send_text(f"{DISTRESS}, still")
        await said(server, 1, f"{DISTRESS}, still")
        clock.pass_seconds(5)
        asker.send_text("again")
        assert await said(server, 1, "again") == [
            *answered, word(lillby), DISTRESS, f"{DISTRESS}, still", "again",
        ]  # fmt: skip
        assert limited_by_rate(metrics) == 4


async def test_long_messages_are_not_read_but_for_distress(
    server: BotApiServer, opened: Opened, lillby: AnsweringService
) -> None:
    async with opened():
        asker = server.user(1, "sv")
        asker.send_text("x" * 101)
        hidden = "y" * 2500 + DISTRESS
        asker.send_text(hidden)
        assert await said(server, 1, hidden) == [lillby.phrase("too_long", "sv", NOW), hidden]


async def test_buttons_count_but_the_way_to_help_stays_open(
    server: BotApiServer, door_settings: Settings, haparanda: AnsweringService, clock: Clock
) -> None:
    limited = door_settings.model_copy(update={"limits": LIMITS})
    stop = asyncio.Event()
    running = asyncio.create_task(serve(limited, haparanda, clock=clock, stop=stop, sleep=no_sleep))
    asker = server.user(1, "sv")
    asker.send_text("/start")
    start = await server.wait_for("sendMessage")
    for _ in range(7):
        asker.press_data("m:sv", start.result)
    asker.press_data("t:emergency:sv", start.result)
    help_lines = haparanda.open_topic("emergency", "sv", NOW)
    assert help_lines is not None
    await server.wait_for("editMessageText", where=lambda call: call.text == help_lines.text)
    stop.set()
    await running
    notices = [c.parameters.get("text") for c in server.calls.of("answerCallbackQuery")]
    told = haparanda.plain_phrase("too_many", "sv", NOW, seconds="10")
    assert notices == [None] * 6 + [told, None]


async def test_typing_elsewhere_does_not_use_the_word_up(
    server: BotApiServer, opened: Opened, lillby: AnsweringService
) -> None:
    async with opened() as metrics, asyncio.timeout(60):
        asker = server.user(1, "sv")
        for number in range(5 * BURST + 2):
            asker.ask_inline(f"letters {number}")
        while limited_by_rate(metrics) < 2:
            await asyncio.sleep(0)
        asker.send_text("written")
        await said(server, 1, word(lillby))


async def test_groups_count_people_and_all_together(
    server: BotApiServer, opened: Opened, lillby: AnsweringService
) -> None:
    async with opened():
        for member in range(11, 15):
            for number in range(BURST + 1):
                server.member(member, -5, "sv").send_text(f"@local_bot {member} {number}")
        # Not meant for the bot, so it costs nobody anything.
        server.member(20, -6, "sv").send_text("chat " * 3)
        for number in range(9):
            server.member(20, -6, "sv").send_text(f"chat {number}")
        server.member(20, -6, "sv").send_text("@local_bot last")
        assert await said(server, -6, "last") == ["last"]
    answers = [call.text for call in server.calls.of("sendMessage", -5)]
    # Three members' worth for the group, each with a word of their own, then the group's word; the
    # fourth member wrote too much all the same.
    each = [[f"{member} {number}" for number in range(BURST)] for member in range(11, 14)]
    expected = [text for texts in each for text in (*texts, word(lillby))]
    assert answers == [*expected, word(lillby), word(lillby)]


async def test_a_flood_slows_nobody_else(
    server: BotApiServer, opened: Opened, lillby: AnsweringService
) -> None:
    read, gate = list[str](), threading.Event()

    def reply(question: Question) -> Answer:
        read.append(question.text)
        gate.wait(60)
        return echo(question)

    async with opened(reply):
        flood = server.user(1, "sv")
        for number in range(2000):
            flood.send_text(f"flood {number}")
        server.user(2, "sv").send_text("other")
        try:
            # The flood has been fetched, its first question is being answered, the other one waits.
            await server.wait_for("sendChatAction", chat=2, patience=60)
        finally:
            gate.set()
        await said(server, 2, "other")
        assert read.index("other") <= 2
        assert len(server.calls.of("sendMessage", 1)) <= 2
    assert word(lillby) in [call.text for call in server.calls.of("sendMessage", 1)]
    # What did not fit into the chat's queue was never read.
    assert len(read) < 200


@pytest.mark.parametrize("cost", [1.0, 0.2], ids=["messages", "letters typed"])
def test_bucket_holds_its_rate_in_the_long_run(cost: float) -> None:
    limiter, now, taken = Limiter(burst=10, a_minute=30), NOW, 0
    for _ in range(6000):
        taken += limiter.take("a", now, cost) is Verdict.WITHIN
        now += timedelta(seconds=0.1)
    assert taken * cost == pytest.approx(10 + 30 * 10, abs=10)


def test_word_comes_once_a_silence() -> None:
    limiter, now = Limiter(burst=2, a_minute=60), NOW
    verdicts = []
    for _ in range(6):
        verdicts.append(limiter.take("a", now).value)
        now += timedelta(seconds=0.25)
    assert verdicts == ["within", "within", "over", "still over", "within", "over"]


def test_word_is_kept_for_what_it_can_be_said_to() -> None:
    limiter = Limiter(burst=2, a_minute=60)
    verdicts = [limiter.take("a", NOW, tells=tells).value for tells in (False,) * 4 + (True,) * 2]
    assert verdicts == ["within"] * 2 + ["still over"] * 2 + ["over", "still over"]


def test_memory_is_bounded_and_quiet_askers_are_forgotten() -> None:
    limiter = Limiter(burst=2, a_minute=60, most=100)
    for asker in range(1000):
        limiter.take(asker, NOW)
    assert len(limiter) == 100
    limiter.take("later", NOW + timedelta(minutes=1))
    assert len(limiter) == 1


def test_no_limit() -> None:
    limiter = Limiter(burst=2, a_minute=0)
    assert {limiter.take("a", NOW) for _ in range(100)} == {Verdict.WITHIN}


def test_a_clock_set_back_takes_nothing_away() -> None:
    limiter = Limiter(burst=2, a_minute=60)
    limiter.take("a", NOW)
    assert limiter.take("a", NOW - timedelta(days=1)) is Verdict.WITHIN
