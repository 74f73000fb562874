"""What is written from left to right stays whole inside Arabic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.bidi import END_ISOLATE, LEFT_TO_RIGHT_ISOLATE, is_right_to_left, isolate
from tests.conftest import ROOT
from tests.knowledge.town import WEDNESDAY, renderer_of


def seen(text: str) -> str:
    """Return `text` with its isolates made visible."""
    return text.replace(LEFT_TO_RIGHT_ISOLATE, "[").replace(END_ISOLATE, "]")


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        pytest.param("الهاتف: 0922-260 00.", "الهاتف: [0922-260 00].", id="number"),
        pytest.param("من 08:00–16:00 اليوم", "من [08:00–16:00] اليوم", id="range"),
        pytest.param("عبر /help الآن", "عبر [/help] الآن", id="command"),
        pytest.param("(+46 922 260 00)", "([+46 922 260 00])", id="abroad"),
        pytest.param("اكتب a@b.se، ثم", "اكتب [a@b.se]، ثم", id="address"),
        pytest.param("ب (Socialnämnden): 308,0 م", "ب (Socialnämnden): [308,0] م", id="outside"),
        pytest.param("ب Mål, budget (Haparanda stad)", "ب [Mål, budget (Haparanda stad)]",
                     id="brackets inside"),
        pytest.param("عام 2024 وثائق PDF", "عام 2024 وثائق PDF", id="nothing to do"),
    ],
)  # fmt: skip
def test_runs_are_kept_together(text: str, isolated: str) -> None:
    assert seen(isolate(text)) == isolated


@given(st.text(alphabet="اب 09az.,:-/()+@%\n\u2066\u2069"))
def test_isolating_twice_changes_nothing_and_every_isolate_ends(text: str) -> None:
    once = isolate(text)
    assert isolate(once) == once
    assert once.count(LEFT_TO_RIGHT_ISOLATE) == once.count(END_ISOLATE)
    assert all(
        line.count(LEFT_TO_RIGHT_ISOLATE) == line.count(END_ISOLATE) for line in once.split("\n")
    )


@pytest.mark.parametrize(("locale", "so"), [("ar_AE", True), ("sv_SE", False), ("fa_IR", True)])
def test_direction_comes_from_the_locale(locale: str, so: bool) -> None:
    assert is_right_to_left(locale) is so


def test_town_texts_in_arabic_are_isolated_and_in_swedish_are_not() -> None:
    renderer = renderer_of(ROOT / "knowledge" / "haparanda")
    arabic = renderer.answer("contact", "ar", WEDNESDAY).text
    assert "[0922-260 00]" in seen(arabic)
    assert "[kommunen@haparanda.se]" in seen(arabic)
    assert LEFT_TO_RIGHT_ISOLATE not in renderer.answer("contact", "sv", WEDNESDAY).text
