"""Scores per label, learnt from examples."""

import numpy as np
import pytest

from embeddings.lexical import LexicalFeatures
from embeddings.scoring import FOLDS, fit_scorer, out_of_fold_scores

EXAMPLES = {
    "vision": [
        "vad är er vision",
        "visionen",
        "hur ser framtiden ut",
        "framtidens vision",
        "målbild",
    ],
    "hours": ["när har ni öppet", "öppettider", "när stänger ni", "är det öppet nu", "öppet idag"],
    "budget": [
        "hur stor är budgeten",
        "budget",
        "vad kostar skolan",
        "pengar till skolan",
        "budgeten",
    ],
}
TEXTS = [text for texts in EXAMPLES.values() for text in texts]
LABELS = [label for label, texts in EXAMPLES.items() for _ in texts]
LEXICAL = LexicalFeatures.fitted(TEXTS)
ROWS = LEXICAL.rows(TEXTS)


@pytest.mark.parametrize("labels", [3, 2], ids=["three labels", "two labels"])
def test_examples_score_highest_for_their_own_label(labels: int) -> None:
    texts, truth = TEXTS[: 5 * labels], LABELS[: 5 * labels]
    lexical = LexicalFeatures.fitted(texts)
    scorer = fit_scorer(lexical.rows(texts), truth)

    best = [scorer.labels[int(scorer.scores(lexical.row(text)).argmax())] for text in texts]

    assert best == truth
    assert scorer.weights.shape == (lexical.width, labels)


def test_one_label_is_always_the_one() -> None:
    scorer = fit_scorer(ROWS, ["sv"] * len(TEXTS))

    assert scorer.labels == ("sv",)
    assert scorer.scores(LEXICAL.row("anything")).tolist() == [1]


def test_fitting_twice_gives_the_same() -> None:
    one, other = fit_scorer(ROWS, LABELS), fit_scorer(ROWS, LABELS)

    np.testing.assert_array_equal(one.weights, other.weights)


def test_a_text_without_known_features_gets_the_bias() -> None:
    scorer = fit_scorer(ROWS, LABELS)

    np.testing.assert_allclose(scorer.scores(LEXICAL.row("")), scorer.bias)


def test_held_out_scores_come_from_a_scorer_that_has_not_seen_the_text() -> None:
    folds = np.arange(len(TEXTS)) % FOLDS
    scores, names = out_of_fold_scores(ROWS, LABELS, folds)

    assert names == ("budget", "hours", "vision")
    for fold in range(FOLDS):
        kept = np.flatnonzero(folds != fold)
        held = np.flatnonzero(folds == fold)
        changed = [label if at in kept else "vision" for at, label in enumerate(LABELS)]
        again, _ = out_of_fold_scores(ROWS, changed, folds)
        np.testing.assert_allclose(again[held], scores[held], atol=1e-6)


def test_a_label_that_is_held_out_whole_scores_low() -> None:
    folds = np.array([0 if label == "budget" else 1 + at % 4 for at, label in enumerate(LABELS)])
    scores, names = out_of_fold_scores(ROWS, LABELS, folds)

    held = folds == 0
    assert (scores[held, names.index("budget")] == -1).all()
