"""Meaning and words in one search."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from embeddings.entry import Entry, Match
from embeddings.index import VectorIndex
from embeddings.lexical import LexicalFeatures
from embeddings.scoring import fit_scorer
from embeddings.search import COUNTED, Search, best_similarity, nearness

ENTRIES = (
    Entry("vision", "sv", "vad är er vision"),
    Entry("vision", "fi", "mikä on visio"),
    Entry("hours", "sv", "när har ni öppet"),
    Entry("hours", "fi", "milloin olette auki"),
)


class TwoMeanings:
    """An encoder that knows two meanings by a letter: v for vision, o for opening."""

    dimensions = 2
    fingerprint = "two meanings"

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [[float("v" in text), float("ö" in text or "auki" in text)] for text in texts]
        found = np.array(rows, dtype=np.float32).reshape(len(texts), 2)
        length = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / np.maximum(length, 1), dtype=np.float32)

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.encode_queries(texts)


def search_with(meaning: float) -> Search:
    encoder = TwoMeanings()
    texts = [entry.text for entry in ENTRIES]
    lexical = LexicalFeatures.fitted(texts)
    rows = lexical.rows(texts)
    topics = fit_scorer(rows, [entry.topic for entry in ENTRIES])
    languages = fit_scorer(rows, [entry.language for entry in ENTRIES])
    index = VectorIndex(ENTRIES, encoder.encode_documents(texts))
    return Search(encoder, index, lexical, topics, languages, meaning)


@pytest.mark.parametrize(
    ("question", "topic", "language"),
    [("vad är er vision", "vision", "sv"), ("milloin olette auki", "hours", "fi")],
)
def test_topic_and_language_are_found(question: str, topic: str, language: str) -> None:
    evidence = search_with(meaning=1.0).find(question)

    assert evidence.topics[int(evidence.scores.argmax())] == topic
    assert evidence.languages[int(evidence.language_scores.argmax())] == language
    assert evidence.matches[0].entry.topic == topic
    assert evidence.coverage == 1
    assert evidence.words == len(question.split())


def test_meaning_speaks_where_words_are_unknown() -> None:
    words, both = search_with(meaning=0.0), search_with(meaning=5.0)
    at = both.find("v").topics.index("vision")

    assert both.find("v").scores[at] > words.find("v").scores[at]
    assert both.find("v").scores.argmax() == at


def test_a_blank_question_finds_nothing() -> None:
    evidence = search_with(meaning=1.0).find("")

    assert evidence.matches == ()
    assert (evidence.coverage, evidence.words) == (0, 0)


def test_nearness_is_the_mean_of_the_nearest_few() -> None:
    near = [Match(ENTRIES[0], 0.9)] * COUNTED + [Match(ENTRIES[0], 0.1)]
    alone = [Match(ENTRIES[2], 0.9)]

    found = nearness([*near, *alone], ["vision", "hours", "budget"])

    assert found.tolist() == pytest.approx([0.9, 0.9 / COUNTED, 0.0])


def test_best_similarity_is_zero_where_nothing_is_near() -> None:
    matches = [Match(ENTRIES[0], 0.4), Match(ENTRIES[1], 0.7)]

    assert best_similarity(matches, "vision") == 0.7
    assert best_similarity(matches, "hours") == 0
