"""Nearest entries by meaning: FAISS inner product over normalised vectors."""

from collections.abc import Sequence

import faiss
import numpy as np
from numpy.typing import NDArray

from embeddings.entry import Entry, Match

# A single query is quickest in the calling thread, and FAISS with several threads hangs in a
# forked child (https://github.com/facebookresearch/faiss/issues/5206).
faiss.omp_set_num_threads(1)


class VectorIndex:
    """An exact index of `entries` by their vectors, an array of shape (entries, dimensions).

    Rows are unit length, so that the inner product is the cosine. Searching from several threads
    at once is safe; the index never changes after it is built.
    """

    def __init__(self, entries: Sequence[Entry], vectors: NDArray[np.float32]) -> None:
        self.entries = tuple(entries)
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def search(self, vector: NDArray[np.float32], count: int) -> list[Match]:
        """Return the `count` entries nearest to `vector`, shape (dimensions,), best first.

        A zero vector (a blank text) is near to nothing.
        """
        return self.search_many(vector[np.newaxis], count)[0]

    def search_many(self, vectors: NDArray[np.float32], count: int) -> list[list[Match]]:
        """Return the same for each row of `vectors`, faster than one by one."""
        if not self.entries:
            return [[] for _ in vectors]
        similarities, places = self._index.search(
            np.ascontiguousarray(vectors, dtype=np.float32), min(count, len(self.entries))
        )
        return [
            [
                Match(self.entries[place], similarity)
                for place, similarity in zip(row, near, strict=True)
            ]
            if vector.any()
            else []
            for vector, row, near in zip(
                vectors, places.tolist(), similarities.tolist(), strict=True
            )
        ]
