"""Who wants to be told when a topic's facts change."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, select, update

from bot.storage.ciphers import ChatCipher
from bot.storage.database import Database
from bot.storage.schema import SUBSCRIPTION


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
        sealed = self._cipher.seal(chat, key)
        await self._database.put(
            SUBSCRIPTION, key=key, topic=topic, language=language, chat=sealed, facts=facts
        )

    async def end(self, key: str, topic: str) -> None:
        """End one subscription."""
        await self._database.write(delete(SUBSCRIPTION).where(_is(key, topic)))

    async def end_all(self, key: str) -> int:
        """End a chat's subscriptions; return how many they were."""
        return await self._database.write(delete(SUBSCRIPTION).where(SUBSCRIPTION.c.key == key))

    async def all(self) -> list[Subscription]:
        """Return every subscription."""
        order = (SUBSCRIPTION.c.key, SUBSCRIPTION.c.topic)
        rows = await self._database.read(select(SUBSCRIPTION).order_by(*order))
        return [
            Subscription(row.key, row.topic, row.language, bytes(row.chat), row.facts)
            for row in rows
        ]

    async def holds(self, subscription: Subscription) -> bool:
        """Return whether a subscription that was read before has not been ended since."""
        wanted = _is(subscription.key, subscription.topic)
        return bool(await self._database.read(select(SUBSCRIPTION.c.key).where(wanted)))

    async def told(self, subscription: Subscription, facts: str) -> None:
        """Note that the chat knows `facts`."""
        wanted = _is(subscription.key, subscription.topic)
        await self._database.write(update(SUBSCRIPTION).where(wanted).values(facts=facts))

    def chat_of(self, subscription: Subscription) -> int | None:
        """Return the chat's id, `None` where it was encrypted with another secret."""
        return self._cipher.open(subscription.chat, subscription.key)


def _is(key: str, topic: str) -> ColumnElement[bool]:
    return and_(SUBSCRIPTION.c.key == key, SUBSCRIPTION.c.topic == topic)
