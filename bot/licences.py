"""The licences of the libraries, as their own metadata states them."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
CLASSIFIER = "License :: OSI Approved :: "
# Above the table in docs/licences.md.
HEADING = """# Licences of the libraries

Written by `python -m bot licences > docs/licences.md` from each package's own metadata; a test
keeps it in step with `constraints.txt`. The program itself is under EUPL-1.2, the embedded model
under CC BY-SA 4.0 (see NOTICE). Compiled packages carry further libraries inside (OpenBLAS,
libgomp, SQLite and the like), whose notices lie in the packages themselves.

| package | version | licence | needed |
|---|---|---|---|"""


@dataclass(frozen=True, slots=True)
class Licence:
    """One library; `running`: the program needs it, not only its tests."""

    name: str
    version: str
    text: str
    running: bool


def licences_of() -> list[Licence]:
    """Return all libraries that are needed, by name; what is not installed here is left out."""
    project = tomllib.loads(PROJECT.read_text("utf-8"))["project"]
    running = _needed(project["dependencies"])
    everything = running | _needed(project["optional-dependencies"]["dev"])
    found = [(name, _found(name)) for name in sorted(everything)]
    return [
        Licence(name, known.version.partition("+")[0], licence_of(known), name in running)
        for name, known in found
        if known is not None
    ]


def licence_of(package: Distribution) -> str:
    """Return the licence in words: the expression, else the classifiers, else the first line."""
    about = package.metadata
    if expression := about.get_all("License-Expression"):
        return str(expression[0])
    classifiers = about.get_all("Classifier") or []
    named = [text.removeprefix(CLASSIFIER) for text in classifiers if text.startswith(CLASSIFIER)]
    stated = "".join(about.get_all("License") or []) or _first_line(package) or "not stated"
    return "; ".join(named) or stated.strip().splitlines()[0]


def _first_line(package: Distribution) -> str:
    """Return how the file of the licence begins, for packages that state nothing else."""
    texts = (package.read_text(f"{place}LICENSE") for place in ("", "licenses/"))
    return next((text.strip() for text in texts if text), "")


def as_markdown(found: list[Licence]) -> str:
    """Return docs/licences.md."""
    rows = [
        f"| {each.name} | {each.version} | {each.text.replace('|', '/')} | "
        f"{'running' if each.running else 'tests'} |"
        for each in found
    ]
    return "\n".join([HEADING, *rows])


def _needed(asked: Iterable[str]) -> set[str]:
    """Return the names of the packages that are `asked` for, and of all that these need."""
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [Requirement(text) for text in asked]
    while waiting:
        wanted = waiting.pop()
        package = str(canonicalize_name(wanted.name)), frozenset(wanted.extras)
        if package not in seen:
            seen.add(package)
            waiting += _asked(*package)
    return {name for name, _ in seen}


def _asked(name: str, extras: frozenset[str]) -> Iterator[Requirement]:
    try:
        stated = requires(name) or []
    except PackageNotFoundError:
        return
    for text in stated:
        wanted = Requirement(text)
        marker = wanted.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in {"", *extras}):
            yield wanted


def _found(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None
