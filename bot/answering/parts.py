"""Two questions in one message."""

from collections.abc import Iterator, Sequence

from bot.answering.mentions import tokens_of
from embeddings.lexical import fold

# Fewer words are seldom a question of their own.
SHORTEST = 2
ENDS = "?!.;"


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
