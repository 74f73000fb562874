"""Updates as they come: read if they can be, with what tells whose they are and what order is kept.

`RawUpdate` is Telegram's JSON object.
"""

import json
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.types import Update

from bot.storage.choices import LanguageChoices
from bot.storage.received import Received
from bot.telegram.faults import log_fault

RawUpdate = dict[str, Any]
# Larger than any of Telegram's, and what a database can hold.
LARGEST_NUMBER = 2**53


@dataclass(frozen=True, slots=True)
class Taken:
    """An update that can be read, and how it is stored."""

    update: Update
    stored: Received

    @property
    def number(self) -> int:
        """Telegram's number of the update."""
        return self.stored.number


class Reader:
    """Reads updates for `bot`; chats become the keys that `choices` gives them."""

    def __init__(self, bot: Bot, choices: LanguageChoices) -> None:
        self._bot = bot
        self._choices = choices

    def read(self, raw: RawUpdate) -> Taken | None:
        """Return an update; nothing where it cannot be read, now or ever: that is logged."""
        try:
            update = Update.model_validate(raw, context={"bot": self._bot})
            # aiogram prints an update of an unknown kind whole, with what somebody wrote.
            _ = update.event_type
            chat = chat_of(update)
            key = None if chat is None else self._choices.key(chat)
            content = json.dumps(raw, ensure_ascii=False).encode("utf-8", "surrogatepass")
        except Exception as error:  # whatever it is, it would be the same each time it comes
            log_fault("update_unreadable", error, update=raw.get("update_id"))
            return None
        return Taken(update, Received(update.update_id, key, content))

    def reread(self, left: Received) -> Taken | None:
        """Return an update that was stored; nothing where it cannot be read any more."""
        if left.content is None:
            return None
        try:
            raw = json.loads(left.content.decode("utf-8", "surrogatepass"))
        except ValueError:
            return None
        return self.read(raw) if isinstance(raw, dict) else None


def is_numbered(raw: object) -> bool:
    """Whether `raw` is an object with a number that an update can have."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    if not isinstance(number, int) or isinstance(number, bool):
        return False
    return abs(number) <= LARGEST_NUMBER


def chat_of(update: Update) -> int | None:
    """Return the chat that an update comes from: the person's own where it names no other."""
    pressed = update.callback_query.message if update.callback_query else None
    written = update.message or update.edited_message or pressed
    person = getattr(update.event, "from_user", None)
    if written is not None:
        return written.chat.id
    return None if person is None else int(person.id)


def conversation_of(update: Update) -> object:
    """Return what the update's order depends on: its chat, else nothing but itself."""
    pressed = update.callback_query.message if update.callback_query else None
    event = update.message or update.edited_message or pressed
    return event.chat.id if event else ("alone", update.update_id)
