"""Words and characters as sparse features."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.lexical import LexicalFeatures, Shape, fold

TEXTS = ["när öppnar kommunhuset", "öppettider i kommunhuset", "kommunens vision", "vision 2035"]
FEATURES = LexicalFeatures.fitted(TEXTS)


def likeness(features: LexicalFeatures, one: str, other: str) -> float:
    dense = np.zeros((2, features.width))
    for row, text in zip(dense, (one, other), strict=True):
        places, weights = features.row(text)
        row[places] += weights
    return float(dense[0] @ dense[1])


def test_case_and_accents_make_no_difference() -> None:
    assert fold("ÖPPETTIDER") == fold("oppettider")
    assert likeness(FEATURES, "Öppettider", "oppettider") == pytest.approx(
        likeness(FEATURES, "öppettider", "öppettider")
    )


def test_a_typing_mistake_stays_near() -> None:
    typo = likeness(FEATURES, "oppetider", "öppettider")

    assert typo > likeness(FEATURES, "oppetider", "vision")


def test_each_block_has_its_length() -> None:
    words_only = LexicalFeatures.fitted(TEXTS, Shape(shortest=1, longest=0, word_weight=0.7))
    _, weights = words_only.row("kommunens vision")

    assert np.linalg.norm(weights) == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("text", "coverage"),
    [
        ("kommunens vision", 1.0),
        ("kommunens rymdhamn", 0.5),
        ("blarg", 0.0),
        ("", 0.0),
        ("?!", 0.0),
    ],
)
def test_coverage_is_the_share_of_known_words(text: str, coverage: float) -> None:
    assert FEATURES.coverage(text) == coverage


def test_a_compound_of_known_parts_is_familiar_and_typing_at_random_is_not() -> None:
    features = LexicalFeatures.fitted([*TEXTS, "musiikkitunnit", "peruskoulu", "musiikki", "koulu"])

    assert features.coverage("musiikkikoulu") == 0
    assert features.familiarity("musiikkikoulu") > 0.6
    assert features.familiarity("sdfghjkl") == 0
    assert features.familiarity("") == 0


def test_rows_are_the_same_as_one_by_one() -> None:
    rows = FEATURES.rows(TEXTS)

    assert rows.width == FEATURES.width
    assert len(rows.indptr) == len(TEXTS) + 1
    for at, text in enumerate(TEXTS):
        places, weights = FEATURES.row(text)
        part = slice(int(rows.indptr[at]), int(rows.indptr[at + 1]))
        np.testing.assert_array_equal(rows.indices[part], places)
        np.testing.assert_array_equal(rows.data[part], weights)


def test_nothing_to_learn_from_knows_nothing() -> None:
    empty = LexicalFeatures.fitted([])

    assert empty.width == 0
    assert empty.coverage("vision") == 0
    assert empty.familiarity("vision") == 0
    assert empty.row("vision")[0].size == 0


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_text_gives_a_bounded_row(text: str) -> None:
    places, weights = FEATURES.row(text)

    assert places.shape == weights.shape
    assert ((places >= 0) & (places < FEATURES.width)).all()
    assert np.isfinite(weights).all()
    assert float((weights**2).sum()) <= 1 + 0.7**2 + 1e-5
    assert 0 <= FEATURES.coverage(text) <= 1
    assert 0 <= FEATURES.familiarity(text) <= 1


def test_an_indexed_text_is_covered_as_a_new_one_would_be() -> None:
    assert FEATURES.coverage("kommunens vision") == 1
    assert FEATURES.coverage("kommunens vision", indexed=True) == 0.5  # "kommunens" is its own


def test_a_text_has_the_same_features_alone_and_among_others() -> None:
    together = FEATURES.rows(TEXTS)
    for at, text in enumerate(TEXTS):
        places, weights = FEATURES.row(text)
        own = slice(together.indptr[at], together.indptr[at + 1])
        np.testing.assert_array_equal(together.indices[own], places)
        np.testing.assert_allclose(together.data[own], weights, rtol=1e-6)
