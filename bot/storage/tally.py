"""How often what was asked, for the monthly report: numbers a day, and nothing about who asked."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, func, select

from bot.storage.database import Database
from bot.storage.schema import TALLY


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

    async def add(self, asked: Asked, day: date) -> None:
        """Count one more."""
        insert = self._database.insert(TALLY).values(
            day=day.isoformat(),
            door=asked.door,
            language=asked.language,
            outcome=asked.outcome,
            topic=asked.topic,
            times=1,
        )
        keys = [column.name for column in TALLY.primary_key]
        more = {"times": TALLY.c.times + 1}
        await self._database.write(insert.on_conflict_do_update(index_elements=keys, set_=more))

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
