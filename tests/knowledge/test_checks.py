"""Every mistake of an editor is told, with its file and line, all at once."""

from pathlib import Path

import pytest

from knowledge.checks import check_knowledge
from knowledge.errors import InvalidKnowledge
from knowledge.loading import load_knowledge
from tests.knowledge.town import LILLBY, append, change, copy_of_lillby


def test_lillby_has_no_problem() -> None:
    assert check_knowledge(LILLBY) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        pytest.param(
            "topics.yaml", "facts: [vision]", "facts: [visoin]", "did you mean `vision`", id="fact"
        ),
        pytest.param(
            "topics.yaml",
            "related: [vision]",
            "related: [visio]",
            "did you mean `vision`",
            id="related",
        ),
        pytest.param(
            "facts.yaml",
            "valid_until: 2030-12-31",
            "valid_untill: 2030-12-31",
            "unknown key: did you mean `valid_until`",
            id="key",
        ),
        pytest.param(
            "facts.yaml",
            "valid_until: 2030-12-31",
            "valid_until: soon",
            "must be a date",
            id="date",
        ),
        pytest.param("facts.yaml", "opens: 09:00", "opens: nine", "must be a time", id="time"),
        pytest.param(
            "facts.yaml", "closes: 15:30", "closes: 08:00", "later than `opens`", id="order"
        ),
        pytest.param(
            "municipality.yaml",
            "time_zone: Europe/Stockholm",
            "time_zone: Europe/Lillby",
            "no time zone",
            id="zone",
        ),
        pytest.param(
            "municipality.yaml",
            "locale: sv_SE",
            "locale: zz_ZZ",
            "write one such as sv_SE",
            id="locale",
        ),
        pytest.param(
            "municipality.yaml",
            "official: true",
            "official: yes",
            "write true or false",
            id="truth",
        ),
        pytest.param("sv/vision.yaml", "  title: Lillbys vision\n", "", "has no title", id="title"),
        pytest.param(
            "sv/vision.yaml",
            "vision:\n  title",
            "visino:\n  title",
            "did you mean `vision`",
            id="topic",
        ),
        pytest.param(
            "sv/vision.yaml", "{{ vision.name }}", "{{ vision.nmae }}", "nmae", id="value"
        ),
        pytest.param(
            "sv/vision.yaml",
            "{{ vision.name }}",
            "{{ visoin.name }}",
            "did you mean `vision`",
            id="group",
        ),
        pytest.param(
            "sv/vision.yaml",
            "{{ vision.name }}",
            "{% if not official %}{{ nothing }}{% endif %}",
            "nothing",
            id="hidden branch",
        ),
        pytest.param(
            "sv/vision.yaml", "{{ vision.name }}", "{{ vision.name | msekk }}", "msekk", id="filter"
        ),
        pytest.param(
            "sv/vision.yaml", "{{ vision.name }}", "{{ vision.name ", "braces", id="braces"
        ),
        pytest.param(
            "sv/interface.yaml",
            "{{ source }}",
            "{{ sourec }}",
            "did you mean `source`",
            id="phrase",
        ),
        pytest.param(
            "sv/interface.yaml",
            "bot.name: Lillbysvar",
            "bot.name: " + "x" * 41,
            "at most 40",
            id="length",
        ),
        pytest.param(
            "questions/sv/topics.yaml",
            "vision:",
            "vison:",
            "did you mean `vision`",
            id="tested topic",
        ),
        pytest.param(
            "questions/sv/elsewhere.yaml", "place:", "plaice:", "did you mean `place`", id="kind"
        ),
        pytest.param(
            "questions/sv/topics.yaml",
            "berätta om framtidsplanerna",
            "Vad AR er vision?",
            "is a copy of",
            id="copy",
        ),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, name: str, old: str, new: str, message: str) -> None:
    town = copy_of_lillby(tmp_path)
    change(town / name, old, new)
    told = check_knowledge(town)
    assert any(message in problem.message and problem.severity == "error" for problem in told), told


def test_a_mistake_in_facts_is_told_at_its_line(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    line = change(town / "facts.yaml", "closes: 15:30", "closes: late")
    (problem,) = check_knowledge(town)
    assert (problem.file.name, problem.line, problem.path) == (
        "facts.yaml",
        line,
        "facts.hours.values.closes",
    )


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    append(town / "sv" / "vision.yaml", "vision: {title: once more}\n")
    append(town / "sv" / "contact.yaml", "contact.houres: {title: misspelt}\n")
    change(town / "sv" / "elsewhere.yaml", "  title: Andra år\n", "  titel: Andra år\n")
    with pytest.raises(InvalidKnowledge) as raised:
        load_knowledge(town)
    assert {problem.file.name for problem in raised.value.problems} == {
        "vision.yaml",
        "contact.yaml",
        "elsewhere.yaml",
    }
    assert "did you mean `title`" in str(raised.value)


def test_broken_facts_do_not_hide_mistakes_in_a_language(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    change(
        town / "facts.yaml",
        "    source: page\n    valid_until",
        "    sourse: page\n    valid_until",
    )
    change(town / "sv" / "vision.yaml", "  title: Lillbys vision", "  titel: Lillbys vision")
    assert {problem.file.name for problem in check_knowledge(town)} == {"facts.yaml", "vision.yaml"}


def test_a_topic_without_test_questions_is_an_error(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    (town / "questions" / "sv" / "topics.yaml").unlink()
    assert [problem.path for problem in check_knowledge(town)] == ["contact.hours", "vision"]


@pytest.mark.parametrize(("status", "severity"), [("published", "error"), ("draft", "warning")])
def test_a_language_without_texts_is_an_error_once_published(
    tmp_path: Path, status: str, severity: str
) -> None:
    town = copy_of_lillby(tmp_path)
    (town / "en").mkdir()
    append(
        town / "municipality.yaml", f"  en: {{name: English, locale: en_GB, status: {status}}}\n"
    )
    told = [
        problem
        for problem in check_knowledge(town)
        if problem.file.parent.name == "en" and "questions" not in problem.file.parts
    ]
    assert {problem.severity for problem in told} == {severity}
    assert {"vision", "contact.hours", "elsewhere.places", "smalltalk.thanks", "start"} <= {
        problem.path for problem in told
    }


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    (problem,) = check_knowledge(tmp_path / "nowhere")
    assert "no such folder" in problem.message
