"""Two questions in one message."""

from collections.abc import Iterator, Sequence

from bot.answering.decision import CHOICES
from bot.answering.mentions import tokens_of
from bot.answering.understanding import Understander, Understanding
from embeddings.lexical import fold

# Fewer words are seldom a question of their own.
SHORTEST = 2
ENDS = "?!.;"
# From here on a text stands by itself: a half of a message, or what might be a follow-up.
SURE = 0.8


def find_two_topics(
    understander: Understander, joints: Sequence[str], text: str, year: int, whole: Understanding
) -> tuple[str, str] | None:
    """Return the topics of the two questions in a message, in their order, `None` for one alone.

    A half by itself is easily misread, so the whole message must speak for both topics too.
    """
    heard = set(whole.signals.topics.labels[:CHOICES])
    for halves in halves_of(text, joints):
        both = [understander.understand(half, year) for half in halves]
        first, second = (understood.signals.topics.labels[0] for understood in both)
        sure = all(u.belief.best >= SURE and u.signals.coverage == 1 for u in both)
        if sure and heard.issuperset((first, second)) and not _kin(first, second):
            return first, second
    return None


def halves_of(text: str, joints: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the ways in which `text` may be two questions: at the end of one, or at a joint."""
    tokens = tokens_of(text)
    joining = {fold(joint) for joint in joints}
    for at in range(SHORTEST, len(tokens) - SHORTEST + 1):
        gap = text[tokens[at - 1].end : tokens[at].start]
        if any(end in gap for end in ENDS):
            yield text[: tokens[at].start], text[tokens[at].start :]
        elif tokens[at].folded in joining and at < len(tokens) - SHORTEST:
            yield text[: tokens[at].start], text[tokens[at].end :]


def _kin(first: str, second: str) -> bool:
    """Whether one topic is the other or a part of it, so that one answer serves for both."""
    return first == second or first.startswith(second + ".") or second.startswith(first + ".")
