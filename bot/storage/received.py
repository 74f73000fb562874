"""Updates that were received, encrypted until they are answered, so that a crash loses none.

Of an answered one its number and the day remain, for as long as Telegram may send it again.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter

from sqlalchemy import ColumnElement, and_, delete, func, select, true, update

from bot.storage.ciphers import Cipher
from bot.storage.database import Database
from bot.storage.schema import RECEIVED
from bot.storage.together import Together

# Telegram keeps what was not acknowledged for a day.
REMEMBERED = timedelta(days=2)
UNANSWERED = RECEIVED.c.content.is_not(None)
# The second of the lease would tell when somebody wrote.
NOTHING_LEFT = {"content": None, "chat": None, "worker": "", "until": 0, "tries": 0}


@dataclass(frozen=True, slots=True)
class Received:
    """An update: its number, its chat's keyed hash if it has one, and its JSON.

    `content` is `None` where it cannot be read, `tries` how often it was taken up from a worker
    that was gone.
    """

    number: int
    chat: str | None
    content: bytes | None
    tries: int = 0


class ReceivedUpdates:
    """The updates of one bot, as one worker sees them.

    Each unanswered one belongs to a worker until its `lease` (seconds) ends without being renewed.
    """

    def __init__(
        self, database: Database, cipher: Cipher, bot: int, worker: str, lease: float
    ) -> None:
        self.lease = lease
        self._database = database
        self._cipher = cipher
        self._bot = bot
        self._worker = worker
        self._storing = Together(self._store_all)
        self._recording = Together(self._record_all)
        self._forgetting: set[int] = set()

    def answering(self) -> AbstractContextManager[None]:
        """Be the one who answers; of a SQLite file nobody else may be, of a server anybody.

        Raises:
            StorageError: another bot answers from this file.
        """
        return self._database.answering()

    async def store(self, updates: Sequence[Received], now: datetime) -> frozenset[int]:
        """Keep updates as this worker's; return the numbers of those that nobody had before."""
        return await self._storing.add((updates, now)) if updates else frozenset()

    async def answered(self, number: int) -> None:
        """Note that an update needs no answer any more, and delete what it said."""
        await self._recording.add(number)

    async def take_up(self, now: datetime) -> Received | None:
        """Return the oldest that a worker left who is gone, as this worker's from now on.

        That it is tried once more is noted with it. A SQLite file has one worker: all others are
        gone. Else they are when their lease is.
        """
        table = RECEIVED.c
        gone = table.until < _seconds(now) if self._database.shared else true()
        left = and_(table.bot == self._bot, UNANSWERED, table.worker != self._worker, gone)
        oldest = select(table.number).where(left).order_by(table.number).limit(1)
        wanted = oldest.with_for_update(skip_locked=True).scalar_subquery()
        mine = {"worker": self._worker, "until": self._lease_end(now), "tries": table.tries + 1}
        claim = update(RECEIVED).where(table.bot == self._bot, table.number == wanted)
        found = (table.number, table.chat, table.content, table.tries)
        async with self._database.transaction() as connection:
            row = (await connection.execute(claim.values(mine).returning(*found))).one_or_none()
        if row is None:
            return None
        return Received(row.number, row.chat, self._open(row.number, row.content), row.tries)

    async def renew(self, now: datetime) -> None:
        """Have the lease of this worker's updates begin anew."""
        mine = and_(RECEIVED.c.bot == self._bot, UNANSWERED, RECEIVED.c.worker == self._worker)
        await self._database.write(update(RECEIVED).where(mine).values(until=self._lease_end(now)))

    async def release(self) -> None:
        """Leave what is unanswered to others at once: it ended no process, so no try counts."""
        mine = and_(RECEIVED.c.bot == self._bot, UNANSWERED, RECEIVED.c.worker == self._worker)
        await self._database.write(update(RECEIVED).where(mine).values(until=0, tries=0))

    async def unanswered(self) -> int:
        """Return how many updates wait for their answer, at all workers."""
        query = select(func.count()).where(RECEIVED.c.bot == self._bot, UNANSWERED)
        return int((await self._database.read(query))[0][0])

    async def keep_until(self, today: date) -> int:
        """Delete what is too old to be sent again; return how many were never answered."""
        old = RECEIVED.c.day < (today - REMEMBERED).isoformat()
        given_up = await self._database.write(delete(RECEIVED).where(old, UNANSWERED))
        await self._database.write(delete(RECEIVED).where(old))
        return given_up

    async def forget(self, chat: str, before: int) -> None:
        """Delete what a chat said before update number `before`, out of SQLite's log too.

        `before` is the update that asks for it: once it is answered, the log is emptied of it, too.
        """
        self._forgetting.add(before)
        earlier = and_(RECEIVED.c.chat == chat, RECEIVED.c.number < before)
        await self._database.write(update(RECEIVED).where(earlier).values(NOTHING_LEFT))
        await self._database.clear_log()

    async def _store_all(
        self, batches: list[tuple[Sequence[Received], datetime]]
    ) -> list[frozenset[int]]:
        rows = [self._row(each, now) for updates, now in batches for each in updates]
        # Sorted: two workers that wait for each other's rows would wait for ever.
        rows.sort(key=itemgetter("number"))
        add = self._database.insert(RECEIVED).on_conflict_do_nothing()
        async with self._database.transaction() as connection:
            added = await connection.execute(add.returning(RECEIVED.c.number), rows)
            new = {int(number) for number in added.scalars()}
        results = []
        for updates, _ in batches:
            # One that came twice at the same time is the first one's.
            mine = new.intersection(each.number for each in updates)
            new -= mine
            results.append(frozenset(mine))
        return results

    async def _record_all(self, numbers: list[int]) -> list[None]:
        await self._database.write(update(RECEIVED).where(self._is(numbers)).values(NOTHING_LEFT))
        if asked := self._forgetting.intersection(numbers):
            await self._database.clear_log()
            self._forgetting -= asked
        return [None] * len(numbers)

    def _row(self, received: Received, now: datetime) -> dict[str, str | bytes | int | None]:
        sealed = self._cipher.seal(received.content or b"", self._owner(received.number))
        return {
            "bot": self._bot,
            "number": received.number,
            "day": now.date().isoformat(),
            "chat": received.chat,
            "content": sealed,
            "tries": 0,
            "worker": self._worker,
            "until": self._lease_end(now),
        }

    def _is(self, numbers: list[int]) -> ColumnElement[bool]:
        return and_(RECEIVED.c.bot == self._bot, RECEIVED.c.number.in_(numbers))

    def _open(self, number: int, sealed: bytes) -> bytes | None:
        return self._cipher.open(bytes(sealed), self._owner(number))

    def _owner(self, number: int) -> str:
        return f"{self._bot} {number}"

    def _lease_end(self, now: datetime) -> int:
        return _seconds(now + timedelta(seconds=self.lease))


def _seconds(now: datetime) -> int:
    return int(now.timestamp())
