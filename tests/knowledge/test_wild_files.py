"""Whatever bytes a file holds: the door of each kind of file answers or tells, and never fails.

The doors are the check that an editor runs, and the reading that a running bot does after a save.
"""

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.answering.material import try_material
from bot.errors import SettingsError
from bot.settings import load_settings
from knowledge.checks import check_everything
from knowledge.message import message_languages
from tests.conftest import ROOT
from tests.knowledge.town import LILLBY, WEDNESDAY, copy_of_lillby

QUICK = settings(max_examples=30, deadline=None)
COMMON = ROOT / "knowledge" / "common"
FILES = sorted(file.relative_to(LILLBY).as_posix() for file in LILLBY.rglob("*.yaml"))
# What all towns share, with fewer names: reading the others takes most of the time.
SHARED = {
    "cues.yaml": (COMMON / "cues.yaml").read_bytes(),
    "contexts/sv.yaml": (COMMON / "contexts" / "sv.yaml").read_bytes(),
    "names.yaml": b"kinds:\n  tornio: [Tornio]\neveryday_words: [tid]\n",
}
NOTHING = b"# nothing\n"
# Pieces of YAML, in orders that nobody meant, and plain bytes.
PIECES = st.lists(
    st.sampled_from([
        "a: 1\n", "- x\n", "? ", ": ", "  ", "\t", "|\n", ">-\n", "&a ", "*a ", "<<: *a\n",
        "!!python/x ", "{", "}", "[", "]", '"', "'", "---\n", "...\n", "%YAML 1.1\n", "#\n", "~",
        "\ufeff", "\x00", "\r", "{{ x }}", "{% for a in b %}", "sv:\n", "facts:\n", "topics:\n",
        "vision:\n", "  title: x\n", "  answer: |\n", "    å\n",
    ]),
    max_size=12,
).map(lambda pieces: "".join(pieces).encode())  # fmt: skip
CONTENT = st.binary(max_size=60) | PIECES


def changed(file: Path, content: bytes, *, whole: bool) -> None:
    """Put `content` in the place of a file's, or behind it."""
    file.write_bytes(content if whole else file.read_bytes() + content)


@QUICK
@example(name="facts.yaml", content=b"\xff\xfe\x00", whole=True)
@example(name="topics.yaml", content=b"", whole=True)
@example(name="facts.yaml", content=NOTHING, whole=False)
@given(name=st.sampled_from(FILES), content=CONTENT, whole=st.booleans())
def test_whatever_a_towns_file_holds_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, name: str, content: bytes, whole: bool
) -> None:
    town = copy_of_lillby(tmp_path_factory.mktemp("wild"))
    changed(town / name, content, whole=whole)

    told = check_everything(town, WEDNESDAY.date())
    material, problems = try_material(town, COMMON)

    errors = [problem for problem in told if problem.severity == "error"]
    assert (material is None) == bool(problems)
    # What a running bot refuses is an error of the check, too.
    assert not problems or errors
    assert material is not None or content != NOTHING or whole
    assert all(p.told(language) for p in (*told, *problems) for language in message_languages())


@QUICK
@example(name="cues.yaml", content=NOTHING, whole=False)
@given(name=st.sampled_from(sorted(SHARED)), content=CONTENT, whole=st.booleans())
def test_whatever_a_shared_file_holds_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, name: str, content: bytes, whole: bool
) -> None:
    shared = tmp_path_factory.mktemp("shared")
    (shared / "contexts").mkdir()
    for each, text in SHARED.items():
        (shared / each).write_bytes(text)
    changed(shared / name, content, whole=whole)

    material, problems = try_material(LILLBY, shared)

    assert (material is None) == bool(problems)
    assert material is not None or content != NOTHING or whole
    assert all(problem.told(language) for problem in problems for language in message_languages())


@QUICK
@given(content=CONTENT, whole=st.booleans())
def test_whatever_the_settings_hold_is_read_or_told_with_its_place(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, whole: bool
) -> None:
    file = tmp_path_factory.mktemp("settings") / "config.yaml"
    file.write_bytes((ROOT / "config.yaml").read_bytes())
    changed(file, content, whole=whole)

    told = ""
    try:
        assert load_settings(file).town
    except SettingsError as error:
        told = str(error)

    assert not told or re.match(r".+config\.yaml:\d+: ", told)
