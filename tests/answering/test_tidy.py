"""A message as it is worth reading."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.tidy import LONGEST, tidy

WILD = st.text(st.characters(exclude_categories=()), max_size=300)


@pytest.mark.parametrize(
    ("message", "read"),
    [
        ("  När \n\t öppnar   ni? ", "När öppnar ni?"),
        ("o\u0308ppet", "öppet"),
        ("１２３", "123"),
        ("bud\x00get\x07", "budget"),
        ("\u202eöppet\u202c", "öppet"),
        ("\ud800hej\udfff", "hej"),
        ("\u200d\u200c", ""),
        (" \n\t\u00a0 ", ""),
        ("", ""),
        ("👩\u200d🚒", "👩\u200d🚒"),
    ],
    ids=[
        "spaces",
        "composed letters",
        "wide figures",
        "control characters",
        "turned direction",
        "unpaired surrogates",
        "joiners alone",
        "nothing but space",
        "nothing",
        "joined emoji",
    ],
)
def test_what_is_kept(message: str, read: str) -> None:
    assert tidy(message) == read


def test_a_long_message_is_cut() -> None:
    assert tidy("ord " * 10_000) == ("ord " * 250).strip()


@given(WILD)
def test_what_was_tidied_is_tidy(message: str) -> None:
    once = tidy(message)

    assert tidy(once) == once
    assert len(once) <= LONGEST
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in once)
    once.encode("utf-8")
