"""No text takes more than its share of time and memory, whatever an editor writes."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.checks import check_everything
from knowledge.errors import RenderingError
from knowledge.facts import FactGroup
from knowledge.loading import load_knowledge
from knowledge.model import Knowledge
from knowledge.rendering import Renderer
from tests.knowledge.town import LILLBY, WEDNESDAY, change, copy_of_lillby

LONG_LIST = tuple(str(number) for number in range(100_000))


@pytest.fixture(scope="module")
def lillby() -> Knowledge:
    return load_knowledge(LILLBY)


def group_of(items: tuple[str, ...]) -> FactGroup:
    """Return a group of facts with nothing but a list."""
    return FactGroup("long", "page", "", None, False, values={"list": items})


def with_phrases(knowledge: Knowledge, **phrases: str) -> Renderer:
    """Return Lillby with phrases of a test's own, and a fact with a list of 100,000 items."""
    long = group_of(LONG_LIST)
    known = {"sv": {**knowledge.phrases["sv"], **phrases}}
    return Renderer(replace(knowledge, phrases=known, facts={**knowledge.facts, "long": long}))


def refused(renderer: Renderer, key: str = "a") -> str:
    with pytest.raises(RenderingError) as caught:
        renderer.phrase(key, "sv", WEDNESDAY)
    return str(caught.value)


def test_phrases_that_print_phrases_nine_times_over_are_stopped(lillby: Knowledge) -> None:
    doubled = {f"p{n}": f"{{{{ phrase('p{n + 1}') }}}}" * 9 for n in range(5)}

    told = refused(with_phrases(lillby, **doubled, p5=""), "p0")

    assert "more than 2,000 turns and phrases" in told


def test_a_phrase_that_prints_itself_is_stopped(lillby: Knowledge) -> None:
    assert refused(with_phrases(lillby, a="{{ phrase('a') }}"))


@pytest.mark.parametrize(
    "body", ["", "{{ item }}", "{% if item == 'x' %}y{% endif %}"], ids=["empty", "out", "if"]
)
def test_loops_over_long_lists_are_stopped(lillby: Knowledge, body: str) -> None:
    loop = "{% for item in long.list %}" + body + "{% endfor %}"

    assert "more than 2,000 turns" in refused(with_phrases(lillby, a=loop))


def test_long_output_is_not_made_to_its_end(lillby: Knowledge) -> None:
    loop = "{% for item in long.list %}" + "x" * 7_000 + "{% endfor %}"

    assert "the text has 42000 characters, at most 3500 fit" in refused(
        with_phrases(lillby, a=loop)
    )


def test_thousands_of_texts_are_not_joined(lillby: Knowledge) -> None:
    joined = "{{ " + " ~ ".join(["long.list"] * 30) + " }}"

    assert "at most 20 texts" in refused(with_phrases(lillby, a=joined))


def test_a_loop_knows_its_place_as_before(lillby: Knowledge) -> None:
    loop = (
        "{% for i in long.list %}{{ loop.index }}{{ i }}{% if not loop.last %}, {% endif %}"
        "{% endfor %}"
    )
    phrases = {"sv": {**lillby.phrases["sv"], "a": loop}}
    facts = {**lillby.facts, "long": group_of(("a", "b", "c"))}
    renderer = Renderer(replace(lillby, phrases=phrases, facts=facts))

    assert renderer.phrase("a", "sv", WEDNESDAY) == "1a, 2b, 3c"


def test_the_check_tells_the_file_and_the_line(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    file = town / "sv" / "interface.yaml"
    text = file.read_text("utf-8")
    key = "help"
    line = text[: text.index(f"\n{key}:")].count("\n") + 2
    change(file, f"\n{key}:", f"\n{key}: \"{{{{ phrase('{key}') }}}}\"\nunused_before:")

    problems = check_everything(town, date(2026, 3, 4))

    assert any(
        problem.file == file and problem.line == line and "turns" in problem.message
        for problem in problems
    ), "\n".join(map(str, problems))


PIECES = st.sampled_from(
    ["{{", "}}", "{%", "%}", " for x in ", " if ", "endfor", "endif", "phrase('a')", "title('x')",
     "long.list", "x", " ~ ", "|msek", "|each item", "'a'", "*", "**", "99999999", "range(9**9)",
     "__class__", ".", "[", "]", "(", ")", "''.join", " set y = ", " recursive", "loop(x)",
     "lipsum()", "cycler", "self", "-", "#", "\n"]
)  # fmt: skip


@given(template=st.lists(PIECES, max_size=14).map("".join))
def test_any_template_is_a_text_or_refused(lillby: Knowledge, template: str) -> None:
    renderer = with_phrases(lillby, a=template)
    try:
        text = renderer.phrase("a", "sv", WEDNESDAY)
    except RenderingError:
        return
    assert len(text) <= 3_500


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ phrase.__globals__ }}",
        "{{ title.__init__.__globals__ }}",
        "{{ _view.knowledge.folder }}",
        "{{ 'x' * 10000000 }}",
        "{{ 9 ** 99999999 }}",
        "{% include 'x' %}",
        "{% import 'os' as os %}",
        "{% set x = 1 %}{{ x }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% for a in long.list recursive %}{{ loop(long.list) }}{% endfor %}",
        "{{ municipality.format(1) }}",
        "{{ phrase('b', x='y' ~ 'y') }}",
        "{{ open_now._make.__globals__ }}",
    ],
)
def test_nothing_is_reached_from_a_template(lillby: Knowledge, template: str) -> None:
    assert refused(with_phrases(lillby, a=template))
