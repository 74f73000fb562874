"""Words and characters as sparse features, beside meaning.

A static embedding knows that `skola` and `koulu` are one thing; character n-grams know that
`öppettiderna` and `oppetider` are. They fail in opposite places, so both are used.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """Return `text` without case and accents."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@dataclass(frozen=True, slots=True)
class SparseRows:
    """Rows of features in compressed sparse row form, as scipy's `csr_matrix` takes them."""

    data: NDArray[np.float32]
    indices: NDArray[np.int32]
    indptr: NDArray[np.int64]
    width: int


@dataclass(frozen=True, slots=True)
class Shape:
    """Which n-grams are taken: of characters inside a word, and of words."""

    shortest: int = 3
    longest: int = 5
    words: int = 2
    word_weight: float = 0.7


@dataclass(frozen=True, slots=True)
class Grams:
    """The n-grams of several texts end to end: `codes[i]` stands in text `rows[i]`."""

    codes: NDArray[np.uint32]
    rows: NDArray[np.uint64]


@lru_cache(maxsize=100_000)
def _characters_of(word: str, shortest: int, longest: int) -> tuple[int, ...]:
    padded = f" {word} "
    return tuple(
        crc32(padded[at : at + size].encode())
        for size in range(shortest, longest + 1)
        for at in range(max(1, len(padded) - size + 1))
    )


def _words_of(words: Sequence[str], longest: int) -> Iterator[int]:
    for size in range(1, longest + 1):
        for at in range(len(words) - size + 1):
            yield crc32(("\0" + "\0".join(words[at : at + size])).encode())


def _characters(texts: Iterable[Sequence[str]], shape: Shape) -> Grams:
    if not shape.longest:
        return _end_to_end([])
    return _end_to_end(
        [gram for word in words for gram in _characters_of(word, shape.shortest, shape.longest)]
        for words in texts
    )


def _words(texts: Iterable[Sequence[str]], longest: int) -> Grams:
    return _end_to_end(list(_words_of(words, longest)) for words in texts)


def _end_to_end(grams: Iterable[list[int]]) -> Grams:
    listed = list(grams)
    lengths = np.array([len(some) for some in listed], dtype=np.int64)
    codes = np.fromiter(chain.from_iterable(listed), dtype=np.uint32, count=int(lengths.sum()))
    return Grams(codes, np.repeat(np.arange(len(listed), dtype=np.uint64), lengths))


def _split(texts: Iterable[str]) -> list[list[str]]:
    return [WORD.findall(fold(text)) for text in texts]


class LexicalFeatures:
    """TF-IDF weighted character and word n-grams over the vocabulary of the indexed texts.

    Each of the two blocks of a row has unit length (words times `Shape.word_weight`). Features
    are known by the CRC-32 of their n-gram, so that the vocabulary is one sorted array.
    """

    def __init__(
        self, known: NDArray[np.uint32], idf: NDArray[np.float32], shape: Shape | None = None
    ) -> None:
        self.known = known
        self.idf = idf
        self._shape = shape or Shape()

    @classmethod
    def fitted(cls, texts: Sequence[str], shape: Shape | None = None) -> LexicalFeatures:
        """Take the vocabulary from `texts`: single words, and whatever else is seen in two."""
        shape = shape or Shape()
        split = _split(texts)
        grams = (_characters(split, shape), _words(split, shape.words))
        seen, times = np.unique(
            np.concatenate([_distinct(some)[1] for some in grams]), return_counts=True
        )
        kept = (times > 1) | np.isin(seen, _words(split, 1).codes)
        idf = np.log((1 + len(texts)) / (1 + times[kept])) + 1
        return cls(seen[kept], idf.astype(np.float32), shape)

    @property
    def width(self) -> int:
        """Number of features."""
        return len(self.known)

    def row(self, text: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return the features of `text` as (indices, weights)."""
        rows = self.rows([text])
        return rows.indices, rows.data

    def rows(self, texts: Sequence[str]) -> SparseRows:
        """Return the features of all `texts`."""
        split = _split(texts)
        characters = self._block(_characters(split, self._shape), 1.0, len(texts))
        words = self._block(_words(split, self._shape.words), self._shape.word_weight, len(texts))
        of = np.concatenate([characters[0], words[0]])
        indices = np.concatenate([characters[1], words[1]])
        data = np.concatenate([characters[2], words[2]])
        order = np.argsort(of, kind="stable")
        return SparseRows(
            data=data[order],
            indices=indices[order],
            indptr=np.concatenate([[0], np.cumsum(np.bincount(of, minlength=len(texts)))]),
            width=self.width,
        )

    def coverage(self, text: str, *, indexed: bool = False) -> float:
        """Return the share of the words of `text`, 0 to 1, that stand in the indexed texts.

        Of a text that is `indexed` itself, a word counts where a second text has it: such a text
        says what a new one would.
        """
        words = WORD.findall(fold(text))
        if not words or not self.width:
            return 0.0
        grams = _words([words], 1).codes
        known = self._is_known(grams)
        if indexed:
            known &= self.idf[self._places_of(grams)] < self.idf.max()
        return float(known.mean())

    def familiarity(self, text: str) -> float:
        """Return how much of the words of `text` is made of known long n-grams, 0 to 1.

        A compound that no text has (`musiikkikoulu`) is as familiar as its parts; what somebody
        typed at random is not.
        """
        longest = self._shape.longest
        grams = (
            np.array(_characters_of(word, max(1, longest - 1), longest), dtype=np.uint32)
            for word in WORD.findall(fold(text))
        )
        shares = [self._is_known(some).mean() for some in grams if some.size and self.width]
        return float(np.mean(shares)) if shares else 0.0

    def _places_of(self, grams: NDArray[np.uint32]) -> NDArray[np.intp]:
        return np.searchsorted(self.known, grams).clip(max=self.width - 1)

    def _is_known(self, grams: NDArray[np.uint32]) -> NDArray[np.bool_]:
        return np.asarray(self.known[self._places_of(grams)] == grams)

    def _block(
        self, grams: Grams, scale: float, texts: int
    ) -> tuple[NDArray[np.intp], NDArray[np.int32], NDArray[np.float32]]:
        """Return rows, features and weights, the weights of each row of length `scale`."""
        if not self.width:
            return np.empty(0, np.intp), np.empty(0, np.int32), np.empty(0, np.float32)
        rows, codes, times = _distinct(grams)
        kept = self._is_known(codes)
        rows, places = rows[kept], self._places_of(codes[kept])
        weights = (1 + np.log(times[kept])) * self.idf[places]
        lengths = np.sqrt(np.bincount(rows, weights**2, minlength=texts))
        scaled = weights * scale / lengths[rows]
        return rows, places.astype(np.int32), scaled.astype(np.float32)


def _distinct(
    grams: Grams,
) -> tuple[NDArray[np.intp], NDArray[np.uint32], NDArray[np.intp]]:
    """Return each n-gram of each text once, as rows and codes, with how often it stands there."""
    pairs, times = np.unique(grams.rows << np.uint64(32) | grams.codes, return_counts=True)
    return (pairs >> np.uint64(32)).astype(np.intp), pairs.astype(np.uint32), times
