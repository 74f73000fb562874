"""The languages that people chose by hand."""

from bot.storage.database import Database
from bot.storage.keys import ChatKeys


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
        query = "SELECT language FROM language_choice WHERE chat = ?"
        rows = await self._database.read(query, key)
        return str(rows[0][0]) if rows else None

    async def set(self, key: str, language: str) -> None:
        """Remember `language` for the chat of `key`; it is on disk when this returns."""
        statement = "INSERT OR REPLACE INTO language_choice VALUES (?, ?)"
        await self._database.write(statement, key, language)

    async def forget(self, key: str) -> None:
        """Delete what is stored about the chat of `key`."""
        await self._database.write("DELETE FROM language_choice WHERE chat = ?", key)
