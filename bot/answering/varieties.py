"""Ways of speaking without texts of their own: answered in a neighbour language, and told so."""

from collections.abc import Sequence

from bot.answering.mentions import tokens_of
from embeddings.lexical import fold
from knowledge.recognition import Variety

# Words that other speakers use as well count from the second one on.
HINTS = 2


class Varieties:
    """Recognises a variety by its words."""

    def __init__(self, varieties: Sequence[Variety]) -> None:
        self._varieties = [
            (
                variety,
                frozenset(map(fold, variety.words)),
                tuple(map(fold, variety.beginnings)),
                frozenset(map(fold, variety.hints)),
            )
            for variety in varieties
        ]

    def find(self, text: str, language: str) -> str | None:
        """Return the key of the variety of `language` that `text` is written in, if it shows."""
        words = {token.folded for token in tokens_of(text)}
        for variety, own, beginnings, hints in self._varieties:
            if variety.answered_in != language:
                continue
            told = not words.isdisjoint(own) or any(word.startswith(beginnings) for word in words)
            if told or len(words & hints) >= HINTS:
                return variety.key
        return None
