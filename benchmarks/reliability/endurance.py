"""Very many messages through one process: nothing lost, and memory that stays."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.reliability.bots import Process
from benchmarks.reliability.people import People, Took
from bot.preview.server import BotApiServer

AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Endured:
    """What came of the messages, and the bot's resident MiB when warm and at the end."""

    took: Took
    first_mebibytes: float
    last_mebibytes: float


async def endure(
    server: BotApiServer, bot: Process, texts: Sequence[str], count: int, warming: int
) -> Endured:
    """Have `count` messages answered by one process.

    `warming` messages before fill what is filled once: caches, pools, code that is imported late.
    """
    await People(server, texts, 10_000_000).keep_busy(warming, AT_ONCE)
    first = bot.mebibytes
    took = await People(server, texts, 20_000_000).keep_busy(count, AT_ONCE)
    return Endured(took, first, bot.mebibytes)
