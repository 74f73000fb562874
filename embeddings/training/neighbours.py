"""Texts that the teacher finds close: drawn into one batch, they are the hard lessons on topics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import faiss
import numpy as np
from numpy.typing import NDArray

_CELLS: Final = 1024
_PROBED: Final = 8
_BLOCK: Final = 16_384


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Row i of ``nearest`` names the lessons closest to lesson i, itself left out."""

    nearest: NDArray[np.int32]

    @classmethod
    def from_vectors(cls, vectors: NDArray[np.float32], count: int = 16) -> Neighbours:
        """The ``count`` nearest by inner product; where there are many, by an inverted file."""
        width = vectors.shape[1]
        index: faiss.Index = faiss.IndexFlatIP(width)
        if len(vectors) > 39 * _CELLS:
            index = faiss.IndexIVFFlat(
                faiss.IndexFlatIP(width), width, _CELLS, faiss.METRIC_INNER_PRODUCT
            )
            index.train(vectors[:: max(1, len(vectors) // (40 * _CELLS))])
            index.nprobe = _PROBED
        index.add(vectors)
        count = min(count, len(vectors) - 1)
        blocks = []
        for start in range(0, len(vectors), _BLOCK):
            some = vectors[start : start + _BLOCK]
            found = index.search(some, count + 1)[1].astype(np.int32)
            blocks.append(_without(found, np.arange(start, start + len(some))))
        return cls(np.concatenate(blocks))


def _without(found: NDArray[np.int32], own: NDArray[np.int64]) -> NDArray[np.int32]:
    """Drop each row's own number, or its last one where the own was not found."""
    mine = found == own[:, None]
    mine[~mine.any(1), -1] = True
    return np.asarray(found[~mine].reshape(len(found), -1), dtype=np.int32)
