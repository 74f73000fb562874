"""How often what was asked, for the monthly report: numbers a day, and nothing about who asked."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlalchemy import delete, func, select

from bot.storage.database import Database
from bot.storage.schema import TALLY
from bot.storage.together import Together


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that happened: `outcome` is an answer's; `topic` is "" where it has none.

    `door` is how it was asked: question, button, command or link.
    """

    door: str
    language: str
    outcome: str
    topic: str = ""


@dataclass(frozen=True, slots=True)
class AskedCount:
    """How often the same happened."""

    asked: Asked
    times: int


class Tally:
    """Counts, kept for `days` days."""

    def __init__(self, database: Database, days: int) -> None:
        self._database = database
        self._days = days
        self._adding = Together(self._add_all)

    async def add(self, asked: Asked, day: date) -> None:
        """Count one more."""
        await self._adding.add((day.isoformat(), asked))

    async def counts(self, first: date, last: date) -> list[AskedCount]:
        """Return the sums from `first` to `last`, both included."""
        what = (TALLY.c.door, TALLY.c.language, TALLY.c.outcome, TALLY.c.topic)
        query = (
            select(*what, func.sum(TALLY.c.times))
            .where(TALLY.c.day.between(first.isoformat(), last.isoformat()))
            .group_by(*what)
            .order_by(*what)
        )
        rows = await self._database.read(query)
        return [AskedCount(Asked(*map(str, row[:4])), int(row[4])) for row in rows]

    async def keep_until(self, today: date) -> None:
        """Delete days that are too old."""
        oldest = today - timedelta(days=self._days)
        await self._database.write(delete(TALLY).where(TALLY.c.day < oldest.isoformat()))

    async def _add_all(self, happened: list[tuple[str, Asked]]) -> list[None]:
        # Sorted: two workers that wait for each other's rows would wait for ever.
        order = sorted(Counter(happened).items(), key=str)
        rows = [{"day": day, **asdict(asked), "times": times} for (day, asked), times in order]
        insert = self._database.insert(TALLY)
        keys = [column.name for column in TALLY.primary_key]
        more = {"times": TALLY.c.times + insert.excluded.times}
        async with self._database.transaction() as connection:
            await connection.execute(
                insert.on_conflict_do_update(index_elements=keys, set_=more), rows
            )
        return [None] * len(happened)
