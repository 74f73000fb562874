"""YAML is read as text, with lines; what could harm is refused."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading import parse_yaml, read_yaml, yaml_files

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
        pytest.param("a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, id="tag"),
        pytest.param("a: 1\n? [b, c]\n: 2\n", 2, id="key that is a list"),
        pytest.param("a: 1\nb: {{ c }}\n", 2, id="braces without quotes"),
        pytest.param("a:\n" + "- " * 40 + "b", 2, id="deep lists"),
        pytest.param("a: " + "{b: " * 40 + "1" + "}" * 40, 1, id="deep keys"),
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


@pytest.mark.parametrize("levels", [900, 400_000])
def test_levels_beyond_the_stack_are_refused(levels: int) -> None:
    (problem,) = parse_yaml("- " * levels + "a", FILE).problems
    assert "levels deep" in problem.message


def test_more_values_than_any_editor_writes_are_refused() -> None:
    (problem,) = parse_yaml("- [" + "a," * 200_001 + "]", FILE).problems
    assert "more than 200,000 values" in problem.message


def test_quoted_texts_are_no_tags() -> None:
    assert parse_yaml("a: \"b\"\nc: 'd'\ne: |\n  f\n", FILE).value == {
        "a": "b",
        "c": "d",
        "e": "f\n",
    }


def test_the_last_of_a_doubled_key_counts_and_what_is_below_is_not_told_twice() -> None:
    document = parse_yaml("a:\n  b: 1\na:\n  b: 2\n", FILE)
    assert document.value == {"a": {"b": "2"}}
    assert [(problem.path, problem.line) for problem in document.problems] == [("a", 3)]


def test_a_pipe_in_a_files_place_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "facts.yaml")
    assert "no plain file" in read_yaml(tmp_path / "facts.yaml", tmp_path).problems[0].message


def test_pipes_and_links_out_are_no_files_of_the_town(tmp_path: Path) -> None:
    town = tmp_path / "town"
    (town / "sv").mkdir(parents=True)
    (town / "sv" / "a.yaml").write_text("a: 1")
    (town / "sv" / "linked.yaml").symlink_to(town / "sv" / "a.yaml")
    (town / "endless.yaml").symlink_to("/dev/zero")
    (town / "gone.yaml").symlink_to(town / "nothing")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "b.yaml").write_text("b: 1")
    (town / "fi").symlink_to(tmp_path / "other", target_is_directory=True)
    os.mkfifo(town / "pipe.yaml")

    assert [file.name for file in yaml_files(town)] == ["a.yaml", "linked.yaml"]


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
