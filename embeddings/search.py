"""One search over everything that is indexed: meaning, words and what was learnt from both."""

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.entry import Match
from embeddings.index import VectorIndex
from embeddings.lexical import LexicalFeatures
from embeddings.scoring import LinearScorer

NEAREST = 100
# A topic is as near as its nearest few entries are on average: one alone may be a chance.
COUNTED = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for which topic.

    `scores` has one number a topic of `topics`, words and meaning together; `matches` are the
    nearest entries, best first; `coverage` is the share of the words, 0 to 1, that they know, and
    `familiarity` how much of the words is made of what they know.
    """

    topics: tuple[str, ...]
    scores: NDArray[np.float32]
    languages: tuple[str, ...]
    language_scores: NDArray[np.float32]
    matches: tuple[Match, ...]
    coverage: float
    familiarity: float
    words: int


class Search:
    """Finds out what a question resembles. `meaning` is how much nearness weighs beside words."""

    def __init__(
        self,
        encoder: Encoder,
        index: VectorIndex,
        lexical: LexicalFeatures,
        topics: LinearScorer,
        languages: LinearScorer,
        meaning: float,
    ) -> None:
        self.encoder = encoder
        self._index = index
        self._lexical = lexical
        self._topics = topics
        self._languages = languages
        self._meaning = meaning
        self._kept: NDArray[np.intp] | None = None

    def limited_to(self, topics: Collection[str]) -> "Search":
        """Return a search over the same index that finds none but those `topics`."""
        labels = self._topics.labels
        limited = copy(self)
        kept = [at for at, topic in enumerate(labels) if topic in topics]
        limited._kept = None if len(kept) == len(labels) else np.array(kept, dtype=np.intp)
        return limited

    def find(self, text: str) -> Evidence:
        """Weigh `text` against all entries."""
        vector = self.encoder.encode_queries([text])[0]
        row = self._lexical.row(text)
        topics, scores = self._topics.labels, self._topics.scores(row)
        matches = tuple(self._index.search(vector, NEAREST))
        coverage = self._lexical.coverage(text)
        if self._kept is not None:
            topics, scores = tuple(topics[at] for at in self._kept), scores[self._kept]
            matches = tuple(match for match in matches if match.entry.topic in topics)
        return Evidence(
            topics=topics,
            scores=scores + self._meaning * nearness(matches, topics),
            languages=self._languages.labels,
            language_scores=self._languages.scores(row),
            matches=matches,
            coverage=coverage,
            familiarity=1.0 if coverage == 1 else self._lexical.familiarity(text),
            words=len(text.split()),
        )


def nearness(matches: Sequence[Match], topics: Sequence[str]) -> NDArray[np.float32]:
    """Return for each of `topics` the mean cosine of its nearest entries, missing ones as 0."""
    places = {topic: at for at, topic in enumerate(topics)}
    sums = np.zeros(len(topics), dtype=np.float32)
    counts = np.zeros(len(topics), dtype=np.int64)
    for match in matches:
        at = places[match.entry.topic]
        if counts[at] < COUNTED:
            sums[at] += match.similarity
            counts[at] += 1
    return sums / np.float32(COUNTED)


def best_similarity(matches: Sequence[Match], topic: str) -> float:
    """Return the cosine of the nearest entry of `topic`, 0 where none is near."""
    return max((m.similarity for m in matches if m.entry.topic == topic), default=0.0)
