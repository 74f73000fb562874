"""A file that cannot be read is told, and not what only follows from it."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from knowledge.checks import check_everything, check_knowledge
from tests.conftest import TREVIK
from tests.knowledge.town import append, change, copy_of_lillby


@pytest.mark.parametrize(
    "name",
    [
        "sv/budget.yaml",
        "sv/interface.yaml",
        "sv/elsewhere.yaml",
        "fi/interface.yaml",
        "fi/translations.yaml",
        "questions/sv/topics.yaml",
    ],
    ids=lambda name: name,
)
def test_only_the_file_that_cannot_be_read_is_told(tmp_path: Path, name: str) -> None:
    town = Path(shutil.copytree(TREVIK, tmp_path / "trevik"))
    file = town / name
    file.write_text("\tx: y\n" + file.read_text("utf-8"), "utf-8")

    told = check_everything(town, date(2025, 6, 17))

    assert {(problem.file, problem.path, problem.severity) for problem in told} == {
        (file, "(file)", "error")
    }


def test_other_mistakes_are_told_beside_it(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    append(town / "sv" / "contact.yaml", "\tx: y\n")
    change(town / "sv" / "vision.yaml", "{{ vision.name }}", "{{ vision.nam }}")

    told = check_knowledge(town)

    assert {problem.file.name for problem in told} == {"contact.yaml", "vision.yaml"}


def test_a_text_with_a_mistake_in_it_is_not_called_missing(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    change(town / "sv" / "vision.yaml", "  title: Lillbys vision", "  titel: Lillbys vision")

    paths = {problem.path for problem in check_knowledge(town)}

    assert "vision" not in paths
    assert "vision.titel" in paths
