"""The commands of those who write the texts, each in a process of its own."""

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import LILLBY, ROOT
from tests.knowledge.town import change
from tests.test_cli import run

ON = ("--on", "2026-03-04")


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A copy of the tiny town."""
    return Path(shutil.copytree(LILLBY, tmp_path / "town"))


def staff(*arguments: str, town: Path) -> tuple[int, str]:
    done = run(*arguments, "--town", str(town), cwd=ROOT)
    assert b"Traceback" not in done.stderr
    return done.returncode, (done.stdout or done.stderr).decode()


def test_check_of_a_sound_town(town: Path) -> None:
    assert staff("check", *ON, town=town) == (0, "0 errors, 0 warnings\n")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("sv", "contact.hours.answer: `40` är inskrivet för hand: lägg det i facts.yaml, "
               "eller under `names` där om det hör till ett namn\nfel: 1, varningar: 0\n"),
        ("fi", "contact.hours.answer: `40` on kirjoitettu käsin: siirrä se tiedostoon facts.yaml, "
               "tai jos se kuuluu nimeen, sen kohtaan `names`\nvirheitä: 1, varoituksia: 0\n"),
    ],
)  # fmt: skip
def test_check_speaks_the_editors_languages(town: Path, language: str, told: str) -> None:
    file = town / "sv" / "contact.yaml"
    line = change(file, "    Telefon:", "    Vi är 40. Telefon:")

    status, printed = staff("check", *ON, "--language", language, town=town)

    assert (status, printed) == (1, f"{file}:{line}: {told}")


def test_check_for_programs(town: Path) -> None:
    line = change(town / "sv" / "contact.yaml", "    Telefon:", "    Vi är 40. Telefon:")

    status, printed = staff("check", *ON, "--json", town=town)

    (row,) = json.loads(printed)
    assert status == 1
    assert row.pop("message").keys() == {"en", "sv", "fi"}
    assert row == {
        "file": str(town / "sv" / "contact.yaml"),
        "line": line,
        "path": "contact.hours.answer",
        "severity": "error",
        "code": "typed_number",
    }


def test_check_on_another_day(town: Path) -> None:
    status, printed = staff("check", "--on", "2030-06-01", town=town)

    assert status == 0
    assert printed.endswith("0 errors, 2 warnings\n")


def test_due_within_some_days(town: Path) -> None:
    assert staff("due", *ON, "--days", "60", town=town) == (0, "nothing is due\n")
    assert staff("due", "--on", "2030-06-01", "--days", "60", town=town) == (
        0,
        "Kommunchef\n  2030-06-30: vision\n\nKontaktcenter\n  2030-06-30: contact.hours\n",
    )


def test_a_language_from_draft_to_translated(town: Path) -> None:
    status, printed = staff("add-language", "nb", "--from", "sv", town=town)
    assert (status, printed.partition(" texts")[0]) == (
        0,
        "Norsk bokmål is a draft now: 71",
    )
    change(town / "nb" / "vision.yaml", "~sv~ Lillbys vision", "Lillbys visjon")
    change(town / "nb" / "vision.yaml", "~sv~ Visionen heter", "Visjonen heter")
    change(town / "sv" / "vision.yaml", "Fullmäktige antog den", "Den antogs")

    _, printed = staff("coverage", "nb", town=town)
    assert "vision     0           0         1      0" in printed.splitlines()

    status, printed = staff("translated", "nb", "vision", "--reviewed", town=town)
    assert (status, printed) == (
        0,
        "nb: 1 texts noted as following Svenska and read by the steward\n",
    )
    rows = json.loads(staff("coverage", "--json", town=town)[1])
    assert [row["language"] for row in rows] == ["sv", "nb"]
    assert rows[1]["files"]["vision"] == {
        "translated": 0, "reviewed": 1, "stale": 0, "missing": 0,
    }  # fmt: skip
    assert (rows[1]["status"], rows[1]["steward"]) == ("draft", "vacant")


def test_the_table_of_languages(town: Path) -> None:
    status, printed = staff("coverage", "--language", "sv", town=town)

    head, swedish, blank, legend = printed.splitlines()
    assert status == 0
    assert head.split()[:2] == ["språk", "status"]
    assert swedish.split()[:3] == ["sv", "published", "1/1"]
    assert swedish.split()[-2:] == ["0", "vacant"]
    assert not blank
    assert legend.startswith("En fils ruta:")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(("coverage", "svv"), "did you mean `sv`", id="no language"),
        pytest.param(("translated", "sv"), "or --all", id="no text"),
        pytest.param(("translated", "sv", "visoin"), "did you mean `vision`", id="misspelt text"),
        pytest.param(("add-language", "sv", "--from", "sv"), "answers already", id="there"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(
    town: Path, arguments: tuple[str, ...], message: str
) -> None:
    status, printed = staff(*arguments, town=town)

    assert status == 2
    assert message in " ".join(printed.split())


def test_schemas_are_named_in_a_town(town: Path) -> None:
    before = {file.name: file.read_bytes() for file in (ROOT / "knowledge/schema").iterdir()}

    status, printed = staff("schema", town=town)

    assert status == 0
    assert printed == "13 schemas written; named in the first line of 11 files\n"
    assert before == {f.name: f.read_bytes() for f in (ROOT / "knowledge/schema").iterdir()}
