"""Whether a score of 0.9 is right nine times in ten (Guo et al. 2017, arXiv:1706.04599)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

BINS = 10


@dataclass(frozen=True, slots=True)
class Reliability:
    """Questions whose score fell into one bin: what the score said, and what was so."""

    low: float
    count: int
    mean_score: float
    share_right: float


def reliability_of(scored: Iterable[tuple[float, bool]]) -> list[Reliability]:
    """Put what scores, 0 to 1, said beside what was right, a row a bin that is not empty.

    Bins are a tenth wide; a score of 1 belongs to the last.
    """
    bins: dict[int, list[tuple[float, bool]]] = {}
    for score, right in scored:
        bins.setdefault(min(int(score * BINS), BINS - 1), []).append((score, right))
    return [
        Reliability(
            low=at / BINS,
            count=len(some),
            mean_score=fmean(score for score, _ in some),
            share_right=fmean(right for _, right in some),
        )
        for at, some in sorted(bins.items())
    ]


def calibration_error(bins: Sequence[Reliability]) -> float:
    """Return the expected calibration error: the bins' gaps, weighted by their questions."""
    count = sum(b.count for b in bins)
    return sum(abs(b.mean_score - b.share_right) * b.count for b in bins) / max(count, 1)
