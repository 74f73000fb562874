"""Inline keyboards."""

from collections.abc import Iterable, Mapping

import structlog
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering.answer import Button
from bot.telegram.callbacks import LanguageChosen, TopicOpened

LANGUAGES_A_ROW = 2
log = structlog.get_logger()


def topics_keyboard(buttons: Iterable[Button]) -> InlineKeyboardMarkup | None:
    """Return one row a topic, `None` without any."""
    rows = [[made] for button in buttons if (made := _topic_button(button)) is not None]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def languages_keyboard(languages: Mapping[str, str]) -> InlineKeyboardMarkup:
    """Return a picker with each language in its own name."""
    buttons = [
        InlineKeyboardButton(text=name, callback_data=LanguageChosen(language=code).pack())
        for code, name in languages.items()
    ]
    rows = [buttons[at : at + LANGUAGES_A_ROW] for at in range(0, len(buttons), LANGUAGES_A_ROW)]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def _topic_button(button: Button) -> InlineKeyboardButton | None:
    try:
        data = TopicOpened(topic=button.topic, language=button.language).pack()
    except ValueError:
        # A town with very long ids loses the button, not the answer.
        log.warning("button_too_long", topic=button.topic)
        return None
    return InlineKeyboardButton(text=button.label, callback_data=data)
