"""The town's test questions: what must be answered, and with what.

They lie in `questions/<language>/<group>.yaml` and only measure; nothing is learnt from them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from knowledge.copies import find_copies
from knowledge.errors import InvalidKnowledge
from knowledge.files import TO_WRITE
from knowledge.message import message
from knowledge.model import Knowledge, Place
from knowledge.problem import Problem, Severity
from knowledge.reading import Document, read_yaml

FOLDER = "questions"
KNOWN_FAILURES = "known_failures.yaml"
ELSEWHERE, SMALLTALK, TOPIC = "elsewhere", "smalltalk", "topic"
# The file of each language that the bars are measured on.
TOPICS_GROUP = "topics"
ELSEWHERE_KINDS = ("place", "year", "service", "organisation", "person", "other")


@dataclass(frozen=True, slots=True)
class TestQuestion:
    """A question and what it is about.

    `kind` is "topic", "smalltalk" or one of `ELSEWHERE_KINDS`; `topic` stands beside "topic" alone.
    """

    __test__: ClassVar[bool] = False  # pytest would take the class for a collection of tests

    text: str
    topic: str | None
    kind: str
    language: str
    group: str
    place: Place

    @property
    def name(self) -> str:
        """How known_failures.yaml calls it: `sv/typos: oppettider`."""
        return f"{self.language}/{self.group}: {self.text}"


def load_test_questions(folder: Path) -> tuple[TestQuestion, ...]:
    """Read the test questions of a town's folder; raises `InvalidKnowledge` with all problems."""
    questions, problems = try_load_test_questions(folder)
    if problems:
        raise InvalidKnowledge(sorted(problems))
    return questions


def try_load_test_questions(folder: Path) -> tuple[tuple[TestQuestion, ...], list[Problem]]:
    """Read the test questions as far as they can be read, with all problems."""
    questions: list[TestQuestion] = []
    problems: list[Problem] = []
    for file in sorted((folder / FOLDER).glob("*/*.yaml")):
        document = read_yaml(file, folder)
        problems += document.problems
        questions += _questions_of(document, problems)
    return tuple(questions), problems


def load_question_file(file: Path) -> tuple[TestQuestion, ...]:
    """Read test questions that lie anywhere as `<language>/<group>.yaml`."""
    document = read_yaml(file)
    problems = list(document.problems)
    questions = tuple(_questions_of(document, problems))
    if problems:
        raise InvalidKnowledge(sorted(problems))
    return questions


def load_known_failures(folder: Path) -> frozenset[str]:
    """Return the names of questions that are known to fail; raises `InvalidKnowledge`."""
    file = folder / FOLDER / KNOWN_FAILURES
    if not file.exists():
        return frozenset()
    document = read_yaml(file, folder)
    names = document.value if isinstance(document.value, list) else []
    problems = [*document.problems]
    if document.value and not isinstance(document.value, list):
        problems.append(document.problem((), message("failures_list")))
    problems += [
        document.problem((at,), message("one_text"))
        for at, name in enumerate(names)
        if not isinstance(name, str)
    ]
    if problems:
        raise InvalidKnowledge(sorted(problems))
    return frozenset(str(name) for name in names)


def copies_of_examples(knowledge: Knowledge, questions: tuple[TestQuestion, ...]) -> list[Problem]:
    """Return a problem for each test question that its language's examples already hold.

    Errors in published languages, which are measured; warnings in others.
    """
    examples: dict[str, list[str]] = {}
    for snippet in knowledge.snippets.values():
        examples.setdefault(snippet.language, []).extend(snippet.questions)
    problems = []
    for language, texts in examples.items():
        asked = [question for question in questions if question.language == language]
        copies = find_copies([question.text for question in asked], texts)
        severity: Severity = "error" if language in knowledge.published_languages else "warning"
        problems += [_copy(asked[at], example, severity) for at, example in copies]
    return sorted(problems)


def _copy(question: TestQuestion, example: str, severity: Severity) -> Problem:
    what = message("copy", question=question.text, example=example)
    key = question.topic or question.kind
    return Problem(question.place.file, question.place.line, key, what, severity)


def _questions_of(document: Document, problems: list[Problem]) -> Iterator[TestQuestion]:
    if not isinstance(document.value, dict):
        problems.append(document.problem((), message("question_keys")))
        return
    group, language = document.file.stem, document.file.parent.name
    for key, texts in document.value.items():
        if not isinstance(texts, list):
            problems.append(document.problem((key,), message("list")))
            continue
        for at, text in enumerate(texts):
            if not isinstance(text, str) or not text.strip():
                problems.append(document.problem((key, at), message("one_text")))
                continue
            if text.startswith(TO_WRITE):
                continue  # told by the checks, and measured once it is written
            yield TestQuestion(
                text=text,
                topic=key if group not in (ELSEWHERE, SMALLTALK) else None,
                kind=TOPIC if group not in (ELSEWHERE, SMALLTALK) else key,
                language=language,
                group=group,
                place=Place(document.file, document.line((key, at))),
            )
