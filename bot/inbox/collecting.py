"""Which questions enter the inbox: not answered, choices that nobody took, and bad ratings.

Until that is known, masked texts are held in memory and never written down. Help in distress, and
what may have been about it, is not even masked: it is let go at once.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import structlog

from bot.answering.answer import Answer, Outcome
from bot.inbox.masks import MASKS
from bot.storage.inbox import Inbox, Vain, VainQuestion
from bot.storage.ratings import Rating, Vote

# So long somebody may think about the choices, and rate an answer.
TO_CHOOSE = timedelta(minutes=15)
TO_RATE = timedelta(hours=1)
MOST_HELD = 10_000
K = TypeVar("K")
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Held:
    """A question that may yet enter, since when, and in which message its answer is."""

    question: VainQuestion
    since: datetime


class Collector:
    """Keeps questions as they turn out to have been asked in vain.

    `is_urgent` tells topics of distress, `mask` takes personal data out of a text.
    """

    def __init__(
        self, inbox: Inbox, mask: Callable[[str], str], is_urgent: Callable[[str], bool]
    ) -> None:
        self._inbox = inbox
        self._mask = mask
        self._is_urgent = is_urgent
        self._choosing: OrderedDict[str, Held] = OrderedDict()
        self._rateable: OrderedDict[tuple[str, int], Held] = OrderedDict()

    def prepare(
        self, text: str, answer: Answer, likely: Sequence[str], now: datetime
    ) -> Held | None:
        """Return what may be kept of a question, `None` where nothing may; CPU-bound.

        `likely` are the topics that it may have been about.
        """
        vain = {Outcome.FALLBACK: Vain.FALLBACK, Outcome.CHOICES: Vain.CHOICES}
        topics = tuple(filter(None, (answer.topic, *answer.choices)))
        if answer.outcome not in (*vain, Outcome.ANSWER) or answer.urgent:
            return None
        if any(self._is_urgent(topic) for topic in (*topics, *likely)):
            return None
        masked = self._mask(text)
        if not any(char.isalpha() for char in MASKS.sub("", masked)):
            return None
        outcome = vain.get(answer.outcome, Vain.RATED)
        question = VainQuestion(masked, answer.language, outcome, topics or tuple(likely))
        return Held(question, now)

    async def asked(self, chat: str, held: Held | None, messages: Sequence[int]) -> None:
        """Take note of a question and the messages of its answer."""
        if held is None:
            return
        if held.question.outcome is Vain.FALLBACK:
            await self._keep(chat, held.question, day_of(held.since))
        elif held.question.outcome is Vain.CHOICES:
            _hold(self._choosing, chat, held)
        for message in messages:
            _hold(self._rateable, (chat, message), held)

    async def asked_anew(self, chat: str, *, urgent: bool) -> None:
        """Take it that the choices offered before were not what was meant; help in distress drops
        them instead, for they may have been about the same.
        """
        held = self._choosing.pop(chat, None)
        if held is not None and not urgent:
            await self._keep(chat, held.question, day_of(held.since))

    def opened(self, chat: str, topic: str | None) -> None:
        """Take it that the choice that was opened was meant; another topic takes none."""
        held = self._choosing.get(chat)
        if held is not None and topic in held.question.topics:
            del self._choosing[chat]

    async def rated(self, chat: str, message: int, rating: Rating) -> None:
        """Keep the question of an answer that did not help, and take it back where it did."""
        held = self._rateable.get((chat, message))
        if held is None or held.question.outcome is not Vain.RATED:
            return
        if rating.vote is Vote.HELPFUL:
            await self._inbox.take_back(chat, held.question.text, day_of(held.since))
        else:
            reason = rating.reason.value if rating.reason else ""
            question = replace(held.question, reason=reason, topics=(rating.topic,))
            await self._keep(chat, question, day_of(held.since))

    async def settle(self, now: datetime) -> None:
        """Keep questions whose choices nobody took in time, and let go what is too old to rate."""
        while self._rateable and _is_over(next(iter(self._rateable.values())), now, TO_RATE):
            self._rateable.popitem(last=False)
        while self._choosing and _is_over(next(iter(self._choosing.values())), now, TO_CHOOSE):
            chat, held = self._choosing.popitem(last=False)
            await self._keep(chat, held.question, day_of(held.since))

    def forget(self, chat: str) -> None:
        """Let go of what is held of a chat."""
        self._choosing.pop(chat, None)
        for key in [key for key in self._rateable if key[0] == chat]:
            del self._rateable[key]

    async def _keep(self, chat: str, question: VainQuestion, day: date) -> None:
        if not await self._inbox.keep(chat, question, day):
            log.warning("inbox_full")


def day_of(now: datetime) -> date:
    """Return the day, in universal time, that something stored is dated with."""
    return now.astimezone(UTC).date()


def _is_over(held: Held, now: datetime, time: timedelta) -> bool:
    return now - held.since >= time


def _hold(held_by: OrderedDict[K, Held], key: K, held: Held) -> None:
    held_by[key] = held
    held_by.move_to_end(key)
    if len(held_by) > MOST_HELD:
        held_by.popitem(last=False)
