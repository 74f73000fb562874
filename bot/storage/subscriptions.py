"""Who wants to be told when a topic's facts change."""

from dataclasses import dataclass

from bot.storage.ciphers import ChatCipher
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Subscription:
    """A chat, under its keyed hash, that follows a topic; `facts` is what it was told last."""

    key: str
    topic: str
    language: str
    chat: bytes
    facts: str


class Subscriptions:
    """Subscriptions, with chat ids that only the holder of the secret can read."""

    def __init__(self, database: Database, cipher: ChatCipher) -> None:
        self._database = database
        self._cipher = cipher

    async def follow(self, key: str, chat: int, topic: str, language: str, facts: str) -> None:
        """Keep that the chat wants to know of changes from `facts` on."""
        statement = "INSERT OR REPLACE INTO subscription VALUES (?, ?, ?, ?, ?)"
        sealed = self._cipher.seal(chat, key)
        await self._database.write(statement, key, topic, language, sealed, facts)

    async def end(self, key: str, topic: str) -> None:
        """End one subscription."""
        statement = "DELETE FROM subscription WHERE key = ? AND topic = ?"
        await self._database.write(statement, key, topic)

    async def end_all(self, key: str) -> int:
        """End a chat's subscriptions; return how many they were."""
        return await self._database.write("DELETE FROM subscription WHERE key = ?", key)

    async def all(self) -> list[Subscription]:
        """Return every subscription."""
        query = "SELECT key, topic, language, chat, facts FROM subscription ORDER BY key, topic"
        rows = await self._database.read(query)
        return [
            Subscription(str(key), str(topic), str(language), _bytes(chat), str(facts))
            for key, topic, language, chat, facts in rows
        ]

    async def holds(self, subscription: Subscription) -> bool:
        """Return whether a subscription that was read before has not been ended since."""
        query = "SELECT 1 FROM subscription WHERE key = ? AND topic = ?"
        return bool(await self._database.read(query, subscription.key, subscription.topic))

    async def told(self, subscription: Subscription, facts: str) -> None:
        """Note that the chat knows `facts`."""
        statement = "UPDATE subscription SET facts = ? WHERE key = ? AND topic = ?"
        await self._database.write(statement, facts, subscription.key, subscription.topic)

    def chat_of(self, subscription: Subscription) -> int | None:
        """Return the chat's id, `None` where it was encrypted with another secret."""
        return self._cipher.open(subscription.chat, subscription.key)


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""
