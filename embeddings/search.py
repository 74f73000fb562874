"""One search over everything that is indexed: meaning, words and what was learnt from both."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.entry import Match
from embeddings.index import VectorIndex
from embeddings.lexical import LexicalFeatures
from embeddings.scoring import LinearScorer

NEAREST = 30


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for which topic.

    `scores` has one number a topic of `topics` (above 0 speaks for it); `matches` are the nearest
    entries, best first; `coverage` is the share of the words, 0 to 1, that the entries know.
    """

    topics: tuple[str, ...]
    scores: NDArray[np.float32]
    languages: tuple[str, ...]
    language_scores: NDArray[np.float32]
    matches: tuple[Match, ...]
    coverage: float
    words: int


class Search:
    """Finds out what a question resembles."""

    def __init__(
        self,
        encoder: Encoder,
        index: VectorIndex,
        lexical: LexicalFeatures,
        topics: LinearScorer,
        languages: LinearScorer,
    ) -> None:
        self.encoder = encoder
        self._index = index
        self._lexical = lexical
        self._topics = topics
        self._languages = languages

    def find(self, text: str) -> Evidence:
        """Weigh `text` against all entries."""
        vector = self.encoder.encode_queries([text])[0]
        row = self._lexical.row(text)
        return Evidence(
            topics=self._topics.labels,
            scores=self._topics.scores(vector, row),
            languages=self._languages.labels,
            language_scores=self._languages.scores(vector[:0], row),
            matches=tuple(self._index.search(vector, NEAREST)),
            coverage=self._lexical.coverage(text),
            words=len(text.split()),
        )


def best_similarity(matches: Sequence[Match], topic: str) -> float:
    """Return the cosine of the nearest entry of `topic`, 0 where none is near."""
    return max((m.similarity for m in matches if m.entry.topic == topic), default=0.0)
