"""Questions asked in vain: masked text, and no key by which somebody is found next month.

Who asked stands there as a keyed hash of the chat's key and a random salt of the month. It tells
how many different askers there were, and lets `/forget` find this month's questions. When the
month has ended its salt is deleted, and nobody can make the same hash again.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import delete, func, select

from bot.storage.database import Database
from bot.storage.keys import ChatKeys
from bot.storage.schema import INBOX, INBOX_SALT

# A flood fills the inbox no further; grouping as many takes some seconds.
MOST = 5_000
SALT_BYTES = 32


class Vain(StrEnum):
    """How a question came to nothing."""

    FALLBACK = "fallback"
    CHOICES = "choices"
    RATED = "rated"


@dataclass(frozen=True, slots=True)
class VainQuestion:
    """A masked question. `topics` were suggested or answered, `reason` is why it did not help."""

    text: str
    language: str
    outcome: Vain
    topics: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """A question of the inbox; `asker` is the same for one chat in one month."""

    number: int
    day: date
    asker: str
    question: VainQuestion


class Inbox:
    """The questions of the last `days` days."""

    def __init__(self, database: Database, keys: ChatKeys, days: int) -> None:
        self._database = database
        self._keys = keys
        self._days = days

    async def keep(self, chat: str, question: VainQuestion, day: date) -> bool:
        """Keep what the chat with this key asked, once a month; return whether there was room."""
        count = (await self._database.read(select(func.count()).select_from(INBOX)))[0][0]
        if count >= MOST:
            return False
        insert = self._database.insert(INBOX).values(
            day=day.isoformat(),
            asker=await self._asker(chat, day),
            text=question.text,
            language=question.language,
            outcome=question.outcome.value,
            topics=" ".join(question.topics),
            reason=question.reason,
        )
        changed = {name: insert.excluded[name] for name in ("outcome", "topics", "reason")}
        keys = ["asker", "text"]
        await self._database.write(insert.on_conflict_do_update(index_elements=keys, set_=changed))
        return True

    async def take_back(self, chat: str, text: str, day: date) -> None:
        """Delete one question of this month again."""
        asker = await self._asker(chat, day)
        mine = (INBOX.c.asker == asker) & (INBOX.c.text == text)
        await self._database.write(delete(INBOX).where(mine))

    async def all(self) -> list[KeptQuestion]:
        """Return every question, the oldest first."""
        rows = await self._database.read(select(INBOX).order_by(INBOX.c.number))
        return [
            KeptQuestion(
                row.number,
                date.fromisoformat(row.day),
                row.asker,
                VainQuestion(
                    row.text, row.language, Vain(row.outcome), tuple(row.topics.split()), row.reason
                ),
            )
            for row in rows
        ]

    async def remove(self, numbers: Sequence[int]) -> int:
        """Delete questions by number; return how many there were."""
        removed = await self._database.write(delete(INBOX).where(INBOX.c.number.in_(numbers)))
        await self._database.clear_log()
        return removed

    async def forget(self, chat: str, day: date) -> None:
        """Delete what the chat asked this month; earlier months cannot be told apart any more."""
        asker = await self._asker(chat, day)
        await self._database.write(delete(INBOX).where(INBOX.c.asker == asker))
        await self._database.clear_log()

    async def keep_until(self, today: date) -> None:
        """Delete questions that are too old, and the salts of months that have ended."""
        oldest = today - timedelta(days=self._days)
        await self._database.write(delete(INBOX).where(INBOX.c.day < oldest.isoformat()))
        ended = INBOX_SALT.c.month < _month(today)
        await self._database.write(delete(INBOX_SALT).where(ended))
        await self._database.clear_log()

    async def _asker(self, chat: str, day: date) -> str:
        insert = self._database.insert(INBOX_SALT).values(
            month=_month(day), salt=secrets.token_bytes(SALT_BYTES)
        )
        query = select(INBOX_SALT.c.salt).where(INBOX_SALT.c.month == _month(day))
        rows = await self._database.read(query)
        if not rows:
            await self._database.write(insert.on_conflict_do_nothing())
            rows = await self._database.read(query)
        return self._keys.key(f"inbox {bytes(rows[0].salt).hex()} {chat}")


def _month(day: date) -> str:
    return day.isoformat()[:7]
