"""Whether a name or a year is what a question asks about, or is mentioned in passing.

"Kalix budget" asks about Kalix; "jag bor i Kalix, när har ni öppet" does not. Learnt from the words
around the mention in the examples of topics (in passing) and of what is elsewhere (asked about).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answering.mentions import Mention, tokens_of
from embeddings.lexical import LexicalFeatures, Shape, fold
from embeddings.scoring import FOLDS, LinearScorer, fit_scorer, out_of_fold_scores

SHAPE = Shape(shortest=2, longest=4, words=2, word_weight=1.0)
REACH = 4
# Short words hold a sentence together (i, från, my, but) and count at any distance; longer ones
# far away tell what is asked, not how the name stands in it.
SHORT = 4
ASKED, PASSING = "asked", "passing"
OWN = "own_name"
SLOPES = (1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0)


def context_of(text: str, mention: Mention, own: Sequence[str] = ()) -> str:
    """Describe the words around `mention`, with their side and distance, without the name itself.

    Words that begin with one of `own`, the municipality's names folded, are all put as one: who
    names the town beside another place asks about the town.
    """
    kind = "year" if mention.year is not None else "name"
    before = _words_of(text[: mention.start], own)
    after = _words_of(text[mention.end :], own)
    ending = fold(text[mention.start : mention.end])[-3:] if mention.year is None else ""
    near = [f"b{at}_{word}" for at, word in enumerate(reversed(before[-REACH:]), 1)]
    far = [f"a{at}_{word}" for at, word in enumerate(after[:REACH], 1)]
    alone = ["alone_" + kind] if not before or not after else []
    words = [*before, *after]
    short = [word for word in words if len(word) <= SHORT]
    named = ["has_" + OWN] if OWN in words else []
    return " ".join([*reversed(near), f"{kind}_{ending}", *far, *alone, *named, *short])


def _words_of(text: str, own: Sequence[str]) -> list[str]:
    folded = (token.folded for token in tokens_of(text))
    return [OWN if any(word.startswith(name) for name in own) else word for word in folded]


class ContextModel:
    """Tells how likely a mention is what is asked about."""

    def __init__(self, lexical: LexicalFeatures, scorer: LinearScorer, slope: float) -> None:
        self.lexical = lexical
        self.scorer = scorer
        self.slope = slope

    def asked(self, context: str) -> float:
        """Return the probability, 0 to 1, that a described context asks about its mention."""
        scores = self.scorer.scores(self.lexical.row(context))
        return float(_probability(scores[self.scorer.labels.index(ASKED)], self.slope))


def fit_context_model(contexts: Sequence[str], labels: Sequence[str]) -> ContextModel | None:
    """Learn from described contexts; `None` where the examples show one side only."""
    if len(set(labels)) < 2:
        return None
    lexical = LexicalFeatures.fitted(contexts, SHAPE)
    rows = lexical.rows(contexts)
    folds = np.arange(len(contexts)) % FOLDS
    held_out, names = out_of_fold_scores(rows, labels, folds)
    asked = np.array([label == ASKED for label in labels])
    scores = held_out[:, names.index(ASKED)]

    def loss(slope: float) -> float:
        likely = _probability(scores, slope)
        return float(-np.log(np.where(asked, likely, 1 - likely) + 1e-9).mean())

    return ContextModel(lexical, fit_scorer(rows, labels), slope=min(SLOPES, key=loss))


def _probability(scores: NDArray[np.float32], slope: float) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-slope * np.asarray(scores, dtype=np.float64)))
