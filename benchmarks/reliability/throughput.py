"""Messages a second and how long an answer takes, beside aiogram's echo bot in the same run.

The people and the server are in this process, each bot is in one of its own. What is asked are the
town's test questions, each of them new; the echo bot gets those of the real town.
"""

import asyncio
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from statistics import median

from benchmarks.progress import tell
from benchmarks.reliability.bots import TINY, Program, echo, free_port, ours, running
from benchmarks.reliability.people import People, Took
from benchmarks.sizes import Sizes
from benchmarks.table import Table
from bot.preview.server import BotApiServer
from knowledge.questions import load_test_questions

AT_ONCE = 64
# What Telegram lets a bot send in a second (https://core.telegram.org/bots/faq).
A_SECOND = 30.0
COLUMNS = ("bot", "a second", "p50 ms", "p99 ms", "held of 30/s", "p50 at 30/s", "p99 at 30/s",
           "CPU ms")  # fmt: skip


class Way(StrEnum):
    """How updates come to a bot."""

    POLLING = "long polling"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Runner:
    """Who is measured: a program against a server, with a folder and a port, and its questions."""

    name: str
    program: Callable[[BotApiServer, Path, int | None], Program]
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Pace:
    """One bot in one round: everything at once, at Telegram's rate, and what it took of it."""

    busy: Took
    steady: Took
    processor_ms: float


def measure_throughput(town: Path, sizes: Sizes) -> Iterator[Table]:
    """Run all bots in turn, so that other work on the machine meets all alike."""
    for way in Way:
        runners = runners_of(town)
        paces: dict[str, list[Pace]] = {runner.name: [] for runner in runners}
        for number in range(sizes.rounds):
            for runner in runners:
                tell(f"throughput by {way}, round {number + 1} of {sizes.rounds}: {runner.name}")
                paces[runner.name].append(asyncio.run(pace_of(runner, way, sizes)))
        yield _table(way, {name: _figures(some) for name, some in paces.items()}, sizes)


def runners_of(town: Path) -> list[Runner]:
    """Return the echo bot, which comes first, and our bot with the tiny town and with `town`."""
    real = questions_of(town)
    return [
        Runner("aiogram echo bot", lambda server, _, port: echo(server, port), real),
        Runner(
            "Kommunsvar, tiny town",
            lambda server, data, port: ours(server, data, TINY, port=port),
            questions_of(TINY),
        ),
        Runner(
            f"Kommunsvar, {town.name}",
            lambda server, data, port: ours(server, data, town, port=port),
            real,
        ),
    ]


def questions_of(town: Path) -> list[str]:
    """Return the town's test questions in an order that is always the same."""
    texts = [question.text for question in load_test_questions(town)]
    random.Random(1).shuffle(texts)
    return texts


async def pace_of(runner: Runner, way: Way, sizes: Sizes) -> Pace:
    """Start a bot and have it answer, first at Telegram's rate, then as fast as it can.

    Raises:
        RuntimeError: it lost a message.
    """
    server = BotApiServer()
    port = free_port() if way is Way.WEBHOOK else None
    with tempfile.TemporaryDirectory() as folder:
        async with server.running():
            pace = await _pace(runner.program(server, Path(folder), port), server, runner, sizes)
    if pace.busy.lost or pace.steady.lost:
        raise RuntimeError(f"{runner.name} lost {pace.busy.lost + pace.steady.lost} messages")
    return pace


async def _pace(program: Program, server: BotApiServer, runner: Runner, sizes: Sizes) -> Pace:
    texts = runner.texts
    async with running(program, server) as process:
        await People(server, texts[::-1], 10_000_000).write_steadily(sizes.before, A_SECOND)
        await People(server, texts[::-1], 20_000_000).keep_busy(sizes.before, AT_ONCE)
        steady = await People(server, texts, 30_000_000).write_steadily(sizes.steady, A_SECOND)
        before = process.seconds
        busy = await People(server, texts, 40_000_000).keep_busy(sizes.messages, AT_ONCE)
        processor = process.seconds - before
    return Pace(busy, steady, 1000 * processor / sizes.messages)


def _figures(paces: Sequence[Pace]) -> tuple[float, ...]:
    return (
        median(pace.busy.a_second for pace in paces),
        median(pace.busy.within(50) for pace in paces),
        median(pace.busy.within(99) for pace in paces),
        median(pace.steady.a_second for pace in paces),
        median(pace.steady.within(50) for pace in paces),
        median(pace.steady.within(99) for pace in paces),
        median(pace.processor_ms for pace in paces),
    )


def _table(way: Way, figures: Mapping[str, tuple[float, ...]], sizes: Sizes) -> Table:
    theirs, *own = figures.values()
    names = list(figures)[1:]
    return Table(
        title=f"Messages a second, by {way}",
        columns=COLUMNS,
        rows=(
            *((name, *(f"{value:.1f}" for value in row)) for name, row in figures.items()),
            *(_ratio(name, row, theirs) for name, row in zip(names, own, strict=True)),
        ),
        note=(
            f"Medians of {sizes.rounds} rounds in turn. At once: {sizes.messages:,} messages with "
            f"{AT_ONCE} open at any time. Held: answers a second while {sizes.steady:,} messages "
            f"come at {A_SECOND:.0f} a second, which is what Telegram lets a bot send. CPU: "
            "processor time of the bot's process a message, at once. Nothing was lost."
        ),
    )


def _ratio(name: str, own: Sequence[float], theirs: Sequence[float]) -> tuple[str, ...]:
    shares = (f"{one / other:.2f}" for one, other in zip(own, theirs, strict=True))
    return f"ratio, {name.removeprefix('Kommunsvar, ')}", *shares
