"""How much each piece says: common pieces are made short, so that rare ones carry the topic."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embeddings.training.corpus import Corpus
from embeddings.training.tokenizer import Words

RARITY = 1e-3


def piece_shares(
    corpus: Corpus, words: Words, pieces: int, *, draws: int = 400_000, seed: int = 0
) -> NDArray[np.float64]:
    """Each piece's share of running text in the language where it is commonest."""
    rng = np.random.default_rng(seed)
    rows = rng.choice(len(corpus), size=draws, p=corpus.weight)
    texts = np.concatenate([corpus.left[rows], corpus.right[rows]])
    languages = np.array(corpus.languages)[texts]
    shares = np.zeros(pieces)
    for language in sorted(set(languages)):
        cut = words.cut(texts[languages == language])
        count = np.bincount(cut.values, minlength=pieces)
        # A language seen little must not give its rare pieces large shares.
        shares = np.maximum(shares, count / max(count.sum(), 50_000))
    return shares


def weigh(
    table: NDArray[np.float32], shares: NDArray[np.float64], rarity: float = RARITY
) -> NDArray[np.float32]:
    """Rows times ``rarity / (rarity + share)`` (Arora et al. 2017), mean length 1."""
    weighed = table * (rarity / (rarity + shares))[:, None].astype(np.float32)
    length = float(np.linalg.norm(weighed, axis=1).mean())
    return np.asarray(weighed / max(length, 1e-9), dtype=np.float32)
