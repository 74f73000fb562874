"""Whether a score of 0.9 is right nine times in ten (Guo et al. 2017, arXiv:1706.04599)."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from benchmarks.table import Table, percent

BINS = 10


@dataclass(frozen=True, slots=True)
class Forecast:
    """The probability, 0 to 1, that was given to the first topic, and whether it was right.

    Out of scope, where no topic answers the question, it never is.
    """

    score: float
    right: bool
    in_scope: bool = True


def binned(forecasts: Sequence[Forecast], bins: int = BINS) -> list[list[Forecast]]:
    """Deal the forecasts into bins of equal width; a score of 1 belongs to the last."""
    dealt: list[list[Forecast]] = [[] for _ in range(bins)]
    for forecast in forecasts:
        dealt[min(int(forecast.score * bins), bins - 1)].append(forecast)
    return dealt


def calibration_error(forecasts: Sequence[Forecast], bins: int = BINS) -> float:
    """Return the expected calibration error: the bins' mean gaps, weighted by their size."""
    filled = [some for some in binned(forecasts, bins) if some]
    gaps = [abs(_score(some) - _right(some)) * len(some) for some in filled]
    return sum(gaps) / len(forecasts)


def reliability_table(forecasts: Sequence[Forecast]) -> Table:
    """Put what was said in scope beside what was so, a row a bin, and the errors below."""
    inside = [forecast for forecast in forecasts if forecast.in_scope]
    return Table(
        title="What the score is worth",
        columns=("score", "questions", "mean score", "first topic right"),
        rows=tuple(
            (f"{at / BINS:.1f} to {(at + 1) / BINS:.1f}", str(len(some)), *_cells(some))
            for at, some in enumerate(binned(inside))
        ),
        note=(
            f"Expected calibration error {calibration_error(inside):.3f} in {BINS} bins, over the "
            f"{len(inside):,} test questions that a topic answers (the table). The score also "
            "allows for there being no such topic, which never is the case here; over all "
            f"{len(forecasts):,} test questions the error is {calibration_error(forecasts):.3f}."
        ),
    )


def _cells(forecasts: Sequence[Forecast]) -> tuple[str, str]:
    if not forecasts:
        return "", ""
    return percent(_score(forecasts)), percent(_right(forecasts))


def _score(forecasts: Sequence[Forecast]) -> float:
    return fmean(forecast.score for forecast in forecasts)


def _right(forecasts: Sequence[Forecast]) -> float:
    return fmean(forecast.right for forecast in forecasts)
