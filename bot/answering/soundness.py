"""Whether what was read from the cache fits together, so that a damaged file is built again."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from bot.answering.decision import TRUTHS
from bot.answering.fitting import Fitted
from embeddings.lexical import LexicalFeatures
from embeddings.scoring import LinearScorer


class Unsound(ValueError):  # noqa: N818 - it names what was found
    """Arrays that do not fit together, or hold what is no number."""


def refuse_unsound(fitted: Fitted) -> None:
    """Raise `Unsound` where a size is not what others ask for, or a number is none."""
    vectors, decider = fitted.vectors, fitted.decider
    _refuse(vectors.ndim != 2 or len(vectors) != len(fitted.entries), "vectors")
    _scorer(fitted.lexical, fitted.topics)
    _scorer(fitted.lexical, fitted.languages)
    if fitted.context is not None:
        _scorer(fitted.context.lexical, fitted.context.scorer)
    features = decider.mean.shape
    _refuse(len(features) != 1 or decider.scale.shape != features, "decider")
    _refuse(decider.weights.shape != (*features, len(TRUTHS)), "decider")
    _refuse(decider.bias.shape != (len(TRUTHS),), "decider")
    for name, array in _numbers(fitted):
        # A sum is not finite as soon as one of its parts is not, and costs a tenth of looking.
        _refuse(not np.isfinite(array.sum(dtype=np.float64)), name)


def _scorer(words: LexicalFeatures, scorer: LinearScorer) -> None:
    _refuse(words.known.ndim != 1 or words.known.shape != words.idf.shape, "words")
    _refuse(scorer.weights.shape != (len(words.known), len(scorer.labels)), "weights")
    _refuse(scorer.bias.shape != (len(scorer.labels),), "bias")


def _numbers(fitted: Fitted) -> Iterator[tuple[str, NDArray[np.floating]]]:
    yield "vectors", fitted.vectors
    yield "idf", fitted.lexical.idf
    scorers = [fitted.topics, fitted.languages]
    scorers += [fitted.context.scorer] if fitted.context is not None else []
    for scorer in scorers:
        yield "weights", scorer.weights
        yield "bias", scorer.bias
    decider = fitted.decider
    for array in (decider.mean, decider.scale, decider.weights, decider.bias):
        yield "decider", array


def _refuse(wrong: bool, name: str) -> None:
    if wrong:
        raise Unsound(f"{name} do not fit")
