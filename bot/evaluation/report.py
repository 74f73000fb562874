"""What `python -m bot eval` prints: lines for people, JSON for programs."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from bot.evaluation.calibration import calibration_error
from bot.evaluation.judging import Result
from bot.evaluation.measures import Measure, reliability


def lines_of(
    results: Sequence[Result],
    measures: Sequence[Measure],
    fixed: Sequence[str],
    *,
    list_misses: bool,
) -> Iterator[str]:
    """Yield groups, measures, the score's reliability, what is mixed up most, and misses."""
    yield from _groups(results)
    yield ""
    for m in measures:
        mark = "ok  " if m.passed else "MISS"
        yield (
            f"{mark} {m.language} {m.name}: {m.share:.1%} of {m.count} "
            f"[{m.low:.1%}, {m.high:.1%}], {m.side} {m.bar:.1%}"
        )
    yield ""
    yield from _reliability(results)
    if list_misses:
        yield ""
        yield from _mixed_up(results)
        yield ""
        yield from (_miss(r) for r in results if r.is_miss)
    yield from (f"known failure is answered now, take it off the list: {name}" for name in fixed)


def json_of(results: Sequence[Result], measures: Sequence[Measure]) -> dict[str, object]:
    """Return the same as an object that `json.dumps` takes."""
    return {
        "measures": [{**asdict(m), "passed": m.passed} for m in measures],
        "reliability": [asdict(b) for b in reliability(results)],
        "questions": [
            {
                "question": r.question.name,
                "wanted": r.question.topic or r.question.kind,
                "verdict": r.verdict,
                "outcome": r.outcome,
                "topic": r.topic,
                "choices": list(r.choices),
                "score": round(r.score, 4),
                "language": r.language,
            }
            for r in results
        ],
    }


def _groups(results: Sequence[Result]) -> Iterator[str]:
    groups: dict[str, Counter[str]] = {}
    for result in results:
        key = f"{result.question.language}/{result.question.group}"
        groups.setdefault(key, Counter())[result.verdict] += 1
    for key, counts in groups.items():
        total = sum(counts.values())
        shares = ", ".join(f"{name} {n} ({n / total:.1%})" for name, n in counts.most_common())
        yield f"{key:16} {total:4}  {shares}"


def _reliability(results: Sequence[Result]) -> Iterator[str]:
    bins = reliability(results)
    yield f"answers by score (expected calibration error {calibration_error(bins):.3f}):"
    for b in bins:
        said = f"{b.low:.1f}  {b.count:5}  said {b.mean_score:.2f}  right {b.share_right:.2f}"
        yield f"  {said}  {'#' * round(20 * b.share_right)}"


def _mixed_up(results: Sequence[Result]) -> Iterator[str]:
    pairs = Counter(
        (r.question.topic or f"elsewhere ({r.question.kind})", r.topic)
        for r in results
        if r.verdict == "wrong"
    )
    for (wanted, got), count in pairs.most_common():
        yield f"taken for another: {count} x {wanted} -> {got}"


def _miss(result: Result) -> str:
    got = result.topic or ", ".join(result.choices)
    place = result.question.place
    wanted = result.question.topic or result.question.kind
    return (
        f"{place.file}:{place.line}: {result.question.text!r} {wanted} -> "
        f"{result.outcome} {got} ({result.score:.2f})"
    )
