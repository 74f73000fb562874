"""Every sentence for editors stands once in each of their languages."""

import re
from pathlib import Path
from string import Template

import pytest

from knowledge.message import FOLDER, Message, message, message_languages, sentences
from knowledge.problem import Problem

ROOT = Path(__file__).parents[2]
QUOTED = re.compile(r"""["']([a-z_]+)["']""")


def test_the_languages() -> None:
    assert message_languages() == ("en", "fi", "sv")


@pytest.mark.parametrize("language", ["sv", "fi"])
def test_every_language_has_the_same_sentences_with_the_same_values(language: str) -> None:
    here, default = sentences(language), sentences("en")
    assert list(here) == list(default)
    for code, text in default.items():
        names = set(Template(text).get_identifiers())
        assert set(Template(here[code]).get_identifiers()) == names, code


def test_every_sentence_is_used_and_no_code_is_unknown() -> None:
    files = [*(ROOT / "knowledge").rglob("*.py"), *(ROOT / "bot").rglob("*.py")]
    code = "\n".join(file.read_text("utf-8") for file in files)
    assert set(sentences("en")) - set(QUOTED.findall(code)) == set()
    assert set(re.findall(r'\bmessage\(\s*"([a-z_]+)"', code)) <= set(sentences("en"))


def test_no_sentence_stands_twice() -> None:
    for file in FOLDER.glob("*.yaml"):
        keys = re.findall(r"^(\w+):", file.read_text("utf-8"), re.MULTILINE)
        texts = list(sentences(file.stem).values())
        assert len(keys) == len(set(keys)) == len(texts), file.name


def test_a_message_within_a_message_is_in_the_same_language() -> None:
    told = message("unknown_key", hint=message("did_you_mean", word="title"))
    assert str(told) == "unknown key: did you mean `title`?"
    assert told.text("sv") == "okänd nyckel: menade du `title`?"
    assert told.text("fi") == "tuntematon avain: tarkoititko `title`?"


def test_a_problem_is_told_in_each_language() -> None:
    problem = Problem(Path("/a/b.yaml"), 3, "x.y", Message("no_title"), "warning")
    assert str(problem) == "/a/b.yaml:3: x.y: warning: has no title: write one"
    assert problem.told("sv") == "/a/b.yaml:3: x.y: varning: saknar rubrik: skriv en"
    assert problem.told("fi") == "/a/b.yaml:3: x.y: varoitus: otsikko puuttuu: kirjoita se"


def test_a_plain_text_is_the_same_in_every_language() -> None:
    problem = Problem(Path("/b.yaml"), 1, "x", "0.93")
    assert (problem.told("fi"), problem.code) == ("/b.yaml:1: x: 0.93", "")


def test_the_guide_quotes_what_the_check_says() -> None:
    guide = (ROOT / "knowledge" / "README.md").read_text("utf-8")
    table = guide.partition("| kontrollen säger |")[2].partition("\n\n")[0]
    quoted = [row.split("|")[1].strip(" `") for row in table.splitlines()[2:]]
    said = [re.split(r"\$\w+|: ", text) for text in sentences("sv").values()]
    for quote in quoted:
        assert any(all(part in quote for part in parts[:2]) for parts in said if any(parts)), quote
