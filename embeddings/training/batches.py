"""Batches drawn from the corpus: two texts a row, cut into pieces, with the teacher's vectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from embeddings.training.corpus import Corpus
from embeddings.training.neighbours import Neighbours
from embeddings.training.teacher import Lessons
from embeddings.training.tokenizer import Ragged, Words

Bag = tuple[torch.Tensor, torch.Tensor]
_PIVOT: Final = 0.25
_TRIES: Final = 4


@dataclass(frozen=True, slots=True)
class Batch:
    """``left`` and ``right`` are pieces and where each text starts; ``teacher`` has a row a pair.

    ``taught`` tells the pairs whose English side the teacher has read (other rows are zero),
    ``same`` the pairs of different rows that share a text, which are no rivals.
    """

    left: Bag
    right: Bag
    teacher: torch.Tensor
    taught: torch.Tensor
    same: torch.Tensor


@dataclass(frozen=True, slots=True)
class Compass:
    """The teacher's space turned and cut to our width by its principal directions."""

    mean: NDArray[np.float32]
    directions: NDArray[np.float32]

    @classmethod
    def from_vectors(cls, vectors: NDArray[np.floating], width: int) -> Compass:
        """Principal directions of at most 100,000 vectors, evenly picked."""
        picked = vectors[:: max(1, len(vectors) // 100_000)].astype(np.float32)
        mean = picked.mean(0)
        _, axes = np.linalg.eigh(np.cov((picked - mean).T))
        return cls(mean, np.ascontiguousarray(axes[:, ::-1][:, :width].astype(np.float32)))

    def turn(self, vectors: NDArray[np.floating]) -> NDArray[np.float32]:
        """Unit vectors of our width; the mean, which all English shares, is taken away first."""
        turned = (vectors.astype(np.float32) - self.mean) @ self.directions
        length = np.linalg.norm(turned, axis=1, keepdims=True)
        return np.asarray(turned / np.maximum(length, 1e-9), dtype=np.float32)


class Batches:
    """Draws pairs by their weights; now and then a third language stands in for English."""

    def __init__(
        self,
        corpus: Corpus,
        words: Words,
        lessons: Lessons,
        vectors: NDArray[np.float32],
        neighbours: Neighbours | None = None,
    ) -> None:
        self.corpus = corpus
        self.words = words
        self.vectors = vectors
        self.meant = _meanings(corpus, lessons)
        self._lesson_texts = lessons.numbers
        self._neighbours = neighbours
        self._chances = np.cumsum(corpus.weight)
        self._siblings = np.argsort(corpus.right, kind="stable")
        self._shared = corpus.right[self._siblings]

    def draw(self, size: int, rng: np.random.Generator, crowd: int = 0) -> Batch:
        """``size`` pairs, drawn with repetition; with a crowd, each with that many neighbours."""
        if crowd and self._neighbours is not None:
            rows = self._crowded(size, rng, crowd)
        else:
            rows = self._spread(size, rng)
        left, right = self.corpus.left[rows], self.corpus.right[rows]
        other = self.corpus.left[self._sibling(right, rng)]
        swap = (rng.random(len(rows)) < _PIVOT) & (other != left)
        meant = self.meant[rows]
        teacher = np.where((meant >= 0)[:, None], self.vectors[meant], np.float32(0))
        same = (right[:, None] == right[None, :]) | (left[:, None] == left[None, :])
        return Batch(
            left=_bag(self.words.cut(left, rng)),
            right=_bag(self.words.cut(np.where(swap, other, right), rng)),
            teacher=torch.from_numpy(teacher),
            taught=torch.from_numpy(meant >= 0),
            same=torch.from_numpy(same),
        )

    def _spread(self, size: int, rng: np.random.Generator) -> NDArray[np.int64]:
        drawn = np.searchsorted(self._chances, rng.random(size) * self._chances[-1], side="right")
        rows: NDArray[np.int64] = np.minimum(drawn, len(self.corpus) - 1)
        return rows

    def _crowded(self, size: int, rng: np.random.Generator, crowd: int) -> NDArray[np.int64]:
        """Seeds drawn by weight, then for each some of its neighbours in whatever language."""
        assert self._neighbours is not None
        seeds = self._spread(max(1, size // (crowd + 1)), rng)
        seeds = seeds[self.meant[seeds] >= 0]
        near = self._neighbours.nearest[self.meant[seeds]]
        chosen = rng.integers(near.shape[1], size=(len(near), crowd))
        picked = near[np.arange(len(near))[:, None], chosen]
        english = self._lesson_texts[picked.ravel()]
        tries = np.stack([self._sibling(english, rng) for _ in range(_TRIES)])
        likeliest = self.corpus.weight[tries].argmax(0)
        return np.concatenate([seeds, tries[likeliest, np.arange(len(english))]])

    def _sibling(self, right: NDArray[np.integer], rng: np.random.Generator) -> NDArray[np.int64]:
        """For each right side one of the pairs that have it, at random."""
        first = np.searchsorted(self._shared, right, side="left")
        last = np.searchsorted(self._shared, right, side="right")
        step = (rng.random(len(right)) * (last - first)).astype(np.int64)
        found: NDArray[np.int64] = self._siblings[first + step]
        return found


def _meanings(corpus: Corpus, lessons: Lessons) -> NDArray[np.int64]:
    """For each pair the lesson of its English; of a Swedish-Finnish pair, of either side's."""
    lesson = lessons.row_of(len(corpus.texts))
    meant = lesson[corpus.right]
    by_text = lesson.copy()
    by_text[corpus.left] = np.maximum(by_text[corpus.left], meant)
    either = np.maximum(by_text[corpus.left], by_text[corpus.right])
    return np.where(meant >= 0, meant, either)


def first_table(
    words: Words, corpus: Corpus, batches: Batches, pieces: int, seed: int = 0
) -> NDArray[np.float32]:
    """A piece starts at the mean of the teacher's vectors of the texts it stands in."""
    width = batches.vectors.shape[1]
    noise = np.random.default_rng(seed).normal(scale=0.01, size=(pieces, width))
    table = torch.from_numpy(noise.astype(np.float32))
    count = torch.ones(pieces, 1)
    for side in (corpus.left, corpus.right):
        lesson = batches.meant
        for some in np.array_split(np.flatnonzero(lesson >= 0), 1 + len(lesson) // 50_000):
            cut = words.cut(side[some])
            values = torch.from_numpy(cut.values.astype(np.int64))
            lengths = torch.from_numpy(np.diff(cut.starts))
            vectors = torch.from_numpy(batches.vectors[lesson[some]])
            table.index_add_(0, values, vectors.repeat_interleave(lengths, dim=0))
            count.index_add_(0, values, torch.ones(len(values), 1))
    return np.asarray((table / count).numpy(), dtype=np.float32)


def _bag(cut: Ragged) -> Bag:
    return torch.from_numpy(cut.values.astype(np.int64)), torch.from_numpy(cut.starts[:-1].copy())
