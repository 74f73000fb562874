from hypothesis import given
from hypothesis import strategies as st

from bot.answering.answer import Button
from bot.preview.keyboard import checked_keyboard
from bot.telegram.keyboards import languages_keyboard, topics_keyboard

IDS = st.text(alphabet="abcåö.:-", min_size=1, max_size=80)
BUTTONS = st.builds(Button, label=st.just("x"), topic=IDS, language=st.sampled_from(["sv", "fi"]))


@given(st.lists(BUTTONS, max_size=5))
def test_telegram_takes_every_keyboard(buttons: list[Button]) -> None:
    keyboard = topics_keyboard(buttons)
    if keyboard is not None:
        assert checked_keyboard(keyboard.model_dump(exclude_none=True)) is not None


def test_too_long_a_topic_loses_only_its_button() -> None:
    buttons = [Button("long", "x" * 70, "sv"), Button("short", "vision", "sv")]
    keyboard = topics_keyboard(buttons)
    assert keyboard is not None
    assert [row[0].text for row in keyboard.inline_keyboard] == ["short"]


def test_no_topics_are_no_keyboard() -> None:
    assert topics_keyboard([]) is None


def test_languages_stand_two_a_row_in_their_own_names() -> None:
    keyboard = languages_keyboard({"sv": "Svenska", "fi": "Suomi", "ar": "العربية"})
    names = [[button.text for button in row] for row in keyboard.inline_keyboard]
    assert names == [["Svenska", "Suomi"], ["العربية"]]
