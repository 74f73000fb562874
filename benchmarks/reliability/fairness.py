"""A flood from one person beside everybody else's messages."""

import asyncio
import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.reliability.people import ANSWERS, People, Took
from bot.preview.calls import Call
from bot.preview.server import BotApiServer

FLOODER = 7
# Nobody else's numbers: see troubles.py, whose people may have written to the same bot.
ALONE, BESIDE = 6_000_000, 7_000_000
# Messages a second: from all others together, and from the one who floods, in handfuls.
OTHERS, FLOOD, HANDFUL = 10.0, 100.0, 10


@dataclass(frozen=True, slots=True)
class Fairness:
    """What others got without and beside a flood, and what the flood got."""

    alone: Took
    beside: Took
    flood: int
    flood_answered: int


async def flooded(server: BotApiServer, texts: Sequence[str], others: int) -> Fairness:
    """Have `others` messages answered, and as many again while one person writes without end."""
    alone = await People(server, texts, ALONE).write_steadily(others, OTHERS)
    answered = 0

    def count(call: Call) -> None:
        nonlocal answered
        answered += call.method in ANSWERS and call.chat == FLOODER and call.status == 200

    server.calls.watch(count)
    flood = asyncio.create_task(_flood(server, texts))
    beside = await People(server, texts, BESIDE).write_steadily(others, OTHERS)
    flood.cancel()
    (written,) = await asyncio.gather(flood, return_exceptions=True)
    return Fairness(alone, beside, int(str(written)), answered)


async def _flood(server: BotApiServer, texts: Sequence[str]) -> int:
    """Write until cancelled; return how many messages it were."""
    began, written, person = time.perf_counter(), 0, server.user(FLOODER, "sv")
    try:
        for text in itertools.cycle(texts):
            person.send_text(text)
            written += 1
            if written % HANDFUL == 0:
                due = began + written / FLOOD
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
    except asyncio.CancelledError:
        pass
    return written
