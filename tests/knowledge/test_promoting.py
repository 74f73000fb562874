"""Residents' questions written into a copy of the tiny town, and read again."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from knowledge.checks import check_everything
from knowledge.errors import NotPromoted
from knowledge.loading import load_knowledge
from knowledge.model import Knowledge
from knowledge.problem import Problem
from knowledge.promoting import begin_topic, promote
from tests.conftest import LILLBY

TODAY = date(2026, 1, 15)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LILLBY, tmp_path / "lillby"))


@pytest.fixture
def knowledge(town: Path) -> Knowledge:
    return load_knowledge(town)


def contents(town: Path) -> dict[Path, str]:
    return {file: file.read_text("utf-8") for file in sorted(town.rglob("*.yaml"))}


def codes(town: Path) -> list[tuple[str, str]]:
    return [(p.code, p.severity) for p in check_everything(town, TODAY) if isinstance(p, Problem)]


def test_example_is_added_and_nothing_else_changes(town: Path, knowledge: Knowledge) -> None:
    before = contents(town)
    written = promote(knowledge, "vision", "sv", " hur tänker ni  er bygden: sen? ").write()
    after = contents(town)
    assert {file.relative_to(town).as_posix() for file in written} == {
        "sv/vision.yaml",
        "questions/sv/topics.yaml",
    }
    for file, text in before.items():
        old, new = text.splitlines(), after[file].splitlines()
        added = [line for line in new if line not in old]
        assert [line for line in new if line in old] == old, file
        assert len(added) == (file in written)
    snippet = load_knowledge(town).snippet("vision", "sv")
    assert snippet is not None
    assert snippet.questions[-1] == "hur tänker ni er bygden: sen?"


def test_test_question_is_left_to_write(town: Path, knowledge: Knowledge) -> None:
    before = codes(town)
    promote(knowledge, "vision", "sv", "hur tänker ni er bygden sen").write()
    assert sorted(codes(town)) == sorted([*before, ("test_to_write", "warning")])


def test_mark_alone_taken_away_is_a_copy(town: Path, knowledge: Knowledge) -> None:
    promote(knowledge, "vision", "sv", "hur tänker ni er bygden sen").write()
    file = town / "questions" / "sv" / "topics.yaml"
    file.write_text(file.read_text("utf-8").replace("~write~ ", ""), "utf-8")
    assert ("copy", "error") in codes(town)


@pytest.mark.parametrize(
    ("topic", "language", "text"),
    [
        ("visionen", "sv", "en ny fråga"),
        ("vision", "fi", "uusi kysymys"),
        ("vision", "sv", " ?! "),
    ],
    ids=["topic", "language", "no words"],
)
def test_bad_input_changes_nothing(
    town: Path, knowledge: Knowledge, topic: str, language: str, text: str
) -> None:
    before = contents(town)
    with pytest.raises(NotPromoted):
        promote(knowledge, topic, language, text)
    assert contents(town) == before


def test_known_example_is_refused(knowledge: Knowledge) -> None:
    snippet = knowledge.snippet("vision", "sv")
    assert snippet is not None
    with pytest.raises(NotPromoted):
        promote(knowledge, "vision", "sv", f"{snippet.questions[0].upper()}!")


def test_begun_topic_waits_to_be_written(town: Path, knowledge: Knowledge) -> None:
    before = codes(town)
    begin_topic(knowledge, "vision.winter", {"sv": ["när plogas det", "plogning"]}, TODAY).write()
    added = codes(town)
    for code in before:
        added.remove(code)
    assert ("to_write", "error") in added
    assert ("test_to_write", "warning") in added
    assert ("no_test_question", "error") in added
    begun = load_knowledge(town)
    topics = list(begun.topics)
    assert topics.index("vision.winter") == topics.index("vision") + 1
    snippet = begun.snippet("vision.winter", "sv")
    assert snippet is not None
    assert (snippet.answer, snippet.title) == (None, "")
    assert snippet.questions == ("när plogas det", "plogning")


def test_topic_of_a_new_family_gets_a_file(town: Path, knowledge: Knowledge) -> None:
    begin_topic(knowledge, "winter", {"sv": ["när plogas det"]}, TODAY).write()
    assert (town / "sv" / "winter.yaml").read_text("utf-8").startswith("# yaml-language-server")
    assert "winter" in load_knowledge(town).topics


@pytest.mark.parametrize("name", ["vision", "Vinter", "x" * 60], ids=["there", "shape", "long"])
def test_bad_id_changes_nothing(town: Path, knowledge: Knowledge, name: str) -> None:
    before = contents(town)
    with pytest.raises(NotPromoted):
        begin_topic(knowledge, name, {}, TODAY)
    assert contents(town) == before
