"""What may go wrong between Telegram and the bot, while people write."""

import asyncio
import random
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.reliability.bots import TINY, Process, ours, running
from benchmarks.reliability.people import People, Took
from bot.preview.faults import Misbehaviour
from bot.preview.server import BotApiServer

AT_ONCE = 32
HOUR = 3600.0
# Who writes: everybody only once, whatever else one bot has been through before.
AWAY, AMONG_BROKEN, CALM, STORMED, MIXED = (number * 1_000_000 for number in range(1, 6))
MIX = Misbehaviour(
    too_many_requests=0.1,
    server_error=0.1,
    cut_before=0.05,
    cut_after=0.05,
    slow=0.1,
    delay=0.2,
    duplicate=0.1,
    reorder=0.3,
)
STORM = Misbehaviour(
    too_many_requests=0.5, retry_after=1, strict=True, methods=frozenset({"sendMessage"})
)


@asynccontextmanager
async def bot_at(server: BotApiServer, *options: str) -> AsyncIterator[Process]:
    """Run the tiny town's bot against `server`."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            server.running(),
            running(ours(server, Path(folder), TINY, *options), server) as bot,
        ):
            yield bot


async def an_outage(server: BotApiServer, texts: Sequence[str], count: int, speed: float) -> Took:
    """Let Telegram be away for an hour, which passes `speed` times faster, while people write."""
    people = People(server, texts, AWAY)
    server.faults.behave(Misbehaviour(outage=True))
    for _ in range(count):
        people.write()
        await asyncio.sleep(HOUR / speed / count)
    server.faults.behave(Misbehaviour())
    return await people.until_all_is_answered()


async def malformed(server: BotApiServer, texts: Sequence[str], broken: int, asked: int) -> Took:
    """Put broken updates between those of people."""
    people, chance = People(server, texts, AMONG_BROKEN), random.Random(1)
    for at in range(broken):
        server.updates.add_raw(spoilt(chance, server.updates.upcoming))
        if at % (broken // asked) == 0:
            people.write()
    return await people.until_all_is_answered()


async def a_storm(
    server: BotApiServer, texts: Sequence[str], count: int
) -> tuple[Took, float, float]:
    """Refuse every second message to half of the people.

    Returns what came of all, and the median milliseconds of those who were spared, in the storm
    and before it.
    """
    before = await People(server, texts, CALM).keep_busy(count, AT_ONCE)
    people = People(server, texts, STORMED)
    refused = frozenset(range(STORMED, STORMED + count, 2))
    server.faults.behave(STORM.model_copy(update={"chats": refused}))
    took = await people.keep_busy(count, AT_ONCE)
    server.faults.behave(Misbehaviour())
    spared = [delay for person, delay in took.delays.items() if person not in refused]
    return took, median(spared), before.within(50)


async def everything(server: BotApiServer, texts: Sequence[str], count: int) -> Took:
    """Refuse, cut, delay, repeat and reorder, all by chance."""
    people = People(server, texts, MIXED)
    server.faults.behave(MIX, seed=1)
    took = await people.keep_busy(count, AT_ONCE)
    server.faults.behave(Misbehaviour())
    return took


def spoilt(chance: random.Random, number: int) -> dict[str, Any]:
    """Return an update with something wrong in it, by chance: a field gone, wild or added."""
    update: dict[str, Any] = {
        "update_id": number,
        "message": {
            "message_id": 1,
            "date": 0,
            "chat": {"id": 900_000_000 + number, "type": "private", "first_name": "A"},
            "from": {"id": 900_000_000 + number, "is_bot": False, "first_name": "A"},
            "text": "hej",
        },
    }
    place = update
    while isinstance(place[key := chance.choice([k for k in place if k != "update_id"])], dict):
        if chance.random() < 0.4:
            break
        place = place[key]
    wild: Any = chance.choice(
        [None, [], {}, "", "x", -1, 2**70, 1.5, True, [[[]]], {"": None}, "GONE"]
    )
    if wild == "GONE":
        del place[key]
    else:
        place[key] = wild
    return update
