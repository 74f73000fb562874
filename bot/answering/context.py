"""Whether a name or a year is what a question asks about, or is mentioned in passing.

"Kalix budget" asks about Kalix; "jag bor i Kalix, när har ni öppet" does not. Learnt from the words
around the mention in the examples of topics (in passing) and of what is elsewhere (asked about).
"""

from collections.abc import Sequence

import numpy as np

from bot.answering.mentions import Mention, fold, tokens_of
from embeddings.lexical import LexicalFeatures, Shape
from embeddings.scoring import LinearScorer, fit_scorer

SHAPE = Shape(shortest=2, longest=4, words=2, word_weight=1.0)
REACH = 4
ASKED, PASSING = "asked", "passing"


def context_of(text: str, mention: Mention) -> str:
    """Describe the words around `mention`, with their side and distance, without the name itself."""
    kind = "year" if mention.year is not None else "name"
    before = [token.folded for token in tokens_of(text[: mention.start])]
    after = [token.folded for token in tokens_of(text[mention.end :])]
    ending = fold(text[mention.start : mention.end])[-3:] if mention.year is None else ""
    near = [f"b{at}_{word}" for at, word in enumerate(reversed(before[-REACH:]), 1)]
    far = [f"a{at}_{word}" for at, word in enumerate(after[:REACH], 1)]
    alone = ["alone_" + kind] if not before or not after else []
    return " ".join([*reversed(near), f"{kind}_{ending}", *far, *alone, *before, *after])


class ContextModel:
    """Tells how likely a mention is what is asked about."""

    def __init__(self, lexical: LexicalFeatures, scorer: LinearScorer, slope: float) -> None:
        self.lexical = lexical
        self.scorer = scorer
        self.slope = slope

    def asked(self, text: str, mention: Mention) -> float:
        """Return the probability, 0 to 1, that `text` asks about `mention`."""
        row = self.lexical.row(context_of(text, mention))
        scores = self.scorer.scores(row)
        return float(1 / (1 + np.exp(-self.slope * scores[self.scorer.labels.index(ASKED)])))


def fit_context_model(contexts: Sequence[str], labels: Sequence[str]) -> ContextModel | None:
    """Learn from described contexts; `None` where the examples show one side only."""
    if len(set(labels)) < 2:
        return None
    lexical = LexicalFeatures.fitted(contexts, SHAPE)
    scorer = fit_scorer(lexical.rows(contexts), labels)
    return ContextModel(lexical, scorer, slope=3.0)
