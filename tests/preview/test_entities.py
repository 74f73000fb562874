import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.preview.entities import parse_html
from bot.preview.errors import ApiError


def test_offsets_count_utf16_units() -> None:
    formatted = parse_html("😀 <b>åäö 😀</b> <i>x</i>")
    assert formatted.text == "😀 åäö 😀 x"
    assert formatted.entities == [
        {"type": "bold", "offset": 3, "length": 6},
        {"type": "italic", "offset": 10, "length": 1},
    ]


def test_nested_tags_come_outermost_first() -> None:
    formatted = parse_html("<blockquote expandable><b>a</b></blockquote>")
    assert [e["type"] for e in formatted.entities] == ["expandable_blockquote", "bold"]


def test_references() -> None:
    assert parse_html("&lt;b&gt; &amp;amp; &quot; &#229; &#xe5; &nbsp;").text == (
        '<b> &amp; " å å &nbsp;'
    )


def test_link() -> None:
    entity = parse_html('<a href="https://haparanda.se/?a=1&b=2">x</a>').entities[0]
    assert entity == {
        "type": "text_link",
        "url": "https://haparanda.se/?a=1&b=2",
        "offset": 0,
        "length": 1,
    }


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("å<b><i>a</b></i>", 'byte offset 9, expected "</i>", found "</b>"'),
        ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("<br>", 'Unsupported start tag "br"'),
        ("1 < 2", "unclosed start tag at byte offset 2"),
        ("<span>a</span>", "tg-spoiler"),
    ],
    ids=["unclosed", "unopened", "crossed", "paragraph", "break", "bare", "span"],
)
def test_what_telegram_refuses(source: str, reason: str) -> None:
    with pytest.raises(ApiError, match=re.escape(reason)) as caught:
        parse_html(source)
    assert caught.value.code == 400
    assert "can't parse entities" in caught.value.description


@given(st.text())
def test_escaped_text_comes_back(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(escaped).text == text


@given(st.text(alphabet='<>/abi&;=" ålt#1😀-'))
def test_anything_is_parsed_or_refused(source: str) -> None:
    with suppress(ApiError):
        assert len(parse_html(source).text) <= len(source)
