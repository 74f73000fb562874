"""Test questions measure what the examples do not already say."""

from pathlib import Path

import pytest

from knowledge.checks import check_knowledge
from knowledge.copies import find_copies
from knowledge.errors import InvalidKnowledge
from knowledge.loading import load_knowledge
from knowledge.questions import load_known_failures, load_test_questions
from tests.knowledge.town import LILLBY, append, copy_of_lillby


def test_questions_know_what_they_are_about() -> None:
    found = {(q.group, q.kind, q.topic) for q in load_test_questions(LILLBY)}
    assert ("topics", "topic", "contact.hours") in found
    assert ("elsewhere", "place", None) in found
    assert ("smalltalk", "smalltalk", None) in found


@pytest.mark.parametrize(
    ("question", "is_copy"),
    [
        pytest.param("Har ni ÖPPET i dag?!", True, id="case and punctuation"),
        pytest.param("har ni oppet i dag", True, id="accents"),
        pytest.param("har ni öppet i kväll", True, id="four in five"),
        pytest.param("har ni stängt i kväll", False, id="three in five"),
        pytest.param("öppet", False, id="one word"),
        pytest.param("öppet i dag", False, id="three words"),
    ],
)
def test_a_copy_is_found(question: str, is_copy: bool) -> None:
    assert bool(list(find_copies([question], ["har ni öppet i dag", "vad är visionen"]))) is is_copy


def test_years_are_known_from_first_to_last(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    knowledge = load_knowledge(town)
    assert knowledge.known_years("vision") == frozenset(range(2021, 2031))
    assert knowledge.known_years("contact.hours") is None


def test_known_failures_are_optional_and_must_be_a_list(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    assert load_known_failures(town) == frozenset()
    file = town / "questions" / "known_failures.yaml"
    file.write_text('- "sv/topics: berätta"\n', encoding="utf-8")
    assert load_known_failures(town) == {"sv/topics: berätta"}
    file.write_text("sv: topics\n", encoding="utf-8")
    with pytest.raises(InvalidKnowledge):
        load_known_failures(town)


def test_a_group_that_is_no_list_is_told(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    append(town / "questions" / "sv" / "topics.yaml", "other: text\n")
    with pytest.raises(InvalidKnowledge, match="must be a list"):
        load_test_questions(town)


def test_a_known_failure_that_is_no_question_is_told(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    file = town / "questions" / "known_failures.yaml"
    file.write_text(
        '- "sv/topics: hur sent kan man komma förbi"\n- "sv/topics: x"\n', encoding="utf-8"
    )
    (problem,) = check_knowledge(town)
    assert (problem.file.name, problem.line) == ("known_failures.yaml", 2)


def test_a_key_without_questions_is_told_once(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    append(town / "questions" / "sv" / "elsewhere.yaml", "person:\n")
    (problem,) = check_knowledge(town)
    assert "must be a list" in problem.message
