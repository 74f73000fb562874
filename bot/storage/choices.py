"""The languages that people chose by hand."""

import asyncio

from sqlalchemy import delete, select

from bot.storage.database import Database
from bot.storage.keys import ChatKeys
from bot.storage.schema import LANGUAGE_CHOICE


class LanguageChoices:
    """Remembers one language a chat, under the chat's keyed hash.

    A process that has the database to itself reads all of them once: every message asks for one,
    and a look into the file takes as long as a quarter of the answer. Few choose.
    """

    def __init__(self, database: Database, keys: ChatKeys) -> None:
        self._database = database
        self._keys = keys
        self._known: dict[str, str] | None = None
        self._reading = asyncio.Lock()

    def key(self, chat: int) -> str:
        """Return the keyed hash that stands for `chat` here and in the conversation memory."""
        return self._keys.key(str(chat))

    async def get(self, key: str) -> str | None:
        """Return the language chosen in the chat of `key`."""
        table = LANGUAGE_CHOICE.c
        if self._database.shared:
            rows = await self._database.read(select(table.language).where(table.chat == key))
            return str(rows[0].language) if rows else None
        return (await self._all()).get(key)

    async def set(self, key: str, language: str) -> None:
        """Remember `language` for the chat of `key`; it is on disk when this returns."""
        known = await self._all()
        await self._database.put(LANGUAGE_CHOICE, chat=key, language=language)
        known[key] = language

    async def forget(self, key: str) -> None:
        """Delete what is stored about the chat of `key`."""
        known = await self._all()
        await self._database.write(delete(LANGUAGE_CHOICE).where(LANGUAGE_CHOICE.c.chat == key))
        known.pop(key, None)

    async def reach(self) -> None:
        """Raise `StorageError` where the choices cannot be read now, whatever is in memory."""
        await self._database.read(select(LANGUAGE_CHOICE.c.language).limit(1))

    async def _all(self) -> dict[str, str]:
        """Return the choices of all chats; of none where other processes change them, too."""
        if self._database.shared:
            return {}
        async with self._reading:
            if self._known is None:
                table = LANGUAGE_CHOICE.c
                rows = await self._database.read(select(table.chat, table.language))
                self._known = {str(row.chat): str(row.language) for row in rows}
        return self._known
