"""The rules of the house: which room may know which, and what never stands where."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import LILLBY, ROOT

ROOMS = ("bot", "embeddings", "knowledge")
MODEL_LIBRARIES = ("torch", "sentence_transformers", "faiss", "sklearn", "scipy", "tokenizers")
NORDIC = re.compile("[åäöÅÄÖ]")
# Put together here, so that this file does not name them either.
HOSTS = ("py" + "pi.org", "python" + "hosted.org", "download.py" + "torch.org", "index" + "-url")
SAMPLES = ROOT / "bot" / "terminal.py"


def python_files(*rooms: str) -> list[Path]:
    return sorted(file for room in rooms for file in (ROOT / room).rglob("*.py"))


def imported_by(file: Path) -> Iterator[str]:
    """Yield what is imported anywhere in `file`, inside functions and for types too."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are absolute here"
            yield node.module or ""


def importers(library: str, *rooms: str) -> set[str]:
    return {
        file.relative_to(ROOT).as_posix()
        for file in python_files(*rooms)
        if any(name.split(".")[0] == library for name in imported_by(file))
    }


@pytest.mark.parametrize(
    ("room", "above"),
    [
        ("embeddings", "bot"),
        ("embeddings", "knowledge"),
        ("knowledge", "bot"),
        ("knowledge", "embeddings"),
    ],
)
def test_imports_run_one_way(room: str, above: str) -> None:
    assert importers(above, room) == set()


def test_telegrams_library_stays_at_telegrams_doors() -> None:
    doors = ("bot/telegram/", "bot/preview/")

    assert [file for file in importers("aiogram", *ROOMS) if not file.startswith(doors)] == []


@pytest.mark.parametrize("library", ["faiss", "torch", "sentence_transformers"])
def test_models_stay_in_their_room(library: str) -> None:
    assert importers(library, "bot", "knowledge") == set()


def test_charts_are_drawn_in_their_own_room() -> None:
    assert [f for f in importers("matplotlib", *ROOMS) if not f.startswith("bot/pictures/")] == []


def literals_of(file: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts of `file` with their lines, docstrings left out."""
    tree = ast.parse(file.read_text("utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in docstrings:
            continue
        if isinstance(node.value, str):
            yield node.lineno, node.value


def test_no_sentence_for_residents_stands_in_python() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{line}: {text}"
        for file in python_files("bot", "embeddings")
        if file != SAMPLES
        for line, text in literals_of(file)
        if NORDIC.search(text)
    ]

    assert found == []


def test_the_terminal_holds_sample_questions_alone() -> None:
    from bot import terminal

    nordic = {text for _, text in literals_of(SAMPLES) if NORDIC.search(text)}

    assert nordic <= set(terminal.SAMPLES)


def set_up_files() -> list[Path]:
    names = ("*.toml", "*.txt", "*.cfg", "*.yaml", "*.yml", "Makefile", "*.md")
    hidden = (ROOT / ".ci", ROOT / ".github")
    found = [file for name in names for file in ROOT.glob(name)]
    found += [file for folder in hidden if folder.exists() for file in folder.rglob("*")]
    return [file for file in found if file.is_file()]


def test_no_file_names_a_registrys_host() -> None:
    files = [*set_up_files(), *python_files(*ROOMS, "tests", "benchmarks")]

    named = [
        f"{file.relative_to(ROOT)}: {host}"
        for file in files
        for host in HOSTS
        if host in file.read_text("utf-8", errors="replace")
    ]

    assert named == []


def test_constraints_are_plain_versions() -> None:
    file = ROOT / "constraints.txt"
    if not file.exists():
        pytest.skip("no constraints.txt yet")
    lines = [line.split("#")[0].strip() for line in file.read_text("utf-8").splitlines()]

    assert [line for line in lines if line and not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def modules_after(*arguments: str) -> set[str]:
    """Return the top names of all modules that a command has imported when it ends."""
    code = (
        "import sys\n"
        "from bot.cli import main\n"
        f"sys.argv = ['bot', *{list(arguments)!r}]\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "print('\\nMODULES', *{name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rpartition("MODULES")[2].split())


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("ask", "--help"),
        ("check", "--town", str(LILLBY)),
        ("coverage", "--town", str(LILLBY)),
        ("due", "--town", str(LILLBY)),
    ],
    ids=["help", "help of a command", "check", "coverage", "due"],
)
def test_what_needs_no_model_imports_none(arguments: tuple[str, ...]) -> None:
    imported = modules_after(*arguments)

    assert not imported & {*MODEL_LIBRARIES, "aiogram", "matplotlib"}
