"""Merged texts brought to the running bot's folder, with real git repositories."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.updating import Clone, UpdateRefused
from tests.conftest import LILLBY, ROOT

TODAY = date(2026, 1, 15)
FACTS = "town/facts.yaml"
GOOD, BETTER = "0999-200 00", "0999-300 00"


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Test", "-c", "user.email=test@lillby.example")
    command = ("git", "-C", str(folder), *who, *arguments)
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """Where texts are merged."""
    folder = tmp_path / "origin"
    shutil.copytree(LILLBY, folder / "town")
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(folder))
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "Lillby")
    return folder


@pytest.fixture
def clone(origin: Path, tmp_path: Path) -> Path:
    """What the bot follows."""
    git(tmp_path, "clone", "--quiet", str(origin), str(tmp_path / "clone"))
    return tmp_path / "clone"


def merge(origin: Path, phone: str) -> str:
    file = origin / FACTS
    before = next(line for line in file.read_text("utf-8").splitlines() if "phone:" in line)
    file.write_text(file.read_text("utf-8").replace(before, f"      phone: {phone}"), "utf-8")
    git(origin, "commit", "--quiet", "--all", "-m", "Another number")
    return git(origin, "rev-parse", "HEAD")


def phone_in(clone: Path) -> str:
    return (clone / FACTS).read_text("utf-8").partition("phone: ")[2].splitlines()[0]


def test_the_newest_green_commit_is_taken(origin: Path, clone: Path) -> None:
    merge(origin, GOOD)
    newest = merge(origin, BETTER)
    done = Clone(clone / "town").update(TODAY)
    assert (done.after, done.refused, phone_in(clone)) == (newest, (), BETTER)
    assert Clone(clone / "town").update(TODAY).before == newest


def test_a_red_commit_is_left_out_and_the_green_one_before_it_taken(
    origin: Path, clone: Path
) -> None:
    green = merge(origin, GOOD)
    git(origin, "tag", "green")
    file = origin / "town/sv/contact.yaml"
    file.write_text(file.read_text("utf-8").replace("hours.opens", "hours.opns"), "utf-8")
    git(origin, "commit", "--quiet", "--all", "-m", "A misspelt fact")
    red = git(origin, "rev-parse", "HEAD")

    done = Clone(clone / "town").update(TODAY)

    assert done.after == green
    assert [left_out.commit for left_out in done.refused] == [red]
    assert str(done.refused[0].problems[0]).startswith("town/sv/contact.yaml:19: ")
    assert phone_in(clone) == GOOD
    assert git(clone, "worktree", "list").count("\n") == 0, "nothing is left behind"

    git(origin, "revert", "--no-edit", "HEAD")
    assert Clone(clone / "town").update(TODAY).refused == ()


def test_a_revert_brings_the_text_back(origin: Path, clone: Path) -> None:
    before = phone_in(clone)
    merge(origin, GOOD)
    Clone(clone / "town").update(TODAY)
    git(origin, "revert", "--no-edit", "HEAD")
    Clone(clone / "town").update(TODAY)
    assert phone_in(clone) == before


def test_only_what_was_merged_is_tried(origin: Path, clone: Path) -> None:
    git(origin, "switch", "--quiet", "-c", "edit")
    merge(origin, GOOD)
    merge(origin, BETTER)
    git(origin, "switch", "--quiet", "main")
    git(origin, "merge", "--quiet", "--no-ff", "-m", "Merge", "edit")
    done = Clone(clone / "town").update(TODAY)
    assert done.after == git(origin, "rev-parse", "main")
    assert phone_in(clone) == BETTER


def test_local_changes_are_refused(origin: Path, clone: Path) -> None:
    merge(origin, GOOD)
    (clone / FACTS).write_text("facts: {}\n", "utf-8")
    with pytest.raises(UpdateRefused, match="local changes"):
        Clone(clone / "town").update(TODAY)


def test_commits_of_its_own_are_refused(origin: Path, clone: Path) -> None:
    merge(clone, GOOD)
    merge(origin, BETTER)
    with pytest.raises(UpdateRefused, match="commits that its branch elsewhere lacks"):
        Clone(clone / "town").update(TODAY)
    assert phone_in(clone) == GOOD


def test_the_programs_own_checkout_is_refused() -> None:
    with pytest.raises(UpdateRefused, match="holds the program"):
        Clone(ROOT / "knowledge" / "haparanda").update(TODAY)


def test_the_command_says_what_it_did(origin: Path, clone: Path) -> None:
    newest = merge(origin, GOOD)
    said = CliRunner().invoke(app, ["update", "--town", str(clone / "town")])
    assert said.exit_code == 0
    assert said.output.strip().endswith(f"{newest[:10]}: updated")
