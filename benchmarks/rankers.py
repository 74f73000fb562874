"""Who brings a question to a topic: our parts alone, and what else one could have taken."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from benchmarks.town import Town
from embeddings.encoder import Encoder
from embeddings.entry import Entry
from embeddings.index import VectorIndex
from embeddings.lexical import LexicalFeatures
from embeddings.scoring import fit_scorer
from embeddings.search import NEAREST, nearness
from knowledge.model import Kind
from knowledge.questions import TestQuestion

THIS_YEAR = 2026
NOTHING = ""  # no topic resembles the question at all
WORD = re.compile(r"\w+")
# Snowball has no stemmer for Ukrainian: its words are taken as they stand.
STEMMERS: Mapping[str, str] = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "fi": "finnish",
    "fr": "french",
    "nb": "norwegian",
    "pl": "polish",
    "ru": "russian",
    "sv": "swedish",
}


class Ranker(Protocol):
    """Whoever finds the best topic of each question."""

    def best(self, questions: Sequence[TestQuestion]) -> list[str]:
        """Return a topic for each question, `NOTHING` where none is found."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What the running service ranks first."""

    town: Town

    def best(self, questions: Sequence[TestQuestion]) -> list[str]:
        understand = self.town.understander.understand
        ranked = [understand(q.text, THIS_YEAR).signals.topics.labels for q in questions]
        return [labels[0] if labels else NOTHING for labels in ranked]


class WordsOnly:
    """The linear scorer over words and characters, fitted as the service fits it."""

    def __init__(self, town: Town) -> None:
        texts = [entry.text for entry in town.entries]
        self._lexical = LexicalFeatures.fitted(texts)
        rows = self._lexical.rows(texts)
        self._scorer = fit_scorer(rows, [entry.topic for entry in town.entries])
        topics = [town.kinds[label] is Kind.TOPIC for label in self._scorer.labels]
        self._penalty = np.where(topics, 0, -np.inf)

    def best(self, questions: Sequence[TestQuestion]) -> list[str]:
        scores = [self._scorer.scores(self._lexical.row(q.text)) for q in questions]
        return [self._scorer.labels[int((score + self._penalty).argmax())] for score in scores]


class Vectors:
    """The topic of the nearest examples by a model's vectors."""

    def __init__(self, encoder: Encoder, examples: Sequence[Entry]) -> None:
        self._encoder = encoder
        vectors = encoder.encode_documents([entry.text for entry in examples])
        self._index = VectorIndex(examples, vectors)
        self._topics = sorted({entry.topic for entry in examples})

    def best(self, questions: Sequence[TestQuestion]) -> list[str]:
        """Take the one nearest example."""
        vectors = self._encoder.encode_queries([q.text for q in questions])
        found = [self._index.search(vector, 1) for vector in vectors]
        return [matches[0].entry.topic if matches else NOTHING for matches in found]

    def best_of_three(self, questions: Sequence[TestQuestion]) -> list[str]:
        """Take the topic whose three nearest examples are nearest on average."""
        vectors = self._encoder.encode_queries([q.text for q in questions])
        found = [self._index.search(vector, NEAREST) for vector in vectors]
        return [self._topics[int(nearness(m, self._topics).argmax())] for m in found]


@dataclass(frozen=True, slots=True)
class MeanOfThree:
    """The same vectors, three examples a topic instead of one."""

    vectors: Vectors

    def best(self, questions: Sequence[TestQuestion]) -> list[str]:
        return self.vectors.best_of_three(questions)


class Bm25:
    """The topic of the best example by Okapi BM25 over stems.

    It is told which language each text is in, which the service has to find out.
    """

    def __init__(self, examples: Sequence[Entry]) -> None:
        import bm25s
        import snowballstemmer

        self._stemmers = {code: snowballstemmer.stemmer(name) for code, name in STEMMERS.items()}
        self._topics = [entry.topic for entry in examples]
        self._index: Any = bm25s.BM25()
        stems = [self._stems(entry.text, entry.language) for entry in examples]
        self._index.index(stems, show_progress=False)

    def best(self, questions: Sequence[TestQuestion]) -> list[str]:
        return [self._best(self._stems(q.text, q.language)) for q in questions]

    def _best(self, stems: list[str]) -> str:
        known = [stem for stem in stems if stem in self._index.vocab_dict]
        if not known:
            return NOTHING
        return self._topics[int(self._index.get_scores(known).argmax())]

    def _stems(self, text: str, language: str) -> list[str]:
        words = WORD.findall(text.casefold())
        stemmer = self._stemmers.get(language)
        return [str(stem) for stem in stemmer.stemWords(words)] if stemmer else words


class Characters:
    """The topic of the nearest example by TF-IDF over two to four characters."""

    def __init__(self, examples: Sequence[Entry]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._weighing = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
        rows = self._weighing.fit_transform([entry.text for entry in examples])
        self._columns = rows.T.tocsr()  # turned once: scipy would do so for every question
        self._topics = [entry.topic for entry in examples]

    def best(self, questions: Sequence[TestQuestion]) -> list[str]:
        asked = self._weighing.transform([q.text for q in questions])
        near = (row @ self._columns for row in asked)  # one at a time: all would be large
        return [self._topics[int(row.argmax())] if row.nnz else NOTHING for row in near]
