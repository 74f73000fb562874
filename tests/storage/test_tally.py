from datetime import date

from bot.storage.tally import Asked, AskedCount
from tests.storage.conftest import OpenStorage

BUDGET = Asked("question", "sv", "answer", "budget")
LOST = Asked("question", "fi", "fallback")


async def test_counts_are_summed_over_days(open_kept: OpenStorage) -> None:
    async with open_kept() as kept:
        for day in (1, 1, 31):
            await kept.tally.add(BUDGET, date(2026, 3, day))
        await kept.tally.add(LOST, date(2026, 3, 5))
        await kept.tally.add(LOST, date(2026, 4, 1))
        found = await kept.tally.counts(date(2026, 3, 1), date(2026, 3, 31))
    assert found == [AskedCount(BUDGET, 3), AskedCount(LOST, 1)] or found == [
        AskedCount(LOST, 1),
        AskedCount(BUDGET, 3),
    ]


async def test_old_days_are_deleted(open_kept: OpenStorage) -> None:
    async with open_kept() as kept:
        await kept.tally.add(BUDGET, date(2024, 1, 1))
        await kept.tally.add(LOST, date(2026, 3, 1))
        await kept.tally.keep_until(date(2026, 3, 31))
        found = await kept.tally.counts(date(2020, 1, 1), date(2026, 3, 31))
    assert found == [AskedCount(LOST, 1)]
