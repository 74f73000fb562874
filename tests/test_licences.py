"""docs/licences.md lists what is installed: every library that is needed, in the pinned version."""

import re

from bot.licences import as_markdown, licences_of
from tests.conftest import ROOT


def pinned() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").split()
    pairs = (line.split("==") for line in lines)
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in pairs}


def listed() -> dict[str, tuple[str, str]]:
    text = (ROOT / "docs" / "licences.md").read_text("utf-8")
    rows = re.findall(r"^\| ([a-z0-9-]+) \| (\S+) \| (.+) \| (?:running|tests) \|$", text, re.M)
    return {name: (version, licence) for name, version, licence in rows}


def test_every_needed_library_is_listed_in_the_version_that_is_pinned() -> None:
    pins, rows = pinned(), listed()

    needed = {each.name: each for each in licences_of() if each.name in pins}

    assert {name: rows.get(name) for name in needed} == {
        name: (pins[name], each.text) for name, each in needed.items()
    }, "run: python -m bot licences > docs/licences.md"


def test_no_library_is_listed_that_is_not_pinned() -> None:
    # torch is installed before the others and pinned in pyproject.toml; setuptools comes with it.
    assert set(listed()) - set(pinned()) <= {"torch", "setuptools", "package"}


def test_every_licence_is_stated() -> None:
    assert [each.name for each in licences_of() if each.text == "not stated"] == []


def test_the_table_says_what_runs_and_what_only_tests() -> None:
    text = as_markdown(licences_of())

    assert re.search(r"^\| aiogram .* \| running \|$", text, re.M)
    assert re.search(r"^\| pytest .* \| tests \|$", text, re.M)
