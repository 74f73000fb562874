"""What the model is worth: translations found again, unseen questions brought to their topic."""

from __future__ import annotations

import csv
import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from embeddings.training.measure import Encode, Measure, Vectors
from embeddings.training.questions import Questions, measure_questions

TATOEBA: Final = {
    "sv": "swe",
    "fi": "fin",
    "nb": "nob",
    "da": "dan",
    "de": "deu",
    "et": "est",
    "ru": "rus",
    "uk": "ukr",
    "ar": "ara",
    "fr": "fra",
    "es": "spa",
    "pl": "pol",
    "tr": "tur",
    "fa": "pes",
}
NEWS_PAIRS: Final = (
    ("sv", "en"),
    ("fi", "en"),
    ("fi", "sv"),
    ("sv", "fi"),
    ("nb", "sv"),
    ("de", "sv"),
    ("et", "fi"),
    ("uk", "en"),
    ("ru", "en"),
    ("ru", "fi"),
    ("ar", "en"),
    ("ar", "sv"),
)


def measure_all(data: Path, encode: Encode, town: Path | None = None) -> Iterator[Measure]:
    """Every measure below; questions only where a town's folder is given."""
    yield from measure_tatoeba(data, encode)
    yield from measure_news(data, encode)
    yield from measure_news(data, encode, "flores200_devtest")
    yield measure_answers(data, encode)
    if town is not None:
        yield from measure_questions(Questions.read(town), encode)


def _found_again(one: Vectors, two: Vectors) -> float:
    return float(((one @ two.T).argmax(1) == np.arange(len(one))).mean())


def measure_tatoeba(data: Path, encode: Encode) -> Iterator[Measure]:
    """Accuracy from each language into English on LASER's test set, as LASER's authors count it."""
    for language, code in TATOEBA.items():
        rows = list(_read(data / "test" / "tatoeba" / f"{code}.tsv.xz"))
        one, two = (encode([row[side] for row in rows]) for side in (0, 1))
        yield Measure("tatoeba", language, _found_again(one, two), len(rows))


def measure_news(data: Path, encode: Encode, name: str = "ntrex128") -> Iterator[Measure]:
    """Accuracy over the sentences that both languages have, joined on their English."""
    by_language: dict[str, dict[str, str]] = {}
    for language, text, english in _read(data / "test" / f"{name}.tsv.xz"):
        by_language.setdefault(language, {})[english] = text
        by_language.setdefault("en", {})[english] = english
    needed = sorted({language for pair in NEWS_PAIRS for language in pair})
    vectors = {at: encode(list(by_language[at].values())) for at in needed}
    rows = {at: {english: i for i, english in enumerate(by_language[at])} for at in needed}
    for one, two in NEWS_PAIRS:
        shared = [english for english in by_language[one] if english in by_language[two]]
        left = vectors[one][[rows[one][english] for english in shared]]
        right = vectors[two][[rows[two][english] for english in shared]]
        yield Measure(name, f"{one}-{two}", _found_again(left, right), len(shared))


def measure_answers(data: Path, encode: Encode) -> Measure:
    """Swedish authorities' questions to the right one of all answers (SweFaq), recall at one."""
    with lzma.open(data / "test" / "swefaq_dev.jsonl.xz", "rt", encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    right = [item["candidate_answers"][item["label"]] for item in items]
    pool = sorted({answer for item in items for answer in item["candidate_answers"]})
    near = encode([item["question"] for item in items]) @ encode(pool).T
    hits = [pool[at] == answer for at, answer in zip(near.argmax(1), right, strict=True)]
    return Measure("swefaq", "sv", float(np.mean(hits)), len(items))


def _read(path: Path) -> Iterator[list[str]]:
    with lzma.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
