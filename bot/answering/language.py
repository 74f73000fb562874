"""Which language a question is written in.

Two witnesses: py3langid, which knows the languages at large, and a linear scorer over the words
and characters of the knowledge's own examples, which knows `aukioloajat` and `öppettider`. Their
weights are fitted on examples that the scorer has not seen.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import MODEL_FILE, LanguageIdentifier

# py3langid's own names where they differ from IETF tags.
ALIASES = {"nb": "no"}
# Below this probability a question's language is a guess, and what the asker chose counts more.
CONFIDENT = 0.6
FLOOR = 1e-6


class Identifier:
    """py3langid limited to `codes`; one that it does not know gets no vote."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        self._identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        known = set(self._identifier.labels)
        wanted = [ALIASES.get(code, code) for code in self.codes]
        self._identifier.set_languages([code for code in wanted if code in known])

    def probabilities(self, text: str) -> NDArray[np.float64]:
        """Return one probability a code, in their order."""
        found = {str(code): float(p) for code, p in self._identifier.rank(text)}
        return np.array([found.get(ALIASES.get(code, code), 0.0) for code in self.codes])


@dataclass(frozen=True, slots=True)
class LanguageBelief:
    """How likely each language is, most likely first."""

    ranked: tuple[tuple[str, float], ...]

    @property
    def best(self) -> str:
        """The most likely language."""
        return self.ranked[0][0]

    @property
    def confident(self) -> bool:
        """Whether the best is likely enough to be answered in."""
        return self.ranked[0][1] >= CONFIDENT


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """How much each witness weighs: logits = general * log p + special * score."""

    codes: tuple[str, ...]
    general: float
    special: float

    def limited_to(self, codes: Collection[str]) -> "LanguageModel":
        """Return the same for those of its languages that are among `codes`, else for the first."""
        kept = tuple(code for code in self.codes if code in codes)
        return replace(self, codes=kept or tuple(codes)[:1])

    def belief(
        self, probabilities: NDArray[np.float64], scores: NDArray[np.float32]
    ) -> LanguageBelief:
        """Join the witnesses; `scores` and `probabilities` are in the order of `codes`."""
        logits = self.general * np.log(probabilities + FLOOR) + self.special * scores
        odds = np.exp(logits - logits.max())
        shares = odds / odds.sum()
        order = np.argsort(-shares, kind="stable")
        return LanguageBelief(tuple((self.codes[at], float(shares[at])) for at in order))


def fit_language_model(
    codes: Sequence[str],
    probabilities: NDArray[np.float64],
    scores: NDArray[np.float32],
    truth: NDArray[np.int64],
) -> LanguageModel:
    """Choose the two weights that make the held-out languages likeliest.

    `probabilities` and `scores` have shape (texts, codes), `truth` holds places in `codes`.
    """

    def loss(general: float, special: float) -> float:
        logits = general * np.log(probabilities + FLOOR) + special * scores
        logits -= logits.max(axis=1, keepdims=True)
        chosen = logits[np.arange(len(truth)), truth] - np.log(np.exp(logits).sum(axis=1))
        return float(-chosen.mean())

    grid = [(g, s) for g in (0.0, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2) for s in (0.5, 1, 2, 3, 4, 6)]
    general, special = min(grid, key=lambda pair: loss(*pair))
    return LanguageModel(tuple(codes), general, special)
