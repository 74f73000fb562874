"""Whether a translation still follows its text is known from what lies beside it."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.checks import check_everything
from knowledge.coverage import coverage_of
from knowledge.errors import InvalidKnowledge, UnknownText
from knowledge.loading import load_knowledge, version_of
from knowledge.recording import note, note_everywhere
from knowledge.translations import State, load_records, states_of
from tests.knowledge.town import LILLBY, append, change, copy_of_lillby, second_language

TODAY = date(2026, 3, 4)
FILES = ("contact.yaml", "vision.yaml", "elsewhere.yaml", "smalltalk.yaml", "interface.yaml")


def bilingual(folder: Path) -> Path:
    town = copy_of_lillby(folder)
    second_language(town, "status: draft", *FILES)
    return town


def states(town: Path, code: str = "en") -> dict[str, State]:
    knowledge = load_knowledge(town)
    found = states_of(knowledge, code, load_records(town, code))
    return {state.id: state.state for state in found}


def told(town: Path) -> list[tuple[str, int, str, str]]:
    codes = ("stale", "unrecorded", "no_text_here")
    found = [problem for problem in check_everything(town, TODAY) if problem.code in codes]
    return [(p.file.name, p.line, p.path, p.code) for p in found]


def test_without_a_record_nobody_knows(tmp_path: Path) -> None:
    town = bilingual(tmp_path)
    assert set(states(town).values()) == {State.STALE}
    assert ("vision.yaml", 4, "vision", "unrecorded") in told(town)


def test_what_is_noted_is_translated_until_the_source_changes(tmp_path: Path) -> None:
    town = bilingual(tmp_path)
    note(load_knowledge(town), "en", [], reviewed=False)
    assert set(states(town).values()) == {State.TRANSLATED}
    assert told(town) == []

    change(town / "sv" / "vision.yaml", "Fullmäktige antog den", "Den antogs")
    change(town / "sv" / "interface.yaml", "Jag kan bara läsa text.", "Skriv text.")

    changed = {name for name, state in states(town).items() if state is State.STALE}
    assert changed == {"vision", "interface.only_text"}
    assert told(town) == [
        ("interface.yaml", line_of(town / "en" / "interface.yaml", "only_text:"),
         "interface.only_text", "stale"),
        ("vision.yaml", 4, "vision", "stale"),
    ]  # fmt: skip

    note(load_knowledge(town), "en", ["vision", "interface.only_text"], reviewed=False)
    assert told(town) == []


def line_of(file: Path, beginning: str) -> int:
    rows = file.read_text("utf-8").splitlines()
    return next(at for at, row in enumerate(rows, start=1) if row.startswith(beginning))


def test_examples_and_spaces_make_nothing_stale(tmp_path: Path) -> None:
    town = bilingual(tmp_path)
    note(load_knowledge(town), "en", [], reviewed=False)
    change(town / "sv" / "vision.yaml", "    - framtidsbild\n", "    - framtidsbilden\n")
    change(town / "sv" / "vision.yaml", "    Visionen heter ", "    Visionen  heter ")
    assert set(states(town).values()) == {State.TRANSLATED}


def test_a_review_holds_until_the_text_itself_changes(tmp_path: Path) -> None:
    town = bilingual(tmp_path)
    knowledge = load_knowledge(town)
    note(knowledge, "en", ["vision"], reviewed=True)
    note(knowledge, "sv", ["vision"], reviewed=True)
    assert (states(town)["vision"], states(town, "sv")["vision"]) == (State.REVIEWED,) * 2

    change(town / "en" / "vision.yaml", "Fullmäktige antog den", "The council adopted it")
    assert (states(town)["vision"], states(town, "sv")["vision"]) == (
        State.TRANSLATED,
        State.REVIEWED,
    )


def test_a_marked_text_is_missing(tmp_path: Path) -> None:
    town = bilingual(tmp_path)
    note(load_knowledge(town), "en", [], reviewed=False)
    change(town / "en" / "vision.yaml", "  title: Lillbys", "  title: ~sv~ Lillbys")
    change(town / "en" / "interface.yaml", 'only_text: "', 'only_text: "~sv~ ')
    missing = {name for name, state in states(town).items() if state is State.MISSING}
    assert missing == {"vision", "interface.only_text"}
    lines = {p.path: p.line for p in check_everything(town, TODAY) if p.code == "to_translate"}
    assert lines == {
        "vision.title": line_of(town / "en" / "vision.yaml", "  title: ~sv~"),
        "only_text": line_of(town / "en" / "interface.yaml", "only_text:"),
    }


def test_a_marked_text_is_never_served(tmp_path: Path) -> None:
    town = bilingual(tmp_path)
    change(town / "en" / "vision.yaml", "    Visionen heter", "    ~sv~ Visionen heter")
    snippet = load_knowledge(town).snippet("vision", "en")
    assert snippet is not None
    assert (snippet.answer, snippet.untranslated) == (None, ("answer",))


def test_records_that_lead_nowhere_are_told_at_their_line(tmp_path: Path) -> None:
    town = bilingual(tmp_path)
    note(load_knowledge(town), "en", [], reviewed=False)
    append(town / "en" / "translations.yaml", 'visoin: {source: "123"}\n')
    rows = (town / "en" / "translations.yaml").read_text("utf-8").count("\n")
    assert told(town) == [("translations.yaml", rows, "visoin", "no_text_here")]


def test_broken_records_are_told(tmp_path: Path) -> None:
    town = bilingual(tmp_path)
    (town / "en" / "translations.yaml").write_text("vision: {sourse: x}\n", "utf-8")
    (problem,) = [p for p in check_everything(town, TODAY) if p.severity == "error"]
    assert (problem.file.name, problem.line, problem.code) == (
        "translations.yaml",
        1,
        "unknown_key",
    )
    with pytest.raises(InvalidKnowledge):
        coverage_of(load_knowledge(town))


@pytest.mark.parametrize(
    ("code", "name", "message"),
    [
        pytest.param("en", "visoin", "did you mean `vision`", id="text"),
        pytest.param("enn", "vision", "did you mean `en`", id="language"),
    ],
)
def test_what_is_not_there_cannot_be_noted(
    tmp_path: Path, code: str, name: str, message: str
) -> None:
    town = bilingual(tmp_path)
    with pytest.raises(UnknownText, match=message):
        note(load_knowledge(town), code, [name], reviewed=False)


def test_a_small_change_is_noted_in_all_languages_at_once(tmp_path: Path) -> None:
    town = bilingual(tmp_path)
    note(load_knowledge(town), "en", [], reviewed=False)
    change(town / "sv" / "vision.yaml", "Fullmäktige antog den", "Den antogs")
    assert note_everywhere(load_knowledge(town), ["vision"], reviewed=False) == 1
    assert told(town) == []
    with pytest.raises(UnknownText, match="did you mean `vision`"):
        note_everywhere(load_knowledge(town), ["visoin"], reviewed=False)


def test_records_change_no_answer(tmp_path: Path) -> None:
    town = bilingual(tmp_path)
    before = version_of(town)
    note(load_knowledge(town), "en", [], reviewed=False)
    assert version_of(town) == before


def test_coverage_counts_by_file(tmp_path: Path) -> None:
    town = bilingual(tmp_path)
    note(load_knowledge(town), "en", [], reviewed=False)
    change(town / "sv" / "elsewhere.yaml", "Jag svarar bara på", "Jag kan bara svara på")
    (town / "en" / "contact.yaml").write_text("{}\n", "utf-8")
    (english,) = coverage_of(load_knowledge(town), "en")
    assert english.files["elsewhere"] == {State.TRANSLATED: 2, State.STALE: 1}
    assert english.files["contact"] == {State.MISSING: 1}
    assert (english.language.steward, english.total[State.MISSING]) == ("vacant", 1)


def test_an_understood_language_needs_little(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    second_language(town, "status: understood, answers_in: sv", "contact.yaml")
    found = states(town)
    assert "vision" not in found
    assert (found["contact.hours"], found["interface.source"]) == (State.STALE, State.MISSING)


def test_the_only_language_is_translated() -> None:
    (swedish,) = coverage_of(load_knowledge(LILLBY))
    assert set(swedish.total) == {State.TRANSLATED}
