"""Who asks: a keyed hash, the client's language and the language chosen by hand."""

from dataclasses import dataclass
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.event.bases import NextMiddlewareType
from aiogram.types import CallbackQuery, InlineQuery, Message, TelegramObject

from bot.storage.choices import LanguageChoices
from bot.storage.errors import StorageError
from bot.telegram.faults import log_fault


@dataclass(frozen=True, slots=True)
class Asker:
    """The person, or the group, that a reply goes to. `key` is the chat's keyed hash.

    `private` is whether the chat is known to be one person's.
    """

    key: str
    language_code: str | None
    chosen_language: str | None
    private: bool = False


class AskerMiddleware(BaseMiddleware):
    """Hands handlers the `asker`."""

    def __init__(self, choices: LanguageChoices) -> None:
        self._choices = choices

    async def __call__(
        self,
        handler: NextMiddlewareType[TelegramObject],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Look the asker up and go on."""
        data["asker"] = await find_asker(event, self._choices)
        return await handler(event, data)


async def find_asker(event: TelegramObject | None, choices: LanguageChoices) -> Asker:
    """Return who sent `event`; somebody unknown where it does not tell."""
    if isinstance(event, InlineQuery):
        # A private chat has its person's number.
        key = choices.key(event.from_user.id)
        return Asker(key, event.from_user.language_code, await _choice(choices, key))
    if not isinstance(event, Message | CallbackQuery):
        return Asker("", None, None)
    message = event if isinstance(event, Message) else event.message
    person = event.from_user
    language_code = None if person is None else person.language_code
    if message is None:
        return Asker("", language_code, None)
    key = choices.key(message.chat.id)
    private = message.chat.type == "private"
    return Asker(key, language_code, await _choice(choices, key), private)


async def _choice(choices: LanguageChoices, key: str) -> str | None:
    try:
        return await choices.get(key)
    except StorageError as error:
        # An answer in the question's language is better than an apology.
        log_fault("language_choice_unreadable", error)
        return None
