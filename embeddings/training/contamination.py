"""Proof that no test sentence is learnt: hashes of every folded test sentence, and the check."""

from __future__ import annotations

import csv
import json
import lzma
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final

HASH_FILE: Final = Path(__file__).with_name("test_sentences.blake2b")
_WIDTH: Final = 8


def fold(text: str) -> str:
    """The text without case, accents and punctuation, words parted by single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = (c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join("".join(letters).split())


def _digest(text: str) -> bytes:
    return blake2b(fold(text).encode(), digest_size=_WIDTH).digest()


@dataclass(frozen=True, slots=True)
class TestSentences:
    """The test sets' sentences, known by their hashes alone."""

    __test__ = False  # pytest collects by name, and this is no test

    hashes: frozenset[bytes]

    @classmethod
    def from_texts(cls, texts: Iterable[str]) -> TestSentences:
        """Hash every text that has a letter or a digit in it."""
        return cls(frozenset(_digest(text) for text in texts if fold(text)))

    @classmethod
    def load(cls, path: Path = HASH_FILE) -> TestSentences:
        """Read hashes written by ``save``."""
        raw = path.read_bytes()
        return cls(frozenset(raw[at : at + _WIDTH] for at in range(0, len(raw), _WIDTH)))

    def save(self, path: Path = HASH_FILE) -> None:
        """Write the hashes sorted, eight bytes each."""
        path.write_bytes(b"".join(sorted(self.hashes)))

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and _digest(text) in self.hashes

    def find_leaks(self, texts: Iterable[str]) -> list[str]:
        """Those of the texts that are test sentences once folded."""
        return [text for text in texts if text in self]


def read_test_texts(data: Path) -> Iterator[str]:
    """Every sentence of the Tatoeba, NTREX, FLORES and SweFaq files under ``data/test``."""
    for path in sorted((data / "test").rglob("*.tsv.xz")):
        with lzma.open(path, "rt", encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield from row
    with lzma.open(data / "test" / "swefaq_dev.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            yield item["question"]
            yield from item["candidate_answers"]
