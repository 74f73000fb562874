"""Messages a second and how long an answer takes, beside aiogram's echo bot in the same run."""

import asyncio
import random
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from benchmarks.reliability.bots import Program, echo, ours, running
from benchmarks.reliability.people import People, Took
from benchmarks.table import Table
from bot.preview.server import BotApiServer
from bot.settings import Settings
from knowledge.questions import load_test_questions

AT_ONCE = 64
COUNT = 2000
STEADY, A_SECOND = 600, 30.0
ROUNDS = 3


def measure(settings: Settings, rounds: int = ROUNDS, count: int = COUNT) -> list[Table]:
    texts = questions_of(settings.town)
    return asyncio.run(_measure(settings.town, texts, rounds, count))


def questions_of(town: Path) -> list[str]:
    """Return the town's test questions in an order that is always the same."""
    texts = [question.text for question in load_test_questions(town)]
    random.Random(1).shuffle(texts)
    return texts


async def _measure(town: Path, texts: Sequence[str], rounds: int, count: int):
    results: dict[str, list[tuple[Took, float, float]]] = {}
    for _ in range(rounds):
        for make in (echo, ours):
            with tempfile.TemporaryDirectory() as folder:
                server = BotApiServer()
                async with server.running():
                    program = echo(server) if make is echo else ours(server, Path(folder), town)
                    async with running(program, server) as process:
                        warm = await People(server, texts, 10_000_000).keep_busy(200, AT_ONCE)
                        before = process.seconds
                        took = await People(server, texts).keep_busy(count, AT_ONCE)
                        cpu = process.seconds - before
                        steady = await People(server, texts, 20_000_000).write_steadily(STEADY, A_SECOND)
                        print(program.name, f"{took.a_second:.0f}/s cpu/msg {1000*cpu/count:.2f} ms p50 {took.within(50):.0f} p99 {took.within(99):.0f} lost {took.lost} doubled {took.doubled}; steady p50 {steady.within(50):.1f} p99 {steady.within(99):.1f} rss {process.mebibytes:.0f}", flush=True)


if __name__ == "__main__":
    from bot.settings import load_settings
    import sys
    measure(load_settings(), 1, int(sys.argv[1]))
