"""The languages that people chose by hand."""

from sqlalchemy import delete, select

from bot.storage.database import Database
from bot.storage.keys import ChatKeys
from bot.storage.schema import LANGUAGE_CHOICE


class LanguageChoices:
    """Remembers one language a chat, under the chat's keyed hash."""

    def __init__(self, database: Database, keys: ChatKeys) -> None:
        self._database = database
        self._keys = keys

    def key(self, chat: int) -> str:
        """Return the keyed hash that stands for `chat` here and in the conversation memory."""
        return self._keys.key(str(chat))

    async def get(self, key: str) -> str | None:
        """Return the language chosen in the chat of `key`."""
        table = LANGUAGE_CHOICE.c
        rows = await self._database.read(select(table.language).where(table.chat == key))
        return str(rows[0].language) if rows else None

    async def set(self, key: str, language: str) -> None:
        """Remember `language` for the chat of `key`; it is on disk when this returns."""
        await self._database.put(LANGUAGE_CHOICE, chat=key, language=language)

    async def forget(self, key: str) -> None:
        """Delete what is stored about the chat of `key`."""
        await self._database.write(delete(LANGUAGE_CHOICE).where(LANGUAGE_CHOICE.c.chat == key))
