from hypothesis import given
from hypothesis import strategies as st

from bot.answering.offers.actions import (
    CopyText,
    Offer,
    OpenFamily,
    OpenLink,
    OpenMenu,
    OpenTopic,
    SendCard,
    ShowBoth,
)
from bot.preview.keyboard import checked_keyboard
from bot.telegram.keyboards import keyboard_of, languages_keyboard

IDS = st.text(alphabet="abcåö.:-", min_size=1, max_size=80)
LANGUAGES = st.sampled_from(["sv", "fi"])
ACTIONS = st.one_of(
    st.builds(OpenMenu, LANGUAGES),
    st.builds(OpenFamily, IDS, LANGUAGES),
    st.builds(OpenTopic, IDS, LANGUAGES),
    st.builds(ShowBoth, IDS, LANGUAGES, LANGUAGES),
    st.builds(SendCard, LANGUAGES),
    st.builds(CopyText, st.text("0123456789", min_size=1, max_size=256)),
    st.just(OpenLink("https://lillby.example/om")),
)
OFFERS = st.builds(Offer, label=st.just("x"), action=ACTIONS)


@given(st.lists(st.lists(OFFERS, max_size=3), max_size=5))
def test_telegram_takes_every_keyboard(rows: list[list[Offer]]) -> None:
    keyboard = keyboard_of([tuple(row) for row in rows])
    if keyboard is not None:
        assert checked_keyboard(keyboard.model_dump(exclude_none=True)) is not None


def test_too_long_a_topic_loses_only_its_button() -> None:
    offers = Offer("long", OpenTopic("x" * 70, "sv")), Offer("short", OpenTopic("vision", "sv"))
    keyboard = keyboard_of([(offer,) for offer in offers])
    assert keyboard is not None
    assert [row[0].text for row in keyboard.inline_keyboard] == ["short"]


def test_longest_id_that_a_town_may_use_fits_every_button() -> None:
    longest = "x" * 48
    actions = (
        OpenFamily(longest, "sv"),
        OpenTopic(longest, "sv"),
        ShowBoth(longest, "smn", "fit"),
    )
    keyboard = keyboard_of([tuple(Offer("x", action) for action in actions)])
    assert keyboard is not None
    assert len(keyboard.inline_keyboard[0]) == 3


def test_no_offers_are_no_keyboard() -> None:
    assert keyboard_of([]) is None


def test_languages_stand_two_a_row_in_their_own_names() -> None:
    keyboard = languages_keyboard({"sv": "Svenska", "fi": "Suomi", "ar": "العربية"})
    names = [[button.text for button in row] for row in keyboard.inline_keyboard]
    assert names == [["Svenska", "Suomi"], ["العربية"]]
