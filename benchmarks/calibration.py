"""What the score of the first topic is worth, in scope and over all questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.table import Table, percent
from bot.evaluation.calibration import BINS, Reliability, calibration_error, reliability_of


@dataclass(frozen=True, slots=True)
class Forecast:
    """The probability, 0 to 1, that was given to the first topic, and whether it was right.

    Out of scope, where no topic answers the question, it never is.
    """

    score: float
    right: bool
    in_scope: bool = True


def reliability_table(forecasts: Sequence[Forecast]) -> Table:
    """Put what was said in scope beside what was so, a row a bin, and the errors below."""
    every = _reliability(forecasts)
    inside = _reliability([forecast for forecast in forecasts if forecast.in_scope])
    found = {b.low: b for b in inside}
    return Table(
        title="What the score is worth",
        columns=("score", "questions", "mean score", "first topic right"),
        rows=tuple(
            (f"{at / BINS:.1f} to {(at + 1) / BINS:.1f}", *_cells(found.get(at / BINS)))
            for at in range(BINS)
        ),
        note=(
            f"Expected calibration error {calibration_error(inside):.3f} in {BINS} bins, over the "
            f"{sum(b.count for b in inside):,} test questions that a topic answers (the table). "
            "The score also allows for there being no such topic, which never is the case here; "
            f"over all {len(forecasts):,} test questions the error is "
            f"{calibration_error(every):.3f}."
        ),
    )


def _reliability(forecasts: Sequence[Forecast]) -> list[Reliability]:
    return reliability_of((forecast.score, forecast.right) for forecast in forecasts)


def _cells(found: Reliability | None) -> tuple[str, str, str]:
    if found is None:
        return "0", "", ""
    return str(found.count), percent(found.mean_score), percent(found.share_right)
