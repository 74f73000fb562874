"""A town's questions: are unseen ones brought to their topic by the vectors alone?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
import yaml
from numpy.typing import NDArray
from torch.nn import functional

from embeddings.training.measure import Encode, Measure, Vectors

_LOOSENESS: Final = 10.0
_NEAREST: Final = 3


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
    """Top-1 topic by the nearest example, by its three nearest, by logistic regression."""
    topics = sorted({topic for topic, _ in questions.examples})
    label = np.array([topics.index(topic) for topic, _ in questions.examples])
    known = encode([text for _, text in questions.examples])
    fitted = _fit_logistic(known, label, len(topics))
    for language, tests in questions.tests.items():
        asked = encode([text for _, text in tests])
        wanted = np.array([topics.index(topic) for topic, _ in tests])
        near = asked @ known.T
        scores = {
            "questions, nearest": _best_of_each(near, label, 1),
            "questions, mean of three": _best_of_each(near, label, _NEAREST),
            "questions, logistic": asked @ fitted[:-1] + fitted[-1],
        }
        for name, score in scores.items():
            yield Measure(name, language, float((score.argmax(1) == wanted).mean()), len(tests))


def _best_of_each(near: Vectors, label: NDArray[np.int64], count: int) -> Vectors:
    """For each topic the mean of its ``count`` best likenesses, a column a topic."""
    columns = []
    for topic in range(int(label.max()) + 1):
        mine = np.sort(near[:, label == topic], axis=1)
        columns.append(mine[:, -min(count, mine.shape[1]) :].mean(1))
    return np.stack(columns, 1)


def _fit_logistic(known: Vectors, label: NDArray[np.int64], topics: int) -> Vectors:
    """Softmax regression by L-BFGS; the last row is the constant."""
    wide = torch.from_numpy(np.hstack([known, np.ones((len(known), 1), np.float32)]))
    wanted = torch.from_numpy(label)
    weights = torch.zeros(wide.shape[1], topics, requires_grad=True)
    solver = torch.optim.LBFGS([weights], max_iter=150, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        solver.zero_grad()
        missed = functional.cross_entropy(wide @ weights, wanted, reduction="sum")
        total = missed + (weights[:-1] ** 2).sum() / (2 * _LOOSENESS)
        total.backward()  # type: ignore[no-untyped-call]
        return total

    solver.step(loss)  # type: ignore[no-untyped-call]
    return weights.detach().numpy()


def _yaml(path: Path) -> dict[str, Any]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content if isinstance(content, dict) else {}
