"""What people thought of answers: counted by topic and language, never by person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import delete, func, select

from bot.storage.database import Database
from bot.storage.keys import ChatKeys
from bot.storage.schema import RATING

# Messages whose keys are made at a time while a chat's ratings are looked for.
STRETCH = 20_000


class Vote(StrEnum):
    """Whether an answer helped."""

    HELPFUL = "yes"
    NOT_HELPFUL = "no"


class Reason(StrEnum):
    """Why an answer did not help."""

    WRONG = "wrong"
    UNCLEAR = "unclear"
    OLD = "old"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Rating:
    """One vote about one answer; `reason` only where it did not help."""

    topic: str
    language: str
    vote: Vote
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class RatingCount:
    """How often the same was said of a topic in a language."""

    rating: Rating
    times: int


class Ratings:
    """One vote an answer, the last one counts. `days` is how long a vote is kept."""

    def __init__(self, database: Database, keys: ChatKeys, days: int) -> None:
        self._database = database
        self._keys = keys
        self._days = days

    async def rate(self, chat: int, message: int, rating: Rating, day: date) -> None:
        """Keep a vote about the answer in `message`, instead of an earlier one."""
        await self._database.put(
            RATING,
            message=self._key(chat, message),
            topic=rating.topic,
            language=rating.language,
            vote=rating.vote.value,
            reason=None if rating.reason is None else rating.reason.value,
            day=day.isoformat(),
        )

    async def counts(self, first: date = date.min, last: date = date.max) -> list[RatingCount]:
        """Return what was said from `first` to `last`, both included, by topic and language."""
        said = (RATING.c.topic, RATING.c.language, RATING.c.vote, RATING.c.reason)
        days = RATING.c.day.between(first.isoformat(), last.isoformat())
        query = select(*said, func.count()).where(days).group_by(*said).order_by(*said)
        return [_count(*row) for row in await self._database.read(query)]

    async def keep_until(self, today: date) -> None:
        """Delete what is older than a vote may become."""
        oldest = today - timedelta(days=self._days)
        await self._database.write(delete(RATING).where(RATING.c.day < oldest.isoformat()))

    async def held(self) -> frozenset[str]:
        """Return the keys of all messages that were rated."""
        rows = await self._database.read(select(RATING.c.message).distinct())
        return frozenset(str(row.message) for row in rows)

    def stretches(self, newest: int) -> Iterator[range]:
        """Yield the numbers of all messages up to `newest`, a stretch at a time."""
        for end in range(newest, 0, -STRETCH):
            yield range(end, max(end - STRETCH, 0), -1)

    def find(self, chat: int, messages: range, held: frozenset[str]) -> list[str]:
        """Return those of the `held` keys that stand for one of a chat's messages.

        Nothing stored tells whose a rating is, so the keys of the chat's messages are made anew.
        """
        return [key for number in messages if (key := self._key(chat, number)) in held]

    async def forget(self, found: list[str]) -> None:
        """Delete the ratings under these keys."""
        await self._database.write(delete(RATING).where(RATING.c.message.in_(found)))

    def _key(self, chat: int, message: int) -> str:
        return self._keys.key(f"rating {chat} {message}")


def _count(topic: object, language: object, vote: object, reason: object, n: object) -> RatingCount:
    why = None if reason is None else Reason(str(reason))
    return RatingCount(Rating(str(topic), str(language), Vote(str(vote)), why), int(str(n)))
