import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.preview.entities import parse_html, utf16_length
from bot.telegram.split import split_html, units

TAGS = {"b": "<b>", "i": "<i>", "a": '<a href="https://haparanda.se">', "pre": "<pre>"}
PIECES = st.text(alphabet="abc åö\n\n😀", max_size=40).map(
    lambda text: text.replace("a", "&lt;").replace("c", "&#229;")
)


@st.composite
def balanced_html(draw: st.DrawFn, depth: int = 3) -> str:
    parts = [draw(PIECES)]
    for _ in range(draw(st.integers(0, 3))):
        tag = draw(st.sampled_from(sorted(TAGS)))
        inner = draw(balanced_html(depth - 1)) if depth else draw(PIECES)
        parts += [f"{TAGS[tag]}{inner}</{tag}>", draw(PIECES)]
    return "".join(parts)


def squeezed(html: str) -> str:
    return re.sub(r"\s", "", parse_html(html).text)


@given(balanced_html(), st.integers(150, 400))
def test_parts_fit_are_balanced_and_lose_nothing(html: str, limit: int) -> None:
    parts = split_html(html, limit)
    assert all(units(part) <= limit for part in parts)
    assert "".join(squeezed(part) for part in parts) == squeezed(html)
    assert all(squeezed(part) for part in parts)


@given(balanced_html())
def test_what_fits_stays_whole(html: str) -> None:
    assume(squeezed(html))
    assert split_html(html) == [html.strip()]


@given(st.text())
def test_units_are_utf16(text: str) -> None:
    assert units(text) == utf16_length(text)


def test_cuts_between_paragraphs() -> None:
    paragraphs = ["å" * 900 + str(number) for number in range(10)]
    parts = split_html("\n\n".join(paragraphs))
    assert [part.split("\n\n") for part in parts] == [
        paragraphs[:4],
        paragraphs[4:8],
        paragraphs[8:],
    ]


def test_heading_stays_with_its_paragraph_where_lines_must_be_cut() -> None:
    lines = ["• " + "x" * 98] * 60
    first, second = split_html("<b>Titel</b>\n\n" + "\n".join(lines))
    assert first == "<b>Titel</b>\n\n" + "\n".join(lines[:40])
    assert second == "\n".join(lines[40:])


def test_bold_goes_on_in_the_next_part() -> None:
    assert split_html("<b>aa bb cc</b>", 12) == ["<b>aa bb</b>", "<b>cc</b>"]


@pytest.mark.parametrize("html", ["", " \n", "<b></b>", "<b> </b>\n\n<i></i>"])
def test_nothing_visible_is_nothing_to_send(html: str) -> None:
    assert split_html(html) == []


def test_word_longer_than_a_message() -> None:
    parts = split_html("x" * 10_000)
    assert [len(part) for part in parts] == [4096, 4096, 1808]


def test_references_and_surrogate_pairs_stay_whole() -> None:
    assert split_html("&amp;&amp;&amp;", 11) == ["&amp;&amp;", "&amp;"]
    assert split_html("😀😀😀", 5) == ["😀😀", "😀"]
