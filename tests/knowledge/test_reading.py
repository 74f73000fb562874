"""YAML is read as text, with lines; what could harm is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading import parse_yaml, read_yaml

FILE = Path("town.yaml")


@pytest.mark.parametrize(
    "text", ["08.00", "0922-260 00", "12:30", "0470", "1.10", "no", "2026-09-01", "~"]
)
def test_a_scalar_stays_as_it_is_written(text: str) -> None:
    assert parse_yaml(f"key: {text}\n", FILE).value == {"key": text}


def test_a_key_that_yaml_takes_for_false_stays_text() -> None:
    assert parse_yaml("no: nej\non: ja\n", FILE).value == {"no": "nej", "on": "ja"}


def test_each_value_knows_its_line() -> None:
    document = parse_yaml("# first\na:\n  b: 1\n  c:\n    - x\n    - y\n", FILE)
    assert document.line(("a", "b")) == 3
    assert document.line(("a", "c", 1)) == 6
    assert document.line(("a", "lacking")) == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("a: 1\na: 2\n", 2, id="duplicate key"),
        pytest.param("a:\n\tb: 1\n", 2, id="tab"),
        pytest.param("a: [1, 2\nb: 3\n", 2, id="unclosed"),
        pytest.param("a: &x 1\nb: *x\n", 1, id="anchor"),
        pytest.param("a: 1\n---\nb: 2\n", 2, id="second document"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int) -> None:
    (problem,) = parse_yaml(text, FILE).problems
    assert problem.line == line


def test_an_alias_bomb_is_refused() -> None:
    rows = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    assert parse_yaml("\n".join(rows), FILE).problems


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    file.write_text("a: " + "x" * 2_000_001)
    assert "larger than" in read_yaml(file).problems[0].message


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    town = tmp_path / "town"
    town.mkdir()
    (tmp_path / "secret.yaml").write_text("a: 1")
    (town / "facts.yaml").symlink_to(tmp_path / "secret.yaml")
    document = read_yaml(town / "facts.yaml", town)
    assert document.value == {}
    assert "link" in document.problems[0].message


@given(st.text())
def test_no_text_makes_the_reader_fail(text: str) -> None:
    document = parse_yaml(text, FILE)
    assert isinstance(document.value, (str, list, dict))


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.from_regex(r"[0-9:.]{1,6}", fullmatch=True)
    )
)
def test_numbers_and_times_survive(values: dict[str, str]) -> None:
    text = "".join(f'{key}: "{value}"\n' for key, value in values.items())
    assert parse_yaml(text, FILE).value == values
