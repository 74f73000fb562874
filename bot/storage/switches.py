"""Topics that staff took out from a chat. They stay out over a restart, until put back."""

from datetime import date

from sqlalchemy import delete, select

from bot.storage.database import Database
from bot.storage.schema import SWITCH
from knowledge.model import TopicOff


class Switches:
    """One row a topic or family; nothing about who did it but the role."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take_out(self, topic: str, since: date, role: str) -> None:
        """Keep that `topic` is out."""
        await self._database.put(SWITCH, topic=topic, since=since.isoformat(), role=role)

    async def put_back(self, topic: str) -> bool:
        """Put `topic` back; return whether it was out."""
        return bool(await self._database.write(delete(SWITCH).where(SWITCH.c.topic == topic)))

    async def all(self) -> list[TopicOff]:
        """Return what is out, oldest first."""
        order = (SWITCH.c.since, SWITCH.c.topic)
        rows = await self._database.read(select(SWITCH).order_by(*order))
        return [TopicOff(row.topic, date.fromisoformat(row.since)) for row in rows]
