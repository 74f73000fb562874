"""From words and characters to a score per label, learnt from the indexed examples.

One linear support vector machine a label against all others (LIBLINEAR, Fan et al. 2008, through
scikit-learn). Nearest-example search is fooled by the frame that questions share; a discriminative
score is not. scikit-learn is imported only while fitting: a loaded scorer is one sparse product.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.lexical import SparseRows

# LIBLINEAR's C: larger follows the examples more closely.
COST = 1.0
TOLERANCE = 0.1
# From `MANY` texts on, a few passes over them find all that LIBLINEAR's own stop finds, in a
# fraction of the time.
MANY = 5_000
ROUGH_TOLERANCE = 2.0
# What is learnt from all but one of so many folds comes close to what is learnt from all.
FOLDS = 10
LEARNT = -1
Matrix = Any  # scipy's sparse matrices carry no types


@dataclass(frozen=True, slots=True)
class LinearScorer:
    """Scores per label: above 0 speaks for it, below 0 against it.

    `weights` has shape (features, labels), `bias` (labels,).
    """

    labels: tuple[str, ...]
    weights: NDArray[np.floating]
    bias: NDArray[np.float32]

    def scores(self, row: tuple[NDArray[np.int32], NDArray[np.float32]]) -> NDArray[np.float32]:
        """Return the scores of one text's features, shape (labels,)."""
        places, values = row
        return np.asarray(values @ self.weights[places] + self.bias, dtype=np.float32)


def fit_scorer(rows: SparseRows, labels: Sequence[str]) -> LinearScorer:
    """Learn from texts and their `labels`."""
    return _fit(matrix_of(rows), np.asarray(labels))


def out_of_fold_scores(
    rows: SparseRows, labels: Sequence[str], folds: NDArray[np.int64]
) -> tuple[NDArray[np.float32], tuple[str, ...]]:
    """Return for each text the scores by a scorer that has seen no text of its fold.

    A text whose fold is `LEARNT` is only learnt from. The array has shape (texts, labels), with -1
    in the rows of such texts and where a label does not occur outside the fold.
    """
    truth = np.asarray(labels)
    names = sorted(set(labels))
    scores = np.full((len(truth), len(names)), -1.0, dtype=np.float32)
    matrix = matrix_of(rows)
    for fold in np.setdiff1d(folds, [LEARNT]):
        seen = np.flatnonzero(folds != fold)
        held_out = np.flatnonzero(folds == fold)
        scorer = _fit(matrix[seen], truth[seen])
        columns = np.array([names.index(label) for label in scorer.labels])
        scores[held_out[:, None], columns] = matrix[held_out] @ scorer.weights + scorer.bias
    return scores, tuple(names)


def matrix_of(rows: SparseRows) -> Matrix:
    """Return the rows as scipy's compressed sparse row matrix."""
    from scipy.sparse import csr_matrix

    return csr_matrix(
        (rows.data, rows.indices, rows.indptr), shape=(len(rows.indptr) - 1, rows.width)
    )


def _fit(matrix: Matrix, truth: NDArray[np.str_]) -> LinearScorer:
    names = sorted(set(truth.tolist()))
    if len(names) < 2:  # one label: it is always the one
        nothing = np.zeros((matrix.shape[1], len(names)), dtype=np.float32)
        return LinearScorer(tuple(names), nothing, np.ones(len(names), dtype=np.float32))
    from sklearn.svm import LinearSVC

    tolerance = ROUGH_TOLERANCE if len(truth) >= MANY else TOLERANCE
    # In one thread: LIBLINEAR's threads share their random numbers, and no two runs were alike.
    machine = LinearSVC(C=COST, tol=tolerance, random_state=0)
    machine.fit(matrix, truth)
    weights, bias = machine.coef_.T, machine.intercept_
    if len(names) == 2:  # scikit-learn keeps one column for two labels
        weights, bias = np.hstack([-weights, weights]), np.concatenate([-bias, bias])
    return LinearScorer(tuple(names), weights.astype(np.float32), bias.astype(np.float32))
