"""Text to pieces: the byte-pair tokenizer, and every word of the corpus cut in several ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from embeddings.training.corpus import Corpus

UNKNOWN: Final = "[UNK]"
_DROPOUT: Final = 0.1
# Letters that Unicode does not take apart; folded so that the Nordic languages share their words.
_LETTERS: Final = {"ø": "o", "æ": "a", "ł": "l", "đ": "d", "ß": "ss", "ı": "i"}


def _normalizer() -> normalizers.Normalizer:
    steps: list[normalizers.Normalizer] = [
        normalizers.NFKD(),
        normalizers.Lowercase(),
        normalizers.Replace(Regex(r"(?<=\p{Cyrillic})['’ʼ`](?=\p{Cyrillic})"), ""),
        normalizers.StripAccents(),
    ]
    steps += [normalizers.Replace(letter, folded) for letter, folded in _LETTERS.items()]
    steps += [normalizers.Replace(Regex(r"[^\p{L}\p{N}]+"), " "), normalizers.Strip()]
    return normalizers.Sequence(steps)


def train_tokenizer(texts: Iterable[str], pieces: int) -> Tokenizer:
    """Byte pairs over lower-case text without accents and punctuation, word starts marked."""
    tokenizer = Tokenizer(models.BPE(unk_token=UNKNOWN))
    tokenizer.normalizer = _normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=pieces,
        special_tokens=[UNKNOWN],
        limit_alphabet=400,
        min_frequency=2,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def sample_texts(corpus: Corpus, count: int, seed: int = 0) -> Iterator[str]:
    """Both sides of pairs drawn as in training: Swedish, Finnish, English weigh most."""
    rng = np.random.default_rng(seed)
    for i in rng.choice(len(corpus), size=count, p=corpus.weight):
        yield corpus.texts[corpus.left[i]]
        yield corpus.texts[corpus.right[i]]


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of unequal length end to end: row i is ``values[starts[i]:starts[i + 1]]``."""

    values: NDArray[np.int32]
    starts: NDArray[np.int64]

    @classmethod
    def from_rows(cls, rows: Iterable[Iterable[int]]) -> Ragged:
        """Lay the rows end to end."""
        values: list[int] = []
        starts = [0]
        for row in rows:
            values.extend(row)
            starts.append(len(values))
        return cls(np.array(values, dtype=np.int32), np.array(starts, dtype=np.int64))

    def take(self, rows: NDArray[np.integer]) -> Ragged:
        """The named rows, in that order."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        shift = np.repeat(self.starts[rows] - starts[:-1], lengths)
        return Ragged(self.values[np.arange(starts[-1]) + shift], starts)


def _misspell(word: str, rng: np.random.Generator) -> str:
    """A slip of the thumb in a word of four letters or more: one left out, doubled or swapped."""
    if len(word) < 4:
        return word
    at = int(rng.integers(1, len(word) - 1))
    slips = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    return slips[int(rng.integers(len(slips)))]


@dataclass(frozen=True, slots=True)
class Words:
    """The corpus as words, and each word as pieces: whole, cut at random, or misspelt.

    Way 0 of a word is the tokenizer's own; ``ways`` of them lie side by side in ``pieces``.
    """

    texts: Ragged
    pieces: Ragged
    ways: int
    clean: float

    def save(self, path: Path) -> None:
        """Keep them for a run that goes on."""
        np.savez(
            path,
            text=self.texts.values,
            text_starts=self.texts.starts,
            piece=self.pieces.values,
            piece_starts=self.pieces.starts,
            ways=np.array(self.ways),
            clean=np.array(self.clean),
        )

    @classmethod
    def load(cls, path: Path) -> Words:
        """What ``save`` wrote."""
        with np.load(path) as kept:
            texts = Ragged(kept["text"], kept["text_starts"])
            pieces = Ragged(kept["piece"], kept["piece_starts"])
            return cls(texts, pieces, int(kept["ways"]), float(kept["clean"]))

    def cut(self, texts: NDArray[np.integer], rng: np.random.Generator | None = None) -> Ragged:
        """Pieces of the texts; with ``rng`` some words are cut in another way than their own."""
        words = self.texts.take(texts)
        way = np.zeros(len(words.values), dtype=np.int64)
        if rng is not None:
            other = rng.random(len(way)) > self.clean
            way[other] = rng.integers(1, self.ways, size=int(other.sum()))
        pieces = self.pieces.take(words.values.astype(np.int64) * self.ways + way)
        return Ragged(pieces.values, pieces.starts[words.starts])


def cut_words(
    tokenizer: Tokenizer,
    texts: Iterable[str],
    *,
    cuts: int = 4,
    slips: int = 2,
    clean: float = 0.7,
    seed: int = 0,
) -> Words:
    """Split texts into words and words into pieces, in ``1 + cuts + slips`` ways each.

    The tokenizer's dropout takes no seed: two runs cut some words differently.
    """
    rng = np.random.default_rng(seed)
    numbers: dict[str, int] = {}
    rows = Ragged.from_rows(
        [numbers.setdefault(word, len(numbers)) for word in normalized.split()]
        for normalized in (tokenizer.normalizer.normalize_str(text) for text in texts)
    )
    words = list(numbers)
    ways = [_pieces(tokenizer, words)]
    with_dropout = Tokenizer.from_str(tokenizer.to_str())
    with_dropout.model.dropout = _DROPOUT
    ways += [_pieces(with_dropout, words) for _ in range(cuts)]
    ways += [_pieces(tokenizer, [_misspell(word, rng) for word in words]) for _ in range(slips)]
    pieces = Ragged.from_rows(way[i] for i in range(len(words)) for way in ways)
    return Words(rows, pieces, len(ways), clean)


def _pieces(tokenizer: Tokenizer, words: list[str]) -> list[list[int]]:
    return [encoding.ids for encoding in tokenizer.encode_batch_fast(words)]
