"""From a question's features to a score per label, learnt from the indexed examples.

One linear support vector machine a label against all others (LIBLINEAR, Fan et al. 2008, through
scikit-learn) over vectors and lexical features side by side. Nearest-example search is fooled by
the frame that questions share; a discriminative score is not. scikit-learn is imported only while
fitting: a loaded scorer is one sparse product.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.lexical import SparseRows

# How much meaning weighs beside words and characters, whose rows have length one each.
VECTOR_WEIGHT = 1.5
# LIBLINEAR's C: larger follows the examples more closely.
COST = 1.0
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of some texts: vectors of shape (texts, dimensions) and lexical rows."""

    vectors: NDArray[np.float32]
    lexical: SparseRows


@dataclass(frozen=True, slots=True)
class LinearScorer:
    """Scores per label: above 0 speaks for it, below 0 against it.

    `vector_weights` has shape (dimensions, labels), `lexical_weights` (lexical width, labels).
    """

    labels: tuple[str, ...]
    vector_weights: NDArray[np.float32]
    lexical_weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def scores(
        self,
        vector: NDArray[np.float32],
        row: tuple[NDArray[np.int32], NDArray[np.float32]],
    ) -> NDArray[np.float32]:
        """Return the scores of one text, shape (labels,)."""
        places, weights = row
        lexical = weights @ self.lexical_weights[places]
        return np.asarray(vector @ self.vector_weights + lexical + self.bias, dtype=np.float32)


def fit_scorer(features: Features, labels: Sequence[str]) -> LinearScorer:
    """Learn from texts and their `labels` (two different ones at least)."""
    weights, bias, known = _fit(features, np.asarray(labels), np.arange(len(labels)))
    dimensions = features.vectors.shape[1]
    return LinearScorer(
        labels=tuple(known),
        vector_weights=(weights[:dimensions] * VECTOR_WEIGHT).astype(np.float32),
        lexical_weights=weights[dimensions:].astype(np.float32),
        bias=bias.astype(np.float32),
    )


def out_of_fold_scores(
    features: Features, labels: Sequence[str], folds: NDArray[np.int64]
) -> tuple[NDArray[np.float32], tuple[str, ...]]:
    """Return for each text the scores by a scorer that has seen no text of its fold.

    The array has shape (texts, labels), with -1 where a label does not occur outside the fold.
    """
    truth = np.asarray(labels)
    names = sorted(set(labels))
    scores = np.full((len(truth), len(names)), -1.0, dtype=np.float32)
    matrix = _matrix(features)

    def fill(fold: int) -> None:
        weights, bias, known = _fit(features, truth, np.flatnonzero(folds != fold))
        held_out = np.flatnonzero(folds == fold)
        columns = [names.index(name) for name in known]
        scores[np.ix_(held_out, columns)] = matrix[held_out] @ weights + bias

    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(fill, np.unique(folds)))
    return scores, tuple(names)


def _fit(
    features: Features, labels: NDArray[np.str_], used: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], list[str]]:
    from sklearn.svm import LinearSVC  # noqa: PLC0415  a second of import, needed for fitting alone

    machine = LinearSVC(C=COST, random_state=0)
    machine.fit(_matrix(features)[used], labels[used])
    known = [str(name) for name in machine.classes_]
    if len(known) == 2:  # scikit-learn keeps one column for two labels
        return (
            np.concatenate([-machine.coef_, machine.coef_]).T,
            np.concatenate([-machine.intercept_, machine.intercept_]),
            known,
        )
    return machine.coef_.T, machine.intercept_, known


def _matrix(features: Features):  # type: ignore[no-untyped-def]  # scipy's types are not complete
    from scipy.sparse import csr_matrix, hstack  # noqa: PLC0415

    rows = features.lexical
    lexical = csr_matrix(
        (rows.data, rows.indices, rows.indptr), shape=(len(rows.indptr) - 1, rows.width)
    )
    return hstack([csr_matrix(features.vectors * VECTOR_WEIGHT), lexical]).tocsr()
