"""Shares, intervals and bars of made-up results, and what the score is worth."""

from pathlib import Path

import pytest

from bot.evaluation.calibration import calibration_error
from bot.evaluation.judging import Result
from bot.evaluation.measures import OTHERS, Measure, measure, reliability
from knowledge.model import Place
from knowledge.questions import TestQuestion

PLACE = Place(Path("topics.yaml"), 1)


def result(
    verdict: str, outcome: str = "answer", language: str = "sv", **changes: object
) -> Result:
    outside = changes.get("kind") is not None
    question = TestQuestion(
        text="hur stor är budgeten",
        topic=None if outside else "budget",
        kind=str(changes.get("kind", "topic")),
        language=language,
        group="elsewhere" if outside else "topics",
        place=PLACE,
    )
    score = float(str(changes.get("score", 1.0)))
    return Result(question, verdict, outcome, "budget", (), score, language, language_right=True)


def named(measures: list[Measure], language: str, name: str) -> Measure:
    return next(m for m in measures if (m.language, m.name) == (language, name))


def test_a_share_stands_in_its_interval_beside_its_bar() -> None:
    results = [result("right")] * 98 + [result("wrong")] * 2
    measures = list(measure(results, ["sv"]))

    answered = named(measures, "sv", "answered")
    assert (answered.share, answered.count, answered.passed) == (0.98, 100, True)
    assert answered.low == pytest.approx(0.930, abs=0.001)  # Wilson's interval
    assert answered.high == pytest.approx(0.994, abs=0.001)
    assert not named(measures, "sv", "wrong answer in scope").passed


def test_near_misses_must_be_turned_away_rather_than_misunderstood() -> None:
    results = [result("redirect", "redirect", kind="place")] * 3
    results += [result("fallback", "fallback", kind="year"), result("wrong", kind="other")]
    measures = list(measure(results, ["sv"]))

    assert named(measures, "sv", "near misses redirected").share == 0.75
    assert named(measures, "sv", "wrong answer out of scope").share == 0.2


def test_languages_that_are_only_understood_are_also_taken_together() -> None:
    results = [result("right", language="de"), result("wrong", language="pl"), result("right")]
    measures = list(measure(results, ["sv"]))

    assert [m.language for m in measures if m.name == "answered"] == ["sv", "de", "pl", OTHERS]
    assert named(measures, OTHERS, "wrong answer in scope").count == 2


def test_a_score_that_says_too_little_is_told() -> None:
    bins = reliability([result("right", score=0.75)] * 9 + [result("wrong", score=0.75)])

    assert [(b.low, b.count, b.share_right) for b in bins] == [(0.7, 10, 0.9)]
    assert calibration_error(bins) == pytest.approx(0.15)


def test_no_answers_have_no_reliability() -> None:
    assert calibration_error(reliability([result("refused", "redirect")])) == 0
