"""Whatever an editor does to a file, the check tells it and does not fall over."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.checks import check_everything
from knowledge.message import message_languages
from tests.knowledge.town import BUDGET, LILLBY, append, copy_of_lillby

FILES = sorted(file.relative_to(LILLBY).as_posix() for file in LILLBY.rglob("*.yaml"))
SLIPS: dict[str, Callable[[str], str]] = {
    "taken away": lambda _: "",
    "twice": lambda row: f"{row}\n{row}",
    "no value": lambda row: row.partition(":")[0] + ":",
    "no key": lambda row: row.partition(":")[2],
    "deeper": lambda row: f"  {row}",
    "shallower": lambda row: row.removeprefix("  "),
    "a list": lambda row: row.partition(":")[0] + ": [1, 2]",
    "keys": lambda row: row.partition(":")[0] + ": {1: 2}",
    "braces": lambda row: f"{row} {{{{ vision",
    "a call": lambda row: f"{row} {{{{ title('x') }}}} {{% for x in vision.y %}}",
    "a tab": lambda row: f"\t{row}\x00",
    "quotes": lambda row: f'{row} "x',
    "mark": lambda row: row.replace(": ", ": ~sv~ ", 1),
}


@settings(max_examples=60, deadline=None)
@given(
    slips=st.lists(
        st.tuples(st.sampled_from(FILES), st.integers(0, 400), st.sampled_from(list(SLIPS))),
        min_size=1,
        max_size=3,
    )
)
def test_any_slip_is_told_in_every_language(
    tmp_path_factory: pytest.TempPathFactory, slips: list[tuple[str, int, str]]
) -> None:
    town = copy_of_lillby(tmp_path_factory.mktemp("wild"))
    append(town / "facts.yaml", BUDGET)
    for name, at, slip in slips:
        rows = (town / name).read_text("utf-8").split("\n")
        rows[at % len(rows)] = SLIPS[slip](rows[at % len(rows)])
        (town / name).write_text("\n".join(rows), "utf-8")

    told = check_everything(town, date(2026, 3, 4))

    assert told == sorted(told)
    for problem in told:
        assert 1 <= problem.line <= _rows(problem.file) + 1
        assert all(problem.told(language) for language in message_languages())


def _rows(file: Path) -> int:
    return len(file.read_text("utf-8").split("\n")) if file.is_file() else 1
