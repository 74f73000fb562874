"""Updates that wait to be fetched, with the semantics of `getUpdates`.

An update stays until a call with a higher `offset` confirms it. Of two callers the later one
goes on and the earlier one is told 409, as on Telegram's own server.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from bot.preview.errors import conflict

MOST_AT_ONCE = 100
LONGEST_TIMEOUT = 50
# Only sent to those who ask for them by name.
SPECIAL = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
TERMINATED = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)


class UpdateQueue:
    """Numbers updates and hands them out."""

    def __init__(self, first: int = 1) -> None:
        self.allowed: frozenset[str] | None = None
        self.pending: list[dict[str, Any]] = []
        self._next = first
        self._arrived = asyncio.Event()
        self._poller: object | None = None
        # How many calls wait for an update right now.
        self.waiting = 0

    def add(self, kind: str, content: dict[str, Any]) -> int | None:
        """Queue an update of `kind`; return its number, `None` where the bot did not ask for it."""
        if not self._wanted(kind):
            return None
        number, self._next = self._next, self._next + 1
        self.pending.append({"update_id": number, kind: content})
        self._arrived.set()
        return number

    def add_raw(self, update: dict[str, Any]) -> None:
        """Queue an update exactly as given: a broken or a repeated one, for tests."""
        self.pending.append(update)
        self._next = max(self._next, int(update["update_id"]) + 1)
        self._arrived.set()

    async def get(
        self, offset: int, limit: int, timeout: float, allowed: Sequence[str] | None
    ) -> list[dict[str, Any]]:
        """Confirm what lies below `offset` and return the next updates, waiting for one if need be.

        Raises:
            ApiError: 409 when another call came while this one waited.
        """
        if allowed is not None:
            self.allowed = frozenset(allowed) or None
        self._confirm(offset)
        poller = self._poller = object()
        self._arrived.set()  # wakes an earlier caller, who then finds that another one took over
        self.waiting += 1
        try:
            async with asyncio.timeout(min(timeout, LONGEST_TIMEOUT)):
                while not self.pending and self._poller is poller:
                    self._arrived.clear()
                    await self._arrived.wait()
        except TimeoutError:
            pass
        finally:
            self.waiting -= 1
        if self._poller is not poller:
            raise conflict(TERMINATED)
        return self.pending[: max(1, min(limit, MOST_AT_ONCE))]

    def _confirm(self, offset: int) -> None:
        if offset > 0:
            self.pending = [u for u in self.pending if u["update_id"] >= offset]
        elif offset < 0:
            self.pending = self.pending[offset:]

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed is not None else kind not in SPECIAL
