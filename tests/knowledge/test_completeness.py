"""What a language must have depends on its status."""

from pathlib import Path

import pytest

from knowledge.checks import check_knowledge
from knowledge.completeness import UNDERSTOOD_PHRASES
from tests.knowledge.town import change, copy_of_lillby, second_language


def told(town: Path) -> list[tuple[str, str, str]]:
    return [(p.file.name, p.path, p.message) for p in check_knowledge(town)]


def test_an_understood_language_needs_only_contact_and_a_few_phrases(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    second_language(town, "status: understood, answers_in: sv", "contact.yaml", "interface.yaml")
    assert told(town) == []


def test_what_an_understood_language_lacks_is_told(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    folder = second_language(town, "status: understood, answers_in: sv", "vision.yaml")
    assert {path for _, path, _ in told(town)} == {"contact.hours", *UNDERSTOOD_PHRASES}
    assert not (folder / "contact.yaml").exists()


def test_an_urgent_topic_is_answered_in_every_language(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    change(town / "topics.yaml", "owner: Kommunchef", "owner: Kommunchef\n    urgent: true")
    second_language(town, "status: understood, answers_in: sv", "contact.yaml", "interface.yaml")
    ((file, path, message),) = told(town)
    assert (file, path) == ("vision.yaml", "vision")
    assert "even in a language that is only understood" in message


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        pytest.param("vision.yaml", "title: Lillbys vision", "title: " + "x" * 41, "at most 40",
                     id="title too long for a button"),
        pytest.param("vision.yaml", "    - framtidsbild\n    - vart är kommunen på väg\n"
                     "    - nära till allt, vad betyder det\n", "", "has 9 questions",
                     id="too few questions"),
        pytest.param("interface.yaml", "choices:", "choises:", "is missing", id="needed phrase"),
        pytest.param("vision.yaml", "- framtidsbild", "- öppettider", "stands under",
                     id="example of two topics"),
        pytest.param("vision.yaml", "- framtidsbild", "- Vad är er vision", "stands here twice",
                     id="example twice"),
    ],
)  # fmt: skip
def test_a_text_that_is_not_ready(
    tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    town = copy_of_lillby(tmp_path)
    change(town / "sv" / name, old, new)
    assert any(message in text for _, _, text in told(town)), told(town)


def test_a_kind_and_a_phrase_that_the_default_language_lacks(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    folder = second_language(
        town, "status: understood, answers_in: sv",
        "contact.yaml", "interface.yaml", "elsewhere.yaml",
    )  # fmt: skip
    change(folder / "elsewhere.yaml", "places:", "plaices:")
    change(folder / "interface.yaml", "nearby:", "nearbye:")
    assert {(file, path) for file, path, _ in told(town)} == {
        ("elsewhere.yaml", "elsewhere.plaices"),
        ("interface.yaml", "nearbye"),
    }
    assert all("did you mean" in message for _, _, message in told(town))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("sv/visoin.yaml", "did you mean `vision.yaml`", id="misspelt topic file"),
        pytest.param("sv/vision.yml", "did you mean `vision.yaml`", id="ending"),
        pytest.param("fact.yaml", "did you mean `facts.yaml`", id="central file"),
        pytest.param("fi/vision.yaml", "no folder of this name", id="language"),
        pytest.param("questions/fi/topics.yaml", "no folder of this name", id="tested language"),
    ],
)
def test_a_file_that_nothing_reads(tmp_path: Path, name: str, message: str) -> None:
    town = copy_of_lillby(tmp_path)
    (town / name).parent.mkdir(exist_ok=True)
    (town / name).write_text("vision: {}\n", encoding="utf-8")
    assert any(message in text for _, _, text in told(town)), told(town)


def test_notes_beside_the_files_are_left_alone(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    (town / "README.md").write_text("Läs mig.", encoding="utf-8")
    (town / ".draft.yaml").write_text("x: y", encoding="utf-8")
    assert told(town) == []
