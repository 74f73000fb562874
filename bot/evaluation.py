"""How well the town's test questions are answered."""

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from bot.answering.answer import Answer, Outcome
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from bot.app import build_service
from bot.settings import Settings
from knowledge.loading import load_knowledge
from knowledge.model import Knowledge
from knowledge.questions import (
    ELSEWHERE,
    SMALLTALK,
    TestQuestion,
    load_known_failures,
    load_test_questions,
)

# The moment at which the test questions are asked: answers depend on the clock, quality must not.
ASKED = datetime(2026, 11, 23, 12, tzinfo=UTC)
NEAR_MISSES = ("place", "year", "service", "organisation")
# Language is judged from so many words on; shorter questions may be several languages at once.
WORDS_TO_TELL = 4
# The bars for each published language, as shares of its questions.
BARS: Mapping[str, tuple[str, float]] = {
    "answered": ("at least", 0.97),
    "answered or offered": ("at least", 0.99),
    "wrong answer in scope": ("at most", 0.015),
    "wrong answer out of scope": ("at most", 0.02),
    "choices out of scope": ("at most", 0.10),
    "near misses redirected": ("at least", 0.90),
    "language": ("at least", 0.99),
}


@dataclass(frozen=True, slots=True)
class Result:
    """One test question with what came of it, in one word."""

    question: TestQuestion
    verdict: str
    outcome: str
    topic: str | None
    choices: tuple[str, ...]
    score: float
    language: str
    language_right: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """A share of `count` questions, with its 95 % interval (Wilson 1927)."""

    language: str
    name: str
    share: float
    low: float
    high: float
    count: int
    passed: bool


def evaluate_town(
    settings: Settings,
    wanted: Sequence[str],
    *,
    list_misses: bool,
    as_json: bool,
    echo: Callable[[str], None],
) -> bool:
    """Measure, print, and return whether every bar is reached."""
    knowledge = load_knowledge(settings.town)
    questions = [q for q in load_test_questions(settings.town) if _is_wanted(q, wanted)]
    results = judge_all(build_service(settings), knowledge, questions)
    measures = list(measure(results, knowledge.published_languages))
    unlisted = _fixed_failures(results, load_known_failures(settings.town))
    if as_json:
        echo(json.dumps(_as_json(results, measures), ensure_ascii=False))
    else:
        for line in _report(results, measures, unlisted, list_misses=list_misses):
            echo(line)
    return all(m.passed for m in measures) and not unlisted


def judge_all(
    service: AnsweringService, knowledge: Knowledge, questions: Iterable[TestQuestion]
) -> list[Result]:
    """Ask every question in a chat of its own and judge the answers."""
    return [
        _judge(question, service.answer(Question(question.text, ASKED)), knowledge)
        for question in questions
    ]


def measure(results: Sequence[Result], languages: Sequence[str]) -> Iterable[Measure]:
    """Yield the measures of each of `languages` that has questions for them."""
    for language in languages:
        own = [r for r in results if r.question.language == language]
        inside = [r for r in own if r.question.topic is not None and r.question.group == "topics"]
        outside = [r for r in own if r.question.group == ELSEWHERE]
        near = [r for r in outside if r.question.kind in NEAR_MISSES]
        long = [r for r in own if len(r.question.text.split()) >= WORDS_TO_TELL]
        yield from (
            _measured(language, name, [check(r) for r in among])
            for name, among, check in (
                ("answered", inside, lambda r: r.verdict == "right"),
                ("answered or offered", inside, lambda r: r.verdict in ("right", "offered")),
                ("wrong answer in scope", inside, lambda r: r.verdict == "wrong"),
                ("wrong answer out of scope", outside, lambda r: r.verdict == "wrong"),
                ("choices out of scope", outside, lambda r: r.outcome == Outcome.CHOICES),
                ("near misses redirected", near, lambda r: r.outcome == Outcome.REDIRECT),
                ("language", long, lambda r: r.language_right),
            )
            if among
        )


def _judge(question: TestQuestion, answer: Answer, knowledge: Knowledge) -> Result:
    languages = knowledge.municipality.languages
    expected = {question.language, languages[question.language].answers_in or question.language}
    return Result(
        question=question,
        verdict=_verdict(question, answer),
        outcome=answer.outcome.value,
        topic=answer.topic,
        choices=answer.choices,
        score=answer.score,
        language=answer.language,
        language_right=answer.language in expected,
    )


def _verdict(question: TestQuestion, answer: Answer) -> str:
    """Return right, offered, wrong, lost (choices without it), refused, or what the outcome was."""
    if question.topic is None:
        if question.kind == SMALLTALK:
            return "right" if answer.outcome is Outcome.SMALLTALK else answer.outcome.value
        return "wrong" if answer.outcome is Outcome.ANSWER else answer.outcome.value
    if answer.outcome is Outcome.ANSWER:
        return "right" if answer.topic == question.topic else "wrong"
    if answer.outcome is Outcome.CHOICES:
        return "offered" if question.topic in answer.choices else "lost"
    return "refused"


def _measured(language: str, name: str, hits: Sequence[bool]) -> Measure:
    share, count = sum(hits) / len(hits), len(hits)
    low, high = _wilson(share, count)
    side, bar = BARS[name]
    return Measure(
        language,
        name,
        share,
        low,
        high,
        count,
        share >= bar if side == "at least" else share <= bar,
    )


def _wilson(share: float, count: int, z: float = 1.96) -> tuple[float, float]:
    middle = share + z * z / (2 * count)
    reach = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    scale = 1 + z * z / count
    return (middle - reach) / scale, (middle + reach) / scale


def _report(
    results: Sequence[Result],
    measures: Sequence[Measure],
    fixed: Sequence[str],
    *,
    list_misses: bool,
) -> Iterable[str]:
    groups: dict[str, Counter[str]] = {}
    for result in results:
        key = f"{result.question.language}/{result.question.group}"
        groups.setdefault(key, Counter())[result.verdict] += 1
    for key, counts in groups.items():
        total = sum(counts.values())
        shares = ", ".join(f"{name} {n} ({n / total:.1%})" for name, n in counts.most_common())
        yield f"{key:16} {total:4}  {shares}"
    yield ""
    for m in measures:
        side, bar = BARS[m.name]
        mark = "ok  " if m.passed else "MISS"
        yield (
            f"{mark} {m.language} {m.name}: {m.share:.1%} of {m.count} "
            f"[{m.low:.1%}, {m.high:.1%}], {side} {bar:.1%}"
        )
    if list_misses:
        yield ""
        yield from (_miss(r) for r in results if _is_miss(r))
    yield from (f"known failure is answered now, take it off the list: {name}" for name in fixed)


def _is_miss(result: Result) -> bool:
    if result.question.group == ELSEWHERE:
        return result.outcome in (Outcome.ANSWER, Outcome.CHOICES)
    return result.verdict != "right"


def _miss(result: Result) -> str:
    got = result.topic or ", ".join(result.choices)
    place = result.question.place
    wanted = result.question.topic or result.question.kind
    return (
        f"{place.file}:{place.line}: {result.question.text!r} {wanted} -> "
        f"{result.outcome} {got} ({result.score:.2f})"
    )


def _fixed_failures(results: Sequence[Result], known: frozenset[str]) -> list[str]:
    return [r.question.name for r in results if r.question.name in known and not _is_miss(r)]


def _is_wanted(question: TestQuestion, wanted: Sequence[str]) -> bool:
    names = (question.language, f"{question.language}/{question.group}")
    return not wanted or any(name in wanted for name in names)


def _as_json(results: Sequence[Result], measures: Sequence[Measure]) -> dict[str, object]:
    return {
        "measures": [asdict(m) for m in measures],
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
