"""What the model is worth: translations found again, and unseen questions brought to their topic."""

from __future__ import annotations

import csv
import json
import lzma
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
import torch.nn.functional as F
import yaml
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]

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
_LOOSENESS: Final = 10.0
_NEAREST: Final = 3


@dataclass(frozen=True, slots=True)
class Measure:
    """One number: how large a share came out right, of how many."""

    name: str
    language: str
    share: float
    count: int


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


@dataclass(frozen=True, slots=True)
class Questions:
    """A town's example questions by topic and, by language, the test questions to find it by."""

    examples: tuple[tuple[str, str], ...]
    tests: dict[str, tuple[tuple[str, str], ...]]

    @classmethod
    def read(cls, town: Path) -> Questions:
        """``<town>/<language>/*.yaml`` and ``<town>/questions/<language>/topics.yaml``."""
        examples: list[tuple[str, str]] = []
        for path in sorted(town.glob("??/*.yaml")):
            content = _yaml(path)
            for topic, body in content.items():
                if isinstance(body, dict) and isinstance(body.get("questions"), list):
                    examples += [(topic, str(text)) for text in body["questions"]]
        tests: dict[str, tuple[tuple[str, str], ...]] = {}
        known = {topic for topic, _ in examples}
        for path in sorted(town.glob("questions/??/topics.yaml")):
            found = _yaml(path).items()
            tests[path.parent.name] = tuple(
                (topic, str(text)) for topic, texts in found if topic in known for text in texts
            )
        return cls(tuple(examples), tests)


def measure_questions(questions: Questions, encode: Encode) -> Iterator[Measure]:
    """Top-1 topic by the nearest example, by a topic's three nearest, and by logistic regression."""
    topics = sorted({topic for topic, _ in questions.examples})
    label = np.array([topics.index(topic) for topic, _ in questions.examples])
    known = encode([text for _, text in questions.examples])
    fitted = _fit_logistic(known, label, len(topics))
    for language, tests in questions.tests.items():
        asked = encode([text for _, text in tests])
        wanted = np.array([topics.index(topic) for topic, _ in tests])
        near = asked @ known.T
        scores = {
            "questions, nearest": np.stack(
                [_best(near, label == t, 1) for t in range(len(topics))], 1
            ),
            "questions, mean of three": np.stack(
                [_best(near, label == t, _NEAREST) for t in range(len(topics))], 1
            ),
            "questions, logistic": asked @ fitted[:-1] + fitted[-1],
        }
        for name, score in scores.items():
            yield Measure(name, language, float((score.argmax(1) == wanted).mean()), len(tests))


def _best(near: Vectors, mine: NDArray[np.bool_], count: int) -> Vectors:
    count = min(count, int(mine.sum()))
    return np.asarray(np.sort(near[:, mine], axis=1)[:, -count:].mean(1))


def _fit_logistic(known: Vectors, label: NDArray[np.int64], topics: int) -> Vectors:
    """Softmax regression by L-BFGS; the last row is the constant."""
    wide = torch.from_numpy(np.hstack([known, np.ones((len(known), 1), np.float32)]))
    wanted = torch.from_numpy(label)
    weights = torch.zeros(wide.shape[1], topics, requires_grad=True)
    solver = torch.optim.LBFGS([weights], max_iter=150, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        solver.zero_grad()
        missed = F.cross_entropy(wide @ weights, wanted, reduction="sum")
        total = missed + (weights[:-1] ** 2).sum() / (2 * _LOOSENESS)
        total.backward()  # type: ignore[no-untyped-call]
        return total

    solver.step(loss)  # type: ignore[no-untyped-call]
    return weights.detach().numpy()


def _yaml(path: Path) -> dict[str, Any]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content if isinstance(content, dict) else {}


def _read(path: Path) -> Iterator[list[str]]:
    with lzma.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
