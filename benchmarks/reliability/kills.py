"""A bot that is ended hard at each point of an update's way, and started again.

What is counted is what people see: messages without an answer, and answers that came twice.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reliability.bot import DIED
from benchmarks.reliability.bots import TINY, end, ours, start
from benchmarks.reliability.people import People, Took
from bot.preview.server import BotApiServer
from bot.telegram.intake import Point

POINTS = tuple(Point)
# Messages that wait while the bot is down and started again.
OPEN = 5
# Seconds without an answer after which one is lost: a start takes long where others work as well.
PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Killed:
    """How a point was survived: kills that happened, and what became of the messages."""

    point: str
    kills: int
    took: Took


async def kill_at(point: Point, times: int, texts: Sequence[str]) -> Killed:
    """Start a bot `times` times, let it die at `point`, then let one finish."""
    server, kills = BotApiServer(), 0
    with tempfile.TemporaryDirectory() as folder:
        async with server.running():
            people = People(server, texts)
            for number in range(times):
                for _ in range(OPEN):
                    people.write()
                # Not always the first of a batch.
                options = ("--die", f"{point}:{1 + number % OPEN if _each(point) else 1}")
                bot = await start(ours(server, Path(folder), TINY, *options))
                kills += await bot.child.wait() == DIED
            bot = await start(ours(server, Path(folder)))
            try:
                took = await people.until_all_is_answered(PATIENCE)
            finally:
                await end(bot)
    return Killed(point, kills, took)


def _each(point: Point) -> bool:
    """Whether a point is reached once for each message, not once for a batch of them."""
    return point in {Point.SENT, Point.RECORDED}
