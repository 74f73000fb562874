"""What gets through, as tables."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from benchmarks.progress import tell
from benchmarks.reliability import fairness, reloading
from benchmarks.reliability.bots import TINY
from benchmarks.reliability.endurance import Endured, endure
from benchmarks.reliability.fairness import Fairness, flooded
from benchmarks.reliability.kills import POINTS, Killed, kill_at
from benchmarks.reliability.people import Took
from benchmarks.reliability.reloading import Reloaded, reload_under_load
from benchmarks.reliability.throughput import questions_of
from benchmarks.reliability.troubles import a_storm, an_outage, bot_at, everything, malformed
from benchmarks.sizes import Sizes
from benchmarks.table import Table
from bot.preview.server import BotApiServer
from bot.telegram.intake import Point

SPEED = 1000.0


def measure_reload(towns: Sequence[Path], sizes: Sizes) -> Table:
    """Save a town's files again and again while people write."""
    reloaded = [_reloaded(town, sizes) for town in towns]
    return Table(
        title="Files saved while people write",
        columns=("town", "saves", "messages", "lost", "doubled", "mixed", "apart", "old",
                 "s to see a save", "p50 ms", "p99 ms", "p99 before", "ratio"),
        rows=tuple(_reload_row(town.name, each)
                   for town, each in zip(towns, reloaded, strict=True)),
        note=(
            f"{reloading.A_SECOND:.0f} messages a second. Each save changes two facts of a file "
            "and comes once an answer shows the one before; seconds until then at the median. "
            f"Of {sum(each.checked for each in reloaded):,} answers that show in two places which "
            "state of the file they were made from: mixed have two in their text, apart another "
            "one on their buttons. Old: made from a state before one that had been answered from "
            "when the question was written. Before: as many messages without saves."
        ),
    )  # fmt: skip


def _reloaded(town: Path, sizes: Sizes) -> Reloaded:
    tell(f"reload under load: {town.name}")
    return asyncio.run(reload_under_load(town, sizes.saves, sizes.calm))


def _reload_row(name: str, each: Reloaded) -> tuple[str, ...]:
    before, while_saved = each.calm.within(99), each.took.within(99)
    return (
        name,
        str(len(each.seconds)),
        *_counts(each.took),
        str(each.mixed),
        str(each.apart),
        str(each.old),
        f"{each.typical_seconds:.1f}",
        f"{each.took.within(50):.1f}",
        f"{while_saved:.1f}",
        f"{before:.1f}",
        f"{while_saved / before:.2f}",
    )


def measure_fairness(sizes: Sizes) -> Table:
    """Let one person flood the bot beside everybody else."""
    tell("others alone, then beside a flood from one person")
    fair = asyncio.run(_fair(sizes.others))
    shares = (fair.beside.within(percent) / fair.alone.within(percent) for percent in (50, 99))
    return Table(
        title="A flood from one person",
        columns=("others' messages", "messages", "lost", "doubled", "p50 ms", "p99 ms"),
        rows=(
            _pace_row("without it", fair.alone),
            _pace_row("beside it", fair.beside),
            ("ratio", "", "", "", *(f"{share:.2f}" for share in shares)),
        ),
        note=(
            f"By long polling, {fairness.OTHERS:.0f} messages a second from others, each from "
            f"somebody else. One person wrote {fair.flood:,}, {fairness.FLOOD:.0f} a second, and "
            f"got {fair.flood_answered:,} answers, the word that it is too much among them."
        ),
    )


async def _fair(others: int) -> Fairness:
    server = BotApiServer()
    async with bot_at(server):
        return await flooded(server, questions_of(TINY), others)


def _pace_row(name: str, took: Took) -> tuple[str, ...]:
    return name, *_counts(took), f"{took.within(50):.1f}", f"{took.within(99):.1f}"


def measure_kills(sizes: Sizes) -> Table:
    """End a bot at each point of an update's way."""
    killed = [_killed(point, sizes.kills) for point in POINTS]
    return Table(
        title="Ended hard, and started again",
        columns=("point", "kills", "messages", "lost", "doubled"),
        rows=tuple((each.point, str(each.kills), *_counts(each.took)) for each in killed),
        note=(
            "A message that was sent but not recorded when the process ended is answered again: "
            "the one place for a second answer."
        ),
    )


def _killed(point: Point, times: int) -> Killed:
    tell(f"{times} kills when {point}")
    return asyncio.run(kill_at(point, times, questions_of(TINY)))


def measure_troubles(sizes: Sizes) -> Table:
    """Let Telegram and its updates misbehave in every way."""
    outage, broken, (storm, spared, before), mixed = asyncio.run(_troubles(sizes))
    return Table(
        title="When things go wrong",
        columns=("what", "messages", "lost", "doubled"),
        rows=(
            (f"an hour's outage, {SPEED:.0f} times faster", *_counts(outage)),
            (f"{sizes.broken:,} malformed updates between them", *_counts(broken)),
            ("429 for every second message to half of the people", *_counts(storm)),
            ("429, 5xx, cuts, delays, repetitions, disorder", *_counts(mixed)),
        ),
        note=(
            f"In the storm those who were spared waited {spared / before:.1f} times as long at the "
            "median as everybody before it. Where a connection is cut after the message arrived, "
            "the bot cannot know and sends it again."
        ),
    )


async def _troubles(sizes: Sizes) -> tuple[Took, Took, tuple[Took, float, float], Took]:
    texts, server = questions_of(TINY), BotApiServer()
    async with bot_at(server, "--speed", str(SPEED)):
        tell("an hour's outage")
        outage = await an_outage(server, texts, sizes.outage, SPEED)
        tell(f"{sizes.broken:,} malformed updates")
        broken = await malformed(server, texts, sizes.broken, sizes.between)
        tell("everything by chance")
        mixed = await everything(server, texts, sizes.mixed)
    server = BotApiServer()
    tell("a storm of 429")
    # A storm is waited out in real time: who comes back too early is refused again.
    async with bot_at(server):
        return outage, broken, await a_storm(server, texts, sizes.stormed), mixed


def measure_endurance(sizes: Sizes) -> Table:
    """Put very many messages through one process."""
    tell(f"{sizes.endured:,} messages through one process")
    endured = asyncio.run(_endured(sizes))
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


async def _endured(sizes: Sizes) -> Endured:
    server = BotApiServer()
    async with bot_at(server) as bot:
        return await endure(server, bot, questions_of(TINY), sizes.endured, sizes.warming)


def _counts(took: Took) -> tuple[str, str, str]:
    return f"{took.asked:,}", str(took.lost), str(took.doubled)
