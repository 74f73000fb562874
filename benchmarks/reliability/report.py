"""What gets through, as tables."""

import asyncio

from benchmarks.reliability.bots import TINY
from benchmarks.reliability.endurance import Endured, endure
from benchmarks.reliability.kills import POINTS, kill_at
from benchmarks.reliability.people import Took
from benchmarks.reliability.throughput import questions_of
from benchmarks.reliability.troubles import a_storm, an_outage, bot_at, everything, malformed
from benchmarks.table import Table
from bot.preview.server import BotApiServer

KILLS, OPEN_IN_OUTAGE, SPEED = 10, 500, 1000.0
BROKEN, BETWEEN = 50_000, 500
STORMED, MIXED, ENDURED = 1000, 3000, 100_000


def measure_kills(times: int = KILLS) -> Table:
    """End a bot at each point of an update's way, `times` times."""
    texts = questions_of(TINY)
    killed = [asyncio.run(kill_at(point, times, texts)) for point in POINTS]
    return Table(
        title="Ended hard, and started again",
        columns=("point", "kills", "messages", "lost", "doubled"),
        rows=tuple((each.point, str(each.kills), *_counts(each.took)) for each in killed),
        note=(
            "A message that was sent but not recorded when the process ended is answered again: "
            "the one place for a second answer."
        ),
    )


def measure_troubles() -> Table:
    """Let Telegram and its updates misbehave in every way."""
    outage, broken, (storm, spared, before), mixed = asyncio.run(_troubles())
    return Table(
        title="When things go wrong",
        columns=("what", "messages", "lost", "doubled"),
        rows=(
            (f"an hour's outage, {SPEED:.0f} times faster", *_counts(outage)),
            (f"{BROKEN:,} malformed updates between them", *_counts(broken)),
            ("429 for every second message to half of the people", *_counts(storm)),
            ("429, 5xx, cuts, delays, repetitions, disorder", *_counts(mixed)),
        ),
        note=(
            f"In the storm those who were spared waited {spared / before:.1f} times as long at the "
            "median as everybody before it. Where a connection is cut after the message arrived, "
            "the bot cannot know and sends it again."
        ),
    )


async def _troubles() -> tuple[Took, Took, tuple[Took, float, float], Took]:
    texts, server = questions_of(TINY), BotApiServer()
    async with bot_at(server, "--speed", str(SPEED)):
        outage = await an_outage(server, texts, OPEN_IN_OUTAGE, SPEED)
        broken = await malformed(server, texts, BROKEN, BETWEEN)
        mixed = await everything(server, texts, MIXED)
    server = BotApiServer()
    # A storm is waited out in real time: who comes back too early is refused again.
    async with bot_at(server):
        return outage, broken, await a_storm(server, texts, STORMED), mixed


def measure_endurance(count: int = ENDURED) -> Table:
    """Put very many messages through one process."""
    endured = asyncio.run(_endured(count))
    took = endured.took
    return Table(
        title="Very many messages through one process",
        columns=("messages", "lost", "doubled", "a second", "MiB when warm", "MiB at the end"),
        rows=(
            (
                *_counts(took),
                f"{took.a_second:.0f}",
                f"{endured.first_mebibytes:.0f}",
                f"{endured.last_mebibytes:.0f}",
            ),
        ),
    )


async def _endured(count: int) -> Endured:
    server = BotApiServer()
    async with bot_at(server) as bot:
        return await endure(server, bot, questions_of(TINY), count)


def _counts(took: Took) -> tuple[str, str, str]:
    return f"{took.asked:,}", str(took.lost), str(took.doubled)
