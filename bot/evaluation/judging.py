"""Each test question is asked in a chat of its own, and what came of it is put into one word."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.answering.answer import Answer, Outcome
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from knowledge.model import Knowledge
from knowledge.questions import ELSEWHERE, SMALLTALK, TestQuestion

# The moment at which the test questions are asked: answers depend on the clock, quality must not.
ASKED = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Result:
    """One test question with what came of it.

    `verdict` is right, offered, wrong, lost (choices without the right one) or refused for a
    question that a topic answers; wrong or the outcome's own name for all others.
    """

    question: TestQuestion
    verdict: str
    outcome: str
    topic: str | None
    choices: tuple[str, ...]
    score: float
    language: str
    language_right: bool

    @property
    def is_miss(self) -> bool:
        """Whether there is something to mend: other questions may be turned away in any words."""
        if self.question.group == ELSEWHERE:
            return self.outcome in (Outcome.ANSWER, Outcome.CHOICES)
        return self.verdict != "right"


def judge_all(
    service: AnsweringService, knowledge: Knowledge, questions: Iterable[TestQuestion]
) -> list[Result]:
    """Ask every question and judge the answers."""
    return [
        _judge(question, service.answer(Question(question.text, ASKED)), knowledge)
        for question in questions
    ]


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
    if question.topic is None:
        if question.kind == SMALLTALK:
            return "right" if answer.outcome is Outcome.SMALLTALK else answer.outcome.value
        return "wrong" if answer.outcome is Outcome.ANSWER else answer.outcome.value
    if answer.outcome is Outcome.ANSWER:
        return "right" if answer.topic == question.topic else "wrong"
    if answer.outcome is Outcome.CHOICES:
        return "offered" if question.topic in answer.choices else "lost"
    return "refused"
