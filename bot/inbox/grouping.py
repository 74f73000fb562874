"""Questions of the inbox grouped by meaning, whatever language they are in."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.inbox.masks import MASKS
from bot.storage.inbox import KeptQuestion, Vain
from embeddings.encoder import Encoder, Vectors
from knowledge.folding import fold_words

# How far apart, as cosine distance, two groups may be on average to become one. On samples of 300
# of the town's Swedish, Finnish and English test questions, whose topics are known, 0.75 gave the
# best F0.5 over pairs (0.37; 0.45 of the pairs that it joins are of one topic, neighbouring goals
# and budgets counted as wrong). Without taking the common part of all questions away it was 0.32.
FARTHEST = 0.75


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask for much the same, the most typical first."""

    questions: tuple[KeptQuestion, ...]

    @property
    def number(self) -> int:
        """The oldest question's number. Any of the others' names the group, too."""
        return min(question.number for question in self.questions)

    @property
    def askers(self) -> int:
        """How many different askers there were at least: the most in any one month."""
        months: defaultdict[str, set[str]] = defaultdict(set)
        for kept in self.questions:
            months[kept.day.isoformat()[:7]].add(kept.asker)
        return max(len(askers) for askers in months.values())

    @property
    def languages(self) -> Counter[str]:
        """How many questions came in each language."""
        return Counter(kept.question.language for kept in self.questions)

    @property
    def outcomes(self) -> Counter[Vain]:
        """How often each thing came of them."""
        return Counter(kept.question.outcome for kept in self.questions)

    def typical(self, language: str | None = None) -> KeptQuestion:
        """Return the most typical question, of `language` or of the commonest one.

        Raises `LookupError` where no question is in `language`.
        """
        wanted = language or self.languages.most_common(1)[0][0]
        for kept in self.questions:
            if kept.question.language == wanted:
                return kept
        raise LookupError(wanted)


def group_questions(
    questions: Sequence[KeptQuestion], encoder: Encoder, common: Vectors
) -> list[Group]:
    """Group by meaning, those with the most askers first. CPU-bound: seconds for thousands.

    `common` is a vector of what all questions share, taken away before they are compared.
    """
    if not questions:
        return []
    vectors = _vectors(questions, encoder, common)
    labels = _labels(questions, vectors)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for at, label in enumerate(labels):
        members[label].append(at)
    groups = [_group(questions, vectors, places) for places in members.values()]
    return sorted(groups, key=lambda g: (-g.askers, -len(g.questions), g.number))


def find_group(groups: Sequence[Group], number: int) -> Group | None:
    """Return the group that holds the question with this number."""
    return next((g for g in groups if any(q.number == number for q in g.questions)), None)


def common_part(texts: Sequence[str], encoder: Encoder) -> Vectors:
    """Return what `texts` share: their mean vector."""
    mean: Vectors = encoder.encode_queries(texts).mean(axis=0)
    return mean


def _vectors(
    questions: Sequence[KeptQuestion], encoder: Encoder, common: Vectors
) -> NDArray[np.float64]:
    texts = [MASKS.sub(" ", kept.question.text) for kept in questions]
    vectors = encoder.encode_queries(texts).astype(np.float64)
    known = np.linalg.norm(vectors, axis=1) > 0
    vectors[known] -= common
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    unit: NDArray[np.float64] = vectors / lengths
    return unit


def _labels(questions: Sequence[KeptQuestion], vectors: NDArray[np.float64]) -> list[int]:
    """Return a group for each question; equal wordings, and only these if nothing is known."""
    wordings: dict[tuple[str, ...], int] = {}
    firsts = [
        wordings.setdefault(fold_words(k.question.text), at) for at, k in enumerate(questions)
    ]
    distinct = [at for at, first in enumerate(firsts) if at == first and vectors[at].any()]
    labels = {at: at for at in wordings.values()}
    if len(distinct) > 1:
        from sklearn.cluster import AgglomerativeClustering

        clustering = AgglomerativeClustering(
            n_clusters=None, metric="cosine", linkage="average", distance_threshold=FARTHEST
        )
        found = clustering.fit_predict(vectors[distinct])
        first_of: dict[int, int] = {}
        for at, label in zip(distinct, found.tolist(), strict=True):
            labels[at] = first_of.setdefault(label, at)
    return [labels[first] for first in firsts]


def _group(
    questions: Sequence[KeptQuestion], vectors: NDArray[np.float64], places: list[int]
) -> Group:
    """Put those nearest to the middle first."""
    nearness = vectors[places] @ vectors[places].mean(axis=0)
    order = sorted(zip(places, nearness, strict=True), key=lambda pair: (-pair[1], pair[0]))
    return Group(tuple(questions[at] for at, _ in order))
