"""Shares of test questions, with their intervals and the bars that a release is held to."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.answering.answer import Outcome
from bot.evaluation.calibration import Reliability, reliability_of
from bot.evaluation.judging import Result
from knowledge.questions import ELSEWHERE

NEAR_MISSES = ("place", "year", "service", "organisation")
# Language is judged from so many words on; shorter questions may be several languages at once.
WORDS_TO_TELL = 4
LEAST, MOST = "at least", "at most"
# The bars for the published languages, as shares of the questions of each.
BARS: Mapping[str, tuple[str, float]] = {
    "answered": (LEAST, 0.97),
    "answered or offered": (LEAST, 0.99),
    "wrong answer in scope": (MOST, 0.015),
    "needless refusal": (MOST, 0.01),
    "wrong answer out of scope": (MOST, 0.02),
    "choices out of scope": (MOST, 0.10),
    "near misses redirected": (LEAST, 0.90),
    "language": (LEAST, 0.99),
}
# Languages that are only understood have few questions each: one by one they are held to these,
# and all together to the bars above, with the first two lowered.
FOREIGN_ANSWERED = (LEAST, 0.90)
EACH_FOREIGN: Mapping[str, tuple[str, float]] = {
    "answered": FOREIGN_ANSWERED,
    "language": BARS["language"],
}
ALL_FOREIGN: Mapping[str, tuple[str, float]] = {
    **BARS,
    "answered": FOREIGN_ANSWERED,
    "answered or offered": FOREIGN_ANSWERED,
    "needless refusal": (MOST, 0.05),
}
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Measure:
    """A share of `count` questions, with its 95 % interval (Wilson 1927) and its bar."""

    language: str
    name: str
    share: float
    low: float
    high: float
    count: int
    side: str
    bar: float

    @property
    def passed(self) -> bool:
        """Whether the bar is reached."""
        return self.share >= self.bar if self.side == LEAST else self.share <= self.bar


def measure(results: Sequence[Result], published: Sequence[str]) -> Iterator[Measure]:
    """Yield the measures of each published language, then of the others, one by one and together.

    A language without questions is left out.
    """
    for language in published:
        own = [r for r in results if r.question.language == language]
        yield from _measures(language, own, BARS)
    others = [r for r in results if r.question.language not in published]
    for language in sorted({r.question.language for r in others}):
        own = [r for r in others if r.question.language == language]
        yield from _measures(language, own, EACH_FOREIGN)
    yield from _measures(OTHERS, others, ALL_FOREIGN)


def _measures(
    name: str, own: Sequence[Result], bars: Mapping[str, tuple[str, float]]
) -> Iterator[Measure]:
    inside = [r for r in own if r.question.topic is not None and r.question.group == "topics"]
    outside = [r for r in own if r.question.group == ELSEWHERE]
    near = [r for r in outside if r.question.kind in NEAR_MISSES]
    long = [r for r in own if len(r.question.text.split()) >= WORDS_TO_TELL]
    shares = {
        "answered": [r.verdict == "right" for r in inside],
        "answered or offered": [r.verdict in ("right", "offered") for r in inside],
        "wrong answer in scope": [r.verdict == "wrong" for r in inside],
        "needless refusal": [r.verdict == "refused" for r in inside],
        "wrong answer out of scope": [r.verdict == "wrong" for r in outside],
        "choices out of scope": [r.outcome == Outcome.CHOICES for r in outside],
        "near misses redirected": [r.outcome == Outcome.REDIRECT for r in near],
        "language": [r.language_right for r in long],
    }
    for measured, (side, bar) in bars.items():
        if hits := shares[measured]:
            yield _measured(name, measured, hits, side, bar)


def reliability(results: Sequence[Result]) -> list[Reliability]:
    """Put what the score of each answer said beside how often it was right.

    Answers alone: only they show which topic the score is of.
    """
    answers = [r for r in results if r.outcome == Outcome.ANSWER]
    return reliability_of((r.score, r.verdict == "right") for r in answers)


def _measured(language: str, name: str, hits: Sequence[bool], side: str, bar: float) -> Measure:
    share, count = sum(hits) / len(hits), len(hits)
    low, high = _wilson(share, count)
    return Measure(language, name, share, low, high, count, side, bar)


def _wilson(share: float, count: int, z: float = 1.96) -> tuple[float, float]:
    middle = share + z * z / (2 * count)
    reach = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    scale = 1 + z * z / count
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)
