"""What residents thought of the answers, for those who write them."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from bot.settings import Settings
from bot.storage.location import is_empty
from bot.storage.ratings import RatingCount, Reason, Vote
from bot.storage.storage import open_storage

Echo = Callable[[str], None]
COLUMNS = ("topic", "language", "helped", "did not", *(reason.value for reason in Reason))


def print_ratings(settings: Settings, echo: Echo) -> None:
    """Print how often answers helped, by topic and language, the most unhelpful first."""
    counts = [] if is_empty(settings) else asyncio.run(_read(settings))
    if not counts:
        echo("no ratings yet")
        return
    rows = [COLUMNS, *_rows(counts)]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


async def _read(settings: Settings) -> list[RatingCount]:
    async with open_storage(settings) as storage:
        await storage.ratings.keep_until(datetime.now(UTC).date())
        return await storage.ratings.counts()


def _rows(counts: Iterable[RatingCount]) -> list[tuple[str, ...]]:
    said: defaultdict[tuple[str, str], Counter[Vote | Reason]] = defaultdict(Counter)
    for count in counts:
        of = said[count.rating.topic, count.rating.language]
        of[count.rating.vote] += count.times
        if count.rating.reason is not None:
            of[count.rating.reason] += count.times
    order = sorted(said.items(), key=lambda item: (-item[1][Vote.NOT_HELPFUL], item[0]))
    return [
        (*place, *(str(of[each]) for each in (Vote.HELPFUL, Vote.NOT_HELPFUL, *Reason)))
        for place, of in order
    ]
