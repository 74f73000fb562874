"""Nearest entries by meaning."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.entry import Entry
from embeddings.index import VectorIndex

ENTRIES = [Entry("vision", "sv", "a"), Entry("hours", "fi", "b"), Entry("budget", "en", "c")]


def test_the_nearest_come_first() -> None:
    index = VectorIndex(ENTRIES, np.eye(3, dtype=np.float32))

    matches = index.search(np.array([0.8, 0.0, 0.6], dtype=np.float32), 2)

    assert [match.entry.topic for match in matches] == ["vision", "budget"]
    assert [match.similarity for match in matches] == pytest.approx([0.8, 0.6])


def test_more_than_there_are_gives_all() -> None:
    index = VectorIndex(ENTRIES, np.eye(3, dtype=np.float32))

    assert len(index.search(np.ones(3, dtype=np.float32), 100)) == 3


def test_a_blank_text_is_near_to_nothing() -> None:
    index = VectorIndex(ENTRIES, np.eye(3, dtype=np.float32))

    assert index.search(np.zeros(3, dtype=np.float32), 2) == []


def test_an_empty_index_finds_nothing() -> None:
    index = VectorIndex([], np.empty((0, 3), dtype=np.float32))

    assert index.search(np.ones(3, dtype=np.float32), 2) == []


@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.integers(1, 40))
def test_it_agrees_with_sorting_all_products(seed: int, size: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(size, 8)).astype(np.float32)
    asked = rng.normal(size=8).astype(np.float32)
    entries = [Entry(str(number), "sv", "") for number in range(size)]

    matches = VectorIndex(entries, vectors).search(asked, count)

    best = np.sort(vectors @ asked)[::-1][:count]
    np.testing.assert_allclose([match.similarity for match in matches], best, atol=1e-4)
