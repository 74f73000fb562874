"""The editors' guide, as somebody follows it: its commands, its examples, its pictures."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from knowledge.checks import check_everything
from knowledge.loading import try_load
from tests.conftest import ROOT, TREVIK
from tests.knowledge.town import change

GUIDE = ROOT / "knowledge" / "README.md"
COMMAND = re.compile(r"\.venv/bin/python -m bot ([^`\n]+)")
FENCED = re.compile(r"^( *)```yaml\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
# What the last lines of some commands promise; the others say at least something.
PROMISED = {"check": "fel: 0, varningar: 0", "coverage": "fi", "translated": "noted"}


def commands() -> list[str]:
    return list(dict.fromkeys(COMMAND.findall(GUIDE.read_text("utf-8"))))


def yaml_block(beginning: str) -> str:
    """Return an example of the guide, without the indent of the list that it stands in."""
    found = [
        "".join(line.removeprefix(indent) for line in block.splitlines(keepends=True))
        for indent, block in FENCED.findall(GUIDE.read_text("utf-8"))
        if block.lstrip().startswith(beginning)
    ]
    assert found, f"the guide has no example that begins with {beginning!r}"
    return found[-1]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment where the town is a copy, with a cache and data of its own."""
    folder = tmp_path_factory.mktemp("guide")
    shutil.copytree(TREVIK, folder / "town")
    return {
        **os.environ,
        "KOMMUNSVAR_TOWN": str(folder / "town"),
        "KOMMUNSVAR_CACHE": str(folder / "cache"),
        "KOMMUNSVAR_DATA": str(folder / "data"),
    }


@pytest.mark.parametrize("command", commands())
def test_every_command_of_the_guide_does_what_it_says(place: dict[str, str], command: str) -> None:
    arguments = shlex.split(command)
    if arguments[0] == "check":
        arguments += ["--on", "2025-06-01"]
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT, env=place, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    # `eval` ends with 1 where a bar is missed, which says nothing about the guide.
    assert done.returncode == 0 or arguments[0] == "eval", done.stdout + done.stderr
    assert PROMISED.get(arguments[0], "") in done.stdout
    assert done.stdout.strip()


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A copy of the real town, to follow the guide in."""
    return Path(shutil.copytree(ROOT / "knowledge" / "haparanda", tmp_path / "haparanda"))


def faults(town: Path) -> list[str]:
    problems = try_load(town)[1] or check_everything(town, date(2025, 6, 1))
    return [f"{p.path}: {p.message}" for p in problems if p.severity == "error"]


def put_year(town: Path, block: str) -> None:
    facts = (town / "facts.yaml").read_text("utf-8")
    begins, ends = facts.index("  budget:\n"), facts.index("  environment:\n")
    (town / "facts.yaml").write_text(facts[:begins] + block + "\n" + facts[ends:], "utf-8")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param("", "", [], id="as written"),
        pytest.param("social: 316.0", "social: 316,0", ["decimal point"], id="decimal comma"),
        pytest.param("social: 316.0", "socail: 316.0", ["did you mean `social`"], id="misspelt"),
        pytest.param("    2025:", "    2024:", ["twice"], id="year not changed"),
        pytest.param("2025-12-31", "31/12 2025", ["a date such as"], id="date"),
        pytest.param("    2025:\n", "  2025:\n", ["facts"], id="too little indent"),
    ],
)
def test_this_years_budget_as_the_guide_says_and_with_a_mistake(
    town: Path, old: str, new: str, told: list[str]
) -> None:
    block = yaml_block("budget:\n")
    if old:
        assert block.count(old) == 1
        block = block.replace(old, new)
    put_year(town, block)
    found = faults(town)
    assert bool(found) == bool(told), found
    assert all(any(text in fault for fault in found) for text in told), found


def test_a_topic_as_the_guide_says(town: Path) -> None:
    entry = yaml_block("budget.largest:                 # id")
    (town / "topics.yaml").write_text(
        (town / "topics.yaml").read_text("utf-8").rstrip() + "\n" + entry, "utf-8"
    )
    text = yaml_block("budget.largest:\n").replace(
        "    # ... ",
        "".join(f"    - påhittad fråga {n} om anslaget\n" for n in "abcdefgh") + "    # ",
    )
    with (town / "sv" / "budget.yaml").open("a", encoding="utf-8") as file:
        file.write("\n" + text)
    found = faults(town)
    # What is left to do is what the guide says next: the other languages, and test questions.
    assert len(found) == 5, found
    assert sum("write it" in fault for fault in found) == 2
    assert sum("test question" in fault for fault in found) == 3


def test_an_answer_with_a_mistake_names_the_line(town: Path) -> None:
    file = town / "sv" / "contact.yaml"
    line = change(file, "är {{ contact.street }},", "är {{ contact.steret }},")
    problems = [p for p in check_everything(town, date(2025, 6, 1)) if p.severity == "error"]
    assert [(p.file, "`street`" in str(p.message)) for p in problems] == [(file, True)]
    assert abs(problems[0].line - line) <= 1


def test_pictures_of_the_guide_are_there() -> None:
    named = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", GUIDE.read_text("utf-8"))
    assert named
    assert all((GUIDE.parent / name).is_file() for name in named)


def test_links_within_the_guide_lead_somewhere() -> None:
    text = GUIDE.read_text("utf-8")
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors
