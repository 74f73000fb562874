"""Messages a second and how long an answer takes, beside aiogram's echo bot in the same run.

The people and the server are in this process, each bot is in one of its own. What is asked are the
town's test questions, each of them new.
"""

import asyncio
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.reliability.bots import Program, echo, ours, running
from benchmarks.reliability.people import People, Took
from benchmarks.table import Table
from bot.preview.server import BotApiServer
from knowledge.questions import load_test_questions

AT_ONCE = 64
# What Telegram lets a bot send in a second (https://core.telegram.org/bots/faq).
A_SECOND = 30.0
WARMING = 100


@dataclass(frozen=True, slots=True)
class Pace:
    """One bot in one round: everything at once, at Telegram's rate, and what it took of it."""

    name: str
    busy: Took
    steady: Took
    processor_ms: float


def measure_throughput(town: Path, count: int = 1500, rounds: int = 3) -> Table:
    """Run both bots in turn, so that other work on the machine meets both alike."""
    texts = questions_of(town)
    paces = [pace for _ in range(rounds) for pace in asyncio.run(_round(town, texts, count))]
    names = dict.fromkeys(pace.name for pace in paces)
    figures = {name: _figures([p for p in paces if p.name == name]) for name in names}
    theirs, own = figures.values()
    shares = tuple(f"{one / other:.2f}" for one, other in zip(own, theirs, strict=True))
    return Table(
        title="Messages a second, by long polling",
        columns=("bot", "a second", "p50 ms", "p99 ms", "p50 at 30/s", "p99 at 30/s", "CPU ms"),
        rows=(
            *((name, *(f"{value:.1f}" for value in row)) for name, row in figures.items()),
            ("ratio, second to first", *shares),
        ),
        note=(
            f"Medians of {rounds} rounds in turn, {count:,} messages each with {AT_ONCE} open at "
            "any time, then as many as Telegram lets a bot send. CPU: processor time of the bot's "
            "process a message."
        ),
    )


def questions_of(town: Path) -> list[str]:
    """Return the town's test questions in an order that is always the same."""
    texts = [question.text for question in load_test_questions(town)]
    random.Random(1).shuffle(texts)
    return texts


async def _round(town: Path, texts: Sequence[str], count: int) -> list[Pace]:
    paces = []
    for which in ("echo", "ours"):
        server = BotApiServer()
        with tempfile.TemporaryDirectory() as folder:
            async with server.running():
                program = echo(server) if which == "echo" else ours(server, Path(folder), town)
                paces.append(await _pace(program, server, texts, count))
    return paces


async def _pace(program: Program, server: BotApiServer, texts: Sequence[str], count: int) -> Pace:
    async with running(program, server) as process:
        await People(server, texts[count:], 10_000_000).keep_busy(WARMING, AT_ONCE)
        before = process.seconds
        busy = await People(server, texts).keep_busy(count, AT_ONCE)
        processor = process.seconds - before
        steady = await People(server, texts, 20_000_000).write_steadily(count // 4, A_SECOND)
    if busy.lost or steady.lost:
        raise RuntimeError(f"{program.name} lost {busy.lost + steady.lost} messages")
    return Pace(program.name, busy, steady, 1000 * processor / count)


def _figures(paces: Sequence[Pace]) -> tuple[float, ...]:
    return (
        median(pace.busy.a_second for pace in paces),
        median(pace.busy.within(50) for pace in paces),
        median(pace.busy.within(99) for pace in paces),
        median(pace.steady.within(50) for pace in paces),
        median(pace.steady.within(99) for pace in paces),
        median(pace.processor_ms for pace in paces),
    )
