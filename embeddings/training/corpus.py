"""Translation pairs in memory: texts once each, pairs as numbers into them."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from embeddings.training.contamination import TestSentences
from embeddings.training.sources import DIRECT_WEIGHT, LANGUAGES, SOURCES, Source

ENGLISH: Final = "en"
DIRECT: Final = "sv-fi"
_LONGEST: Final = 400


@dataclass(frozen=True, slots=True)
class Row:
    """One translation: a text in ``language`` and its other side in ``other_language``."""

    language: str
    text: str
    other: str
    other_language: str = ENGLISH


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts and pairs: ``left[i]`` and ``right[i]`` say the same; ``weight`` is the chance of i.

    ``taught`` are the numbers of the English texts that the teacher reads, in the order of sources.
    """

    texts: tuple[str, ...]
    languages: tuple[str, ...]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    weight: NDArray[np.float64]
    taught: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.left)


def read_rows(data: Path, source: Source) -> Iterator[Row]:
    """The file's rows, languages that are not wanted left out; a missing file has none."""
    path = data / f"{source.path}.tsv.xz"
    if not path.exists():
        return
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        next(lines, None)
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if max(map(len, cells)) > _LONGEST:
                continue
            if source.direct and len(cells) == 2:
                yield Row("sv", cells[0], cells[1], "fi")
            elif len(cells) == 3 and cells[0] in LANGUAGES:
                yield Row(cells[0], cells[1], cells[2])


def _capped(rows: list[Row], cap: int, rng: np.random.Generator) -> list[Row]:
    by_language: dict[str, list[Row]] = {}
    for row in rows:
        by_language.setdefault(row.language, []).append(row)
    kept: list[Row] = []
    for found in by_language.values():
        picked = (
            sorted(rng.permutation(len(found))[:cap]) if len(found) > cap else range(len(found))
        )
        kept += [found[i] for i in picked]
    return kept


def load_corpus(
    data: Path,
    test_sentences: TestSentences,
    seed: int = 0,
    sources: tuple[Source, ...] = SOURCES,
) -> Corpus:
    """Read every source, drop each row with a test sentence on either side, weigh the rest."""
    rng = np.random.default_rng(seed)
    numbers: dict[tuple[str, str], int] = {}
    left: list[int] = []
    right: list[int] = []
    groups: dict[tuple[str, int], list[int]] = {}
    seen: set[tuple[int, int]] = set()
    taught: dict[int, None] = {}
    for order, source in enumerate(sources):
        for row in _capped(list(read_rows(data, source)), source.cap, rng):
            if row.text in test_sentences or row.other in test_sentences:
                continue
            one = numbers.setdefault((row.language, row.text), len(numbers))
            two = numbers.setdefault((row.other_language, row.other), len(numbers))
            if (one, two) in seen:
                continue
            seen.add((one, two))
            if source.taught and row.other_language == ENGLISH:
                taught.setdefault(two)
            key = DIRECT if source.direct else row.language
            groups.setdefault((key, order), []).append(len(left))
            left.append(one)
            right.append(two)
    return Corpus(
        texts=tuple(text for _, text in numbers),
        languages=tuple(language for language, _ in numbers),
        left=np.array(left, dtype=np.int32),
        right=np.array(right, dtype=np.int32),
        weight=_weights(groups, len(left), sources),
        taught=tuple(taught),
    )


def _weights(
    groups: dict[tuple[str, int], list[int]], count: int, sources: tuple[Source, ...]
) -> NDArray[np.float64]:
    """Languages by ``min(n, 100k) ** 0.4``, sources by ``n ** 0.6``, each times its weight."""
    weight = np.zeros(count)
    for language in {language for language, _ in groups}:
        found = {order: rows for (key, order), rows in groups.items() if key == language}
        total = sum(len(rows) for rows in found.values())
        balance = LANGUAGES.get(language, DIRECT_WEIGHT) * min(total, 100_000) ** 0.4
        shares = {o: sources[o].weight * len(rows) ** 0.6 for o, rows in found.items()}
        for order, rows in found.items():
            weight[rows] = balance * shares[order] / sum(shares.values()) / len(rows)
    return np.asarray(weight / max(weight.sum(), 1e-12))
