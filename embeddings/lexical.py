"""Words and characters as sparse features, beside meaning.

A static embedding knows that `skola` and `koulu` are one thing; character n-grams know that
`öppettiderna` and `oppetider` are. They fail in opposite places, so both are used.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """Return `text` without case and accents."""
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


@lru_cache(maxsize=50_000)
def _characters_of(word: str, shortest: int, longest: int) -> tuple[int, ...]:
    padded = f" {word} "
    return tuple(
        crc32(padded[at : at + size].encode())
        for size in range(shortest, longest + 1)
        for at in range(max(1, len(padded) - size + 1))
    )


def _words_of(words: Sequence[str], longest: int) -> Iterable[int]:
    for size in range(1, longest + 1):
        for at in range(len(words) - size + 1):
            yield crc32(("\0" + "\0".join(words[at : at + size])).encode())


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
    def fitted(cls, texts: Sequence[str], shape: Shape | None = None) -> "LexicalFeatures":
        """Take the vocabulary from `texts`: single words, and whatever else is seen in two."""
        shape = shape or Shape()
        seen: Counter[int] = Counter()
        singles: set[int] = set()
        for text in texts:
            characters, words = _grams(text, shape)
            seen.update(characters.keys())
            seen.update(words.keys())
            singles.update(_words_of(WORD.findall(fold(text)), 1))
        frequency = {gram: n for gram, n in seen.items() if n > 1 or gram in singles}
        known = np.array(sorted(frequency), dtype=np.uint32)
        idf = [math.log((1 + len(texts)) / (1 + frequency[int(gram)])) + 1 for gram in known]
        return cls(known, np.array(idf, dtype=np.float32), shape)

    @property
    def width(self) -> int:
        """Number of features."""
        return len(self.known)

    def row(self, text: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return the features of `text` as (indices, weights)."""
        characters, words = _grams(text, self._shape)
        places, weights = self._block(characters, 1.0)
        word_places, word_weights = self._block(words, self._shape.word_weight)
        return np.concatenate([places, word_places]), np.concatenate([weights, word_weights])

    def rows(self, texts: Sequence[str]) -> SparseRows:
        """Return the features of all `texts`."""
        found = [self.row(text) for text in texts]
        return SparseRows(
            data=np.concatenate([weights for _, weights in found]),
            indices=np.concatenate([places for places, _ in found]),
            indptr=np.cumsum([0, *(len(places) for places, _ in found)]),
            width=self.width,
        )

    def coverage(self, text: str) -> float:
        """Return the share of the words of `text`, 0 to 1, that stand in the indexed texts."""
        words = WORD.findall(fold(text))
        if not words or not self.width:
            return 0.0
        grams = np.fromiter(_words_of(words, 1), dtype=np.uint32)
        return float(self._is_known(grams).mean())

    def _is_known(self, grams: NDArray[np.uint32]) -> NDArray[np.bool_]:
        places = np.searchsorted(self.known, grams).clip(max=self.width - 1)
        return np.asarray(self.known[places] == grams)

    def _block(
        self, counts: Counter[int], scale: float
    ) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        if not counts or not self.width:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        grams = np.fromiter(counts.keys(), dtype=np.uint32, count=len(counts))
        times = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        kept = self._is_known(grams)
        places = np.searchsorted(self.known, grams[kept]).astype(np.int32)
        weights = (1 + np.log(times[kept])) * self.idf[places]
        length = float(np.sqrt((weights**2).sum()))
        return places, (weights * (scale / length) if length else weights).astype(np.float32)


def _grams(text: str, shape: Shape) -> tuple[Counter[int], Counter[int]]:
    words = WORD.findall(fold(text))
    characters: Counter[int] = Counter()
    if shape.longest:
        for word in words:
            characters.update(_characters_of(word, shape.shortest, shape.longest))
    return characters, Counter(_words_of(words, shape.words))
