"""What was said last in a chat, for a few minutes and in memory only."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.answering.mentions import tokens_of
from embeddings.lexical import fold

# A follow-up leaves out its subject, so it is short; a longer message is a question of its own.
LONGEST = 6
REMEMBERED = timedelta(minutes=10)
MOST_CHATS = 10_000


@dataclass(frozen=True, slots=True)
class Turn:
    """The last answer in a chat: in which language, about what, and when; never the question.

    `years` are those that were asked about.
    """

    language: str
    topic: str | None
    at: datetime
    years: tuple[int, ...] = ()


class Conversations:
    """The last turn of each chat, the oldest dropped first."""

    def __init__(self) -> None:
        self._turns: OrderedDict[str, Turn] = OrderedDict()

    def last(self, chat: str | None, now: datetime) -> Turn | None:
        """Return the last turn of `chat` if it is recent."""
        turn = self._turns.get(chat) if chat is not None else None
        return turn if turn is not None and abs(now - turn.at) <= REMEMBERED else None

    def remember(self, chat: str | None, turn: Turn) -> None:
        """Keep `turn` as the last of `chat`."""
        if chat is None:
            return
        self._turns[chat] = turn
        self._turns.move_to_end(chat)
        while len(self._turns) > MOST_CHATS:
            self._turns.popitem(last=False)

    def forget(self, chat: str) -> None:
        """Drop what is remembered of `chat`."""
        self._turns.pop(chat, None)


def what_follows(text: str, openers: Sequence[str]) -> str | None:
    """Return what a short message adds to the last answer, `None` where it stands by itself."""
    words = [token.folded for token in tokens_of(text)]
    if not 1 < len(words) <= LONGEST:
        return None
    for opener in sorted(openers, key=len, reverse=True):
        opening = fold(opener).split()
        if words[: len(opening)] == opening and len(words) > len(opening):
            return text[tokens_of(text)[len(opening)].start :]
    return None
