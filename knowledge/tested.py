"""Whether the test questions fit the knowledge that they measure."""

from collections.abc import Collection, Iterator
from pathlib import Path

from knowledge.errors import InvalidKnowledge
from knowledge.files import TO_WRITE
from knowledge.message import message
from knowledge.model import Knowledge, Status
from knowledge.problem import Problem, Severity
from knowledge.questions import (
    ELSEWHERE,
    ELSEWHERE_KINDS,
    FOLDER,
    KNOWN_FAILURES,
    SMALLTALK,
    TestQuestion,
    copies_of_examples,
    load_known_failures,
    try_load_test_questions,
)
from knowledge.reading import read_yaml
from knowledge.validating import did_you_mean


def check_test_questions(knowledge: Knowledge) -> Iterator[Problem]:
    """Find test questions that cannot be right, and topics that no question tests."""
    questions, unreadable = try_load_test_questions(knowledge.folder)
    yield from unreadable
    yield from check_keys(knowledge, questions)
    yield from _untested(knowledge, questions)
    yield from copies_of_examples(knowledge, questions)
    yield from _known_failures(knowledge.folder, questions)
    yield from _to_write(knowledge.folder)


def check_keys(knowledge: Knowledge, questions: Collection[TestQuestion]) -> Iterator[Problem]:
    """Find keys that nothing is called, told once with the first question under each."""
    told: set[tuple[Path, str]] = set()
    for question in questions:
        known = _known_keys(knowledge, question.group)
        key = question.topic or question.kind
        if key not in known and (question.place.file, key) not in told:
            told.add((question.place.file, key))
            what = message("no_key", key=key, hint=did_you_mean(key, known))
            yield Problem(question.place.file, question.place.line, key, what)


def _known_keys(knowledge: Knowledge, group: str) -> list[str]:
    own = {ELSEWHERE: list(ELSEWHERE_KINDS), SMALLTALK: [SMALLTALK]}
    return own[group] if group in own else list(knowledge.topics)


def _untested(knowledge: Knowledge, questions: Collection[TestQuestion]) -> Iterator[Problem]:
    tested = {(question.language, question.topic) for question in questions}
    for code, language in knowledge.municipality.languages.items():
        if language.status is Status.UNDERSTOOD:
            continue
        file = knowledge.folder / FOLDER / code / "topics.yaml"
        severity: Severity = "warning" if language.status is Status.DRAFT else "error"
        for topic in knowledge.topics:
            if (code, topic) not in tested:
                yield Problem(file, 1, topic, message("no_test_question"), severity)


def _known_failures(folder: Path, questions: Collection[TestQuestion]) -> Iterator[Problem]:
    try:
        names = load_known_failures(folder)
    except InvalidKnowledge as error:
        yield from error.problems
        return
    unknown = names - {question.name for question in questions}
    if not unknown:
        return
    document = read_yaml(folder / FOLDER / KNOWN_FAILURES, folder)
    for at, name in enumerate(document.value):
        if name in unknown:
            yield document.problem((at,), message("no_such_question", name=str(name)))


def _to_write(folder: Path) -> Iterator[Problem]:
    """Warn of test questions that were begun and not written yet."""
    for file in sorted((folder / FOLDER).glob("*/*.yaml")):
        if TO_WRITE.encode() not in file.read_bytes():
            continue
        document = read_yaml(file, folder)
        for key, texts in document.value.items() if isinstance(document.value, dict) else ():
            for at, text in enumerate(texts if isinstance(texts, list) else ()):
                if isinstance(text, str) and text.startswith(TO_WRITE):
                    yield document.problem((key, at), message("test_to_write"), "warning")
