"""What to do with the evidence: answer, offer choices, turn elsewhere, chat, or give up.

The evidence becomes probabilities by a multinomial logistic model, fitted on what scorers say of
examples that they have not seen (stacking with held-out folds, Wolpert 1992), and the outcome is
the one with the least expected cost under the costs that `config.yaml` states.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.answer import Outcome
from embeddings.entry import Match
from embeddings.search import best_similarity
from knowledge.model import Kind

CHOICES = 3
# The share of questions whose topic is not the best one but stands among the first three.
SECOND_CHANCE = 0.8


@dataclass(frozen=True, slots=True)
class Costs:
    """What a mistake costs, in units of one needless "did you mean"."""

    wrong_answer: float
    needless_choices: float
    pointless_choices: float
    needless_refusal: float
    missed_help: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """The labels of one kind with their scores, best first."""

    labels: tuple[str, ...]
    scores: tuple[float, ...]

    def score(self, place: int) -> float:
        """Return the score at `place`, -2 where there is none."""
        return self.scores[place] if place < len(self.scores) else -2.0


@dataclass(frozen=True, slots=True)
class Signals:
    """What the decision rests on: the ranking of each kind, and how well the words are known.

    `similarity` is the cosine of the nearest example of the best topic, and `elsewhere_similarity`
    that of the nearest example of what is not ours.
    """

    topics: Ranked
    elsewhere: Ranked
    smalltalk: Ranked
    similarity: float
    elsewhere_similarity: float
    coverage: float
    words: int

    def vector(self) -> list[float]:
        """Return the features of the logistic model."""
        best, second = self.topics.score(0), self.topics.score(1)
        away, chat = self.elsewhere.score(0), self.smalltalk.score(0)
        return [
            best,
            best - second,
            best - away,
            best - chat,
            away,
            chat,
            self.similarity,
            self.similarity - self.elsewhere_similarity,
            self.coverage,
            math.log1p(self.words),
            self.coverage * best,
        ]


@dataclass(frozen=True, slots=True)
class Belief:
    """Probabilities, summing to one: the best topic is right, another is, none is, it is chat."""

    best: float
    other: float
    elsewhere: float
    smalltalk: float

    def weakened(self, doubt: float) -> "Belief":
        """Move the share `doubt` of the topics' probability elsewhere."""
        kept = 1 - doubt
        lost = (self.best + self.other) * doubt
        return Belief(self.best * kept, self.other * kept, self.elsewhere + lost, self.smalltalk)


TRUTHS = ("best", "other", "elsewhere", "smalltalk")


@dataclass(frozen=True, slots=True)
class Decider:
    """Weights of the logistic model, shape (features, 4), over standardised features."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: NDArray[np.float64]

    def belief(self, signals: Signals) -> Belief:
        """Return how likely each truth is."""
        features = (np.asarray(signals.vector()) - self.mean) / self.scale
        logits = features @ self.weights + self.bias
        odds = np.exp(logits - logits.max())
        best, other, elsewhere, smalltalk = (odds / odds.sum()).tolist()
        return Belief(best, other, elsewhere, smalltalk)


def decide(belief: Belief, costs: Costs, distress: float = 0.0) -> Outcome:
    """Return the outcome with the least expected cost (`REDIRECT` stands for every refusal)."""
    expected = expected_costs(belief, costs, distress)
    return min(expected, key=lambda outcome: expected[outcome])


def expected_costs(belief: Belief, costs: Costs, distress: float = 0.0) -> dict[Outcome, float]:
    """Return what each outcome costs on average, in units of one needless "did you mean".

    `distress` is the probability that help in distress is what is needed, where that would be the
    answer: to withhold it costs most.
    """
    missed = costs.missed_help * distress
    topic = belief.best + belief.other
    offered = belief.best + belief.other * SECOND_CHANCE
    offering = costs.needless_choices * offered + costs.pointless_choices * (1 - offered)
    return {
        Outcome.ANSWER: costs.wrong_answer * (1 - belief.best - distress_beside(belief, distress)),
        Outcome.CHOICES: offering + missed,
        Outcome.REDIRECT: costs.needless_refusal * topic + belief.smalltalk + missed,
        Outcome.SMALLTALK: costs.needless_refusal * topic + belief.elsewhere + missed,
    }


def distress_beside(belief: Belief, distress: float) -> float:
    """Return the part of `distress` that is not the best topic's own probability."""
    return max(0.0, distress - belief.best)


def fit_decider(signals: Sequence[Signals], truths: Sequence[str]) -> Decider:
    """Learn from held-out examples what their signals were and which of `TRUTHS` held."""
    from sklearn.linear_model import LogisticRegression

    features = np.asarray([s.vector() for s in signals])
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-9
    model = LogisticRegression(C=1.0, max_iter=1000)
    model.fit((features - mean) / scale, list(truths))
    weights = np.zeros((features.shape[1], len(TRUTHS)))
    bias = np.full(len(TRUTHS), -30.0)
    found, starts = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # scikit-learn keeps one row for two truths
        found, starts = np.vstack([0 * found, found]), np.append(0.0, starts)
    for row, truth in enumerate(model.classes_):
        column = TRUTHS.index(truth)
        weights[:, column], bias[column] = found[row], starts[row]
    return Decider(mean, scale, weights, bias)


def truth_of(label: str, kind: Kind, signals: Signals) -> str:
    """Return which of `TRUTHS` holds for an example of `label`."""
    if kind is not Kind.TOPIC:
        return kind.value
    return "best" if signals.topics.labels[:1] == (label,) else "other"


def rank(
    scores: NDArray[np.float32], labels: Sequence[str], kinds: Mapping[str, Kind]
) -> dict[Kind, Ranked]:
    """Sort the labels of each kind by score."""
    order = np.argsort(-scores, kind="stable")
    found: dict[Kind, list[int]] = {kind: [] for kind in Kind}
    for place in order:
        found[kinds[labels[place]]].append(int(place))
    return {
        kind: Ranked(tuple(labels[p] for p in places), tuple(float(scores[p]) for p in places))
        for kind, places in found.items()
    }


def signals_of(
    scores: NDArray[np.float32],
    labels: Sequence[str],
    matches: Sequence[Match],
    coverage: float,
    words: int,
    kinds: Mapping[str, Kind],
) -> Signals:
    """Turn what the search found into what the decision rests on."""
    ranked = rank(scores, labels, kinds)
    best = ranked[Kind.TOPIC].labels[:1]
    away = [m.similarity for m in matches if kinds[m.entry.topic] is Kind.ELSEWHERE]
    return Signals(
        topics=ranked[Kind.TOPIC],
        elsewhere=ranked[Kind.ELSEWHERE],
        smalltalk=ranked[Kind.SMALLTALK],
        similarity=best_similarity(matches, best[0]) if best else 0.0,
        elsewhere_similarity=max(away, default=0.0),
        coverage=coverage,
        words=words,
    )
