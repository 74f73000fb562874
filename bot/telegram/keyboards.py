"""Inline keyboards."""

from collections.abc import Iterable, Mapping

import structlog
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering.offers.actions import (
    Action,
    CopyText,
    Offer,
    OpenFamily,
    OpenLink,
    OpenMenu,
    OpenTopic,
    Row,
    SendCard,
    ShowBoth,
)
from bot.telegram.callbacks import (
    BothShown,
    CardAsked,
    FamilyOpened,
    LanguageChosen,
    MenuOpened,
    TopicOpened,
)

LANGUAGES_A_ROW = 2
log = structlog.get_logger()


def keyboard_of(rows: Iterable[Row]) -> InlineKeyboardMarkup | None:
    """Return the offers as buttons, `None` without any."""
    made = [[button for offer in row if (button := _button(offer))] for row in rows]
    filled = [row for row in made if row]
    return InlineKeyboardMarkup(inline_keyboard=filled) if filled else None


def languages_keyboard(languages: Mapping[str, str]) -> InlineKeyboardMarkup:
    """Return a picker with each language in its own name."""
    buttons = [
        InlineKeyboardButton(text=name, callback_data=LanguageChosen(language=code).pack())
        for code, name in languages.items()
    ]
    rows = [buttons[at : at + LANGUAGES_A_ROW] for at in range(0, len(buttons), LANGUAGES_A_ROW)]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def _button(offer: Offer) -> InlineKeyboardButton | None:
    match offer.action:
        case OpenLink(url):
            return InlineKeyboardButton(text=offer.label, url=url)
        case CopyText(text):
            return InlineKeyboardButton(text=offer.label, copy_text=CopyTextButton(text=text))
        case action:
            return _callback_button(offer.label, action)


def _callback_button(label: str, action: Action) -> InlineKeyboardButton | None:
    try:
        return InlineKeyboardButton(text=label, callback_data=_data_of(action))
    except ValueError:
        # A town with very long ids loses the button, not the answer.
        log.warning("button_too_long", action=type(action).__name__)
        return None


def _data_of(action: Action) -> str:
    match action:
        case OpenMenu(language):
            return MenuOpened(language=language).pack()
        case OpenFamily(family, language):
            return FamilyOpened(family=family, language=language).pack()
        case OpenTopic(topic, language):
            return TopicOpened(topic=topic, language=language).pack()
        case ShowBoth(topic, language, beside):
            return BothShown(topic=topic, language=language, beside=beside).pack()
        case SendCard(language):
            return CardAsked(language=language).pack()
    raise TypeError(f"{action} needs no callback")
