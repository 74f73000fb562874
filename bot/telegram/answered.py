"""Which message answers which, so that a changed question changes its answer.

Numbers only, in memory only, and for an hour: no text, and nothing about urgent help.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.telegram.placing import Placed

REMEMBERED = timedelta(hours=1)
MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its chat's keyed hash and its number there."""

    chat: str
    number: int


class Answered:
    """The answers of the last hour, the oldest dropped first."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Question, tuple[datetime, tuple[Placed, ...]]] = OrderedDict()

    def find(self, question: Question, now: datetime) -> tuple[Placed, ...] | None:
        """Return the messages that answered `question`."""
        self._drop_old(now)
        return self._answers[question][1] if question in self._answers else None

    def keep(self, question: Question, placed: Sequence[Placed], now: datetime) -> None:
        """Remember what answered `question`."""
        self._drop_old(now)
        self._answers[question] = now, tuple(placed)
        self._answers.move_to_end(question)

    def drop(self, question: Question) -> None:
        """Forget what answered `question`."""
        self._answers.pop(question, None)

    def forget(self, chat: str) -> None:
        """Forget everything about a chat."""
        for question in [each for each in self._answers if each.chat == chat]:
            del self._answers[question]

    def _drop_old(self, now: datetime) -> None:
        while self._answers:
            asked, _ = next(iter(self._answers.values()))
            if now - asked <= REMEMBERED and len(self._answers) < MOST_REMEMBERED:
                return
            self._answers.popitem(last=False)
