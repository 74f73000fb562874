"""The outcome with the least expected cost, from probabilities learnt from examples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.answer import Outcome
from bot.answering.decision import (
    TRUTHS,
    Belief,
    Costs,
    Ranked,
    Signals,
    decide,
    fit_decider,
    rank,
    signals_of,
    truth_of,
)
from embeddings.entry import Entry, Match
from knowledge.model import Kind

COSTS = Costs(12, 1, 3, 4, missed_help=20)
KINDS = {
    "vision": Kind.TOPIC,
    "hours": Kind.TOPIC,
    "elsewhere.places": Kind.ELSEWHERE,
    "greeting": Kind.SMALLTALK,
}
LABELS = tuple(KINDS)


def signals(topic: float, away: float = -1.0, chat: float = -1.0) -> Signals:
    scores = np.array([topic, -0.5, away, chat], dtype=np.float32)
    return signals_of(scores, LABELS, [], coverage=1.0, words=3, kinds=KINDS)


@st.composite
def beliefs(draw: st.DrawFn) -> Belief:
    parts = [draw(st.floats(0.001, 1)) for _ in range(4)]
    best, other, elsewhere, smalltalk = (part / sum(parts) for part in parts)
    return Belief(best, other, elsewhere, smalltalk)


@pytest.mark.parametrize(
    ("belief", "outcome"),
    [
        (Belief(0.99, 0.01, 0, 0), Outcome.ANSWER),
        (Belief(0.5, 0.5, 0, 0), Outcome.CHOICES),
        (Belief(0.02, 0.03, 0.95, 0), Outcome.REDIRECT),
        (Belief(0.02, 0.03, 0, 0.95), Outcome.SMALLTALK),
    ],
    ids=["sure", "one of two", "not ours", "politeness"],
)
def test_what_is_likely_decides(belief: Belief, outcome: Outcome) -> None:
    assert decide(belief, COSTS) is outcome


def test_costs_move_the_border() -> None:
    belief = Belief(0.9, 0.1, 0, 0)
    careless = Costs(2, 1, 3, 4, 20)

    assert decide(belief, COSTS) is Outcome.CHOICES
    assert decide(belief, careless) is Outcome.ANSWER


@given(beliefs(), st.floats(1, 100))
def test_a_dearer_wrong_answer_is_never_given_more_often(belief: Belief, factor: float) -> None:
    dearer = Costs(COSTS.wrong_answer * factor, 1, 3, 4, 20)

    if decide(belief, dearer) is Outcome.ANSWER:
        assert decide(belief, COSTS) is Outcome.ANSWER


@given(beliefs(), st.floats(0, 1))
def test_doubt_moves_probability_and_loses_none(belief: Belief, doubt: float) -> None:
    weaker = belief.weakened(doubt)

    total = weaker.best + weaker.other + weaker.elsewhere + weaker.smalltalk
    assert total == pytest.approx(1)
    assert weaker.best <= belief.best
    assert weaker.smalltalk == belief.smalltalk


@given(beliefs(), st.floats(0, 1))
def test_distress_never_keeps_an_answer_back(belief: Belief, share: float) -> None:
    calm = decide(belief, COSTS)
    distress = belief.best + share * belief.other

    if calm is Outcome.ANSWER:
        assert decide(belief, COSTS, distress) is Outcome.ANSWER


def test_help_is_given_on_a_smaller_chance() -> None:
    belief = Belief(0.5, 0.1, 0.4, 0)

    assert decide(belief, COSTS) is Outcome.CHOICES
    assert decide(belief, COSTS, distress=0.5) is Outcome.ANSWER


def test_full_doubt_is_never_answered() -> None:
    assert decide(Belief(1, 0, 0, 0).weakened(1), COSTS) is Outcome.REDIRECT


def test_each_kind_is_ranked_by_itself() -> None:
    ranked = rank(np.array([0.1, 0.4, 0.9, -0.2], dtype=np.float32), LABELS, KINDS)

    assert ranked[Kind.TOPIC].labels == ("hours", "vision")
    assert ranked[Kind.ELSEWHERE].labels == ("elsewhere.places",)
    assert ranked[Kind.SMALLTALK].score(0) == pytest.approx(-0.2)
    assert ranked[Kind.SMALLTALK].score(1) == -2.0


def test_nearness_counts_the_best_topic_and_what_is_not_ours() -> None:
    matches = [
        Match(Entry("elsewhere.places", "sv", "a"), 0.9),
        Match(Entry("hours", "sv", "b"), 0.8),
        Match(Entry("vision", "sv", "c"), 0.7),
    ]
    scores = np.array([1.0, 0.0, 0.0, 0.0], dtype=np.float32)

    found = signals_of(scores, LABELS, matches, 0.5, 3, KINDS)

    assert (found.similarity, found.elsewhere_similarity) == (0.7, 0.9)


def test_a_town_without_topics_in_sight_has_no_best() -> None:
    empty = Ranked((), ())

    assert truth_of("x", Kind.TOPIC, Signals(empty, empty, empty, 0, 0, 0, 0)) == "other"


@pytest.mark.parametrize(
    ("label", "truth"),
    [("vision", "best"), ("hours", "other"), ("greeting", "smalltalk")],
)
def test_truths_of_examples(label: str, truth: str) -> None:
    assert truth_of(label, KINDS[label], signals(1.0)) == truth


def test_learnt_probabilities_follow_the_scores() -> None:
    shown = [signals(1.0)] * 20 + [signals(0.1)] * 5 + [signals(-1, 1)] * 20 + [signals(-1, -1, 1)]
    truths = ["best"] * 20 + ["other"] * 5 + ["elsewhere"] * 20 + ["smalltalk"]
    decider = fit_decider(shown, truths)

    assert decider.belief(signals(1.0)).best > 0.8
    assert decider.belief(signals(-1.0, 1.0)).elsewhere > 0.8
    belief = decider.belief(signals(0.3, 0.2, 0.1))
    total = belief.best + belief.other + belief.elsewhere + belief.smalltalk
    assert total == pytest.approx(1)


@pytest.mark.parametrize("other", TRUTHS[1:])
def test_two_truths_are_enough_to_learn_from(other: str) -> None:
    decider = fit_decider([signals(1.0), signals(-1.0, 1.0)] * 10, ["best", other] * 10)

    assert decider.belief(signals(1.0)).best > 0.5
    assert getattr(decider.belief(signals(-1.0, 1.0)), other) > 0.5
