"""A new language begins as a draft with everything to translate marked."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.checks import check_everything
from knowledge.drafting import draft_language
from knowledge.editing import read_for_editing, text_of
from knowledge.errors import LanguageNotAdded
from knowledge.loading import load_knowledge
from knowledge.model import Status
from knowledge.rendering import Renderer
from tests.knowledge.town import LILLBY, WEDNESDAY, change, copy_of_lillby, second_language

HAPARANDA = Path(__file__).parents[2] / "knowledge" / "haparanda"
NOT_MARKED = {"few_questions", "no_test_question"}


def drafted(town: Path, code: str = "nb") -> Path:
    draft_language(town, code, "sv").write()
    return town / code


def told(town: Path) -> list[tuple[str, str]]:
    return [(p.code, p.severity) for p in check_everything(town, date(2026, 3, 4))]


def test_every_text_is_marked_and_the_town_still_works(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    folder = drafted(town)

    knowledge = load_knowledge(town)
    language = knowledge.municipality.languages["nb"]
    assert (language.name, language.locale, language.status) == (
        "Norsk bokmål",
        "nb_NO",
        Status.DRAFT,
    )
    assert {file.name for file in folder.iterdir()} == {
        *(file.name for file in (town / "sv").iterdir()),
        "translations.yaml",
    }
    assert knowledge.phrases["nb"] == {}
    assert all(s.untranslated for s in knowledge.snippets.values() if s.language == "nb")
    assert {severity for _, severity in told(town)} == {"warning"}
    assert {code for code, _ in told(town)} == {"to_translate", *NOT_MARKED}


def test_residents_get_the_default_language_meanwhile(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    drafted(town)
    answer = Renderer(load_knowledge(town)).answer("vision", "nb", WEDNESDAY)
    assert answer.language == "sv"
    assert "~sv~" not in answer.text


def test_taking_the_mark_away_finishes_a_text(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    folder = drafted(town)
    before = told(town).count(("to_translate", "warning"))
    change(folder / "vision.yaml", "title: ~sv~ Lillbys vision", "title: Lillbys visjon")
    change(folder / "vision.yaml", "~sv~ Visionen heter", "Visjonen heter")
    assert told(town).count(("to_translate", "warning")) == before - 2
    assert not {code for code, _ in told(town)} & {"stale", "unrecorded"}


def test_a_change_of_the_source_meanwhile_shows(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    folder = drafted(town)
    change(town / "sv" / "vision.yaml", "Fullmäktige antog den", "Den antogs")
    change(folder / "vision.yaml", "title: ~sv~ Lillbys vision", "title: Lillbys visjon")
    change(folder / "vision.yaml", "~sv~ Visionen heter", "Visjonen heter")
    assert ("stale", "warning") in told(town)


def test_an_understood_language_keeps_what_it_has(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    folder = second_language(
        town, "status: understood, answers_in: sv", "contact.yaml", "vision.yaml"
    )
    change(folder / "contact.yaml", "title: Öppettider", "title: Opening hours  # checked")
    vision = folder / "vision.yaml"
    vision.write_text(vision.read_text("utf-8").partition("  answer:")[0], "utf-8")
    contact = (folder / "contact.yaml").read_text("utf-8")
    questions = vision.read_text("utf-8")

    drafted(town, "en")

    knowledge = load_knowledge(town)
    assert (folder / "contact.yaml").read_text("utf-8") == contact
    assert vision.read_text("utf-8").startswith(f"{questions}  answer: |\n    ~sv~ Visionen heter")
    assert knowledge.municipality.languages["en"].status is Status.DRAFT
    assert knowledge.municipality.languages["en"].answers_in is None
    assert "to_translate" in {code for code, _ in told(town)}


def test_municipality_keeps_its_comments_and_order(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    before = (town / "municipality.yaml").read_text("utf-8")
    drafted(town)
    assert (town / "municipality.yaml").read_text("utf-8") == (
        f"{before}  nb: {{name: Norsk bokmål, locale: nb_NO, status: draft, steward: vacant}}\n"
    )


@pytest.mark.parametrize(
    ("code", "source", "message"),
    [
        pytest.param("xx", "sv", "no language's code", id="no code"),
        pytest.param("../nb", "sv", "no language's code", id="path"),
        pytest.param("sv", "sv", "answers already", id="published"),
        pytest.param("nb", "fi", "choose one of sv", id="no source"),
    ],
)
def test_a_language_that_cannot_be(tmp_path: Path, code: str, source: str, message: str) -> None:
    town = copy_of_lillby(tmp_path)
    with pytest.raises(LanguageNotAdded, match=message):
        draft_language(town, code, source)


@pytest.mark.parametrize("town", [HAPARANDA, LILLBY], ids=["haparanda", "lillby"])
def test_editing_changes_nothing_by_itself(town: Path) -> None:
    for file in sorted(town.rglob("*.yaml")):
        text = file.read_text("utf-8")
        assert text_of(read_for_editing(file)) == text, file
