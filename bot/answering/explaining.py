"""Why a question got its answer: what the decision rested on, for editors."""

from dataclasses import dataclass

import numpy as np

from bot.answering.answer import Answer, Outcome
from bot.answering.answer_language import LanguageReason
from bot.answering.decision import Belief, Costs, Signals, expected_costs
from bot.answering.question import Question
from bot.answering.understanding import Understanding
from embeddings.entry import Match

SHOWN = 5
# How fast topics behind the best one lose probability with their score: the first two of them hold
# four fifths of it then, which is what the decision reckons with (`decision.SECOND_CHANCE`).
SLOPE = 3.5


@dataclass(frozen=True, slots=True)
class Considered:
    """An answer with what led to it; `understood` is `None` where there was nothing to read."""

    answer: Answer
    language: str
    reason: LanguageReason
    understood: Understanding | None = None
    distress: float = 0.0


@dataclass(frozen=True, slots=True)
class LikelyTopic:
    """A topic with the probability, 0 to 1, that it is meant, and its nearest example if near.

    Only the best topic's probability is learnt; the others share what is left by their scores.
    """

    topic: str
    probability: float
    score: float
    example: Match | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that a question's answer rested on.

    `languages` are the likeliest with their probabilities; `read_as` is the text that was searched
    for, without names and years in passing; `coverage` the share of its words that are known;
    `expected` what each outcome would cost on average; `seconds` how long it all took.
    """

    question: Question
    answer: Answer
    reason: LanguageReason
    languages: tuple[tuple[str, float], ...]
    read_as: str
    coverage: float
    topics: tuple[LikelyTopic, ...]
    nearest: Match | None
    belief: Belief | None
    away: str | None
    asked_year: int | None
    expected: tuple[tuple[Outcome, float], ...]
    seconds: float


def explanation_of(
    question: Question, considered: Considered, costs: Costs, seconds: float
) -> Explanation:
    """Return why `question` was answered as `considered` says."""
    understood = considered.understood
    if understood is None:
        return _unread(question, considered, seconds)
    expected = expected_costs(understood.belief, costs, considered.distress)
    return Explanation(
        question=question,
        answer=considered.answer,
        reason=considered.reason,
        languages=understood.language.ranked[:SHOWN],
        read_as=understood.read_as,
        coverage=understood.signals.coverage,
        topics=likely_topics(understood),
        nearest=understood.matches[0] if understood.matches else None,
        belief=understood.belief,
        away=understood.away,
        asked_year=next(iter(understood.unknown_years), None),
        expected=tuple(sorted(expected.items(), key=lambda pair: pair[1])),
        seconds=seconds,
    )


def likely_topics(understood: Understanding) -> tuple[LikelyTopic, ...]:
    """Return the likeliest topics, best first."""
    ranked, matches = understood.signals.topics, understood.matches
    shares = topic_shares(understood.signals, understood.belief)
    return tuple(
        LikelyTopic(
            topic,
            share,
            score,
            next((match for match in matches if match.entry.topic == topic), None),
        )
        for topic, score, share in zip(
            ranked.labels[:SHOWN], ranked.scores[:SHOWN], shares[:SHOWN], strict=True
        )
    )


def topic_shares(signals: Signals, belief: Belief) -> tuple[float, ...]:
    """Return each ranked topic's probability; together they hold `belief.best + belief.other`."""
    scores = np.asarray(signals.topics.scores)
    if len(scores) < 2:
        return (belief.best,) * len(scores)
    odds = np.exp(SLOPE * (scores[1:] - scores[1]))
    return (belief.best, *(belief.other * odds / odds.sum()).tolist())


def _unread(question: Question, considered: Considered, seconds: float) -> Explanation:
    return Explanation(
        question=question,
        answer=considered.answer,
        reason=considered.reason,
        languages=(),
        read_as="",
        coverage=0.0,
        topics=(),
        nearest=None,
        belief=None,
        away=None,
        asked_year=None,
        expected=(),
        seconds=seconds,
    )
