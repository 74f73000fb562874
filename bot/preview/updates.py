"""Updates that wait for the bot, with the semantics of `getUpdates` and of webhooks.

An update stays until it is confirmed: by a `getUpdates` call with a higher `offset`, or by a
webhook that answered well. It is forgotten unread after a day. Of two callers of `getUpdates` the
later one goes on and the earlier one is told 409, as on Telegram's own server.
https://core.telegram.org/bots/api#getting-updates
"""

import asyncio
import itertools
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.preview.errors import conflict

MOST_AT_ONCE = 100
LONGEST_TIMEOUT = 50
KEPT = 24 * 60 * 60
# Only sent to those who ask for them by name.
SPECIAL = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
BY_ANOTHER = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
BY_WEBHOOK = "terminated by setWebhook request"

Update = dict[str, Any]
# What a server that misbehaves makes of a batch.
Disorder = Callable[[list[Update]], list[Update]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update in the queue; `ticket` tells it from a repeated one with the same number."""

    ticket: int
    update: Update
    expires: float

    @property
    def number(self) -> int:
        """The update's own number."""
        return int(self.update["update_id"])


class UpdateQueue:
    """Numbers updates and hands them out."""

    def __init__(
        self,
        first: int = 1,
        clock: Callable[[], float] = time.time,
        disorder: Disorder = lambda batch: batch,
    ) -> None:
        self.allowed: frozenset[str] | None = None
        self._clock = clock
        self._disorder = disorder
        self._queue: OrderedDict[int, Waiting] = OrderedDict()
        self._tickets = itertools.count()
        self._next = first
        self._arrived = asyncio.Event()
        self._poller: object | None = None
        self._ended = BY_ANOTHER
        # Told of each update as it arrives: what sends it to a webhook.
        self.listener: Callable[[Waiting], None] | None = None
        # How many calls wait for an update right now.
        self.waiting = 0

    @property
    def pending(self) -> list[Update]:
        """The updates that are not confirmed, oldest number first."""
        return [one.update for one in self.entries()]

    @property
    def upcoming(self) -> int:
        """The number that the next update gets."""
        return self._next

    def __len__(self) -> int:
        return len(self._queue)

    def entries(self) -> list[Waiting]:
        """Return what waits, without what grew too old."""
        self._forget_old()
        return list(self._queue.values())

    def add(self, kind: str, content: dict[str, Any]) -> int | None:
        """Queue an update of `kind`; return its number, `None` where the bot did not ask for it."""
        if not self._wanted(kind):
            return None
        number, self._next = self._next, self._next + 1
        self._put({"update_id": number, kind: content})
        return number

    def add_raw(self, update: Update) -> None:
        """Queue an update exactly as given: a broken or a repeated one, for tests."""
        last = next(reversed(self._queue.values())).number if self._queue else 0
        self._next = max(self._next, int(update["update_id"]) + 1)
        self._put(update)
        if int(update["update_id"]) < last:
            entries = sorted(self._queue.values(), key=lambda one: one.number)
            self._queue = OrderedDict((one.ticket, one) for one in entries)

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Remember which kinds the bot asks for: none given keeps the wish, `[]` is the usual."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    async def get(
        self, offset: int, limit: int, timeout: float, allowed: Sequence[str] | None
    ) -> list[Update]:
        """Confirm what lies below `offset` and return the next updates, waiting for one if need be.

        A negative `offset` counts from the end and forgets what lies before.

        Raises:
            ApiError: 409 when another call came, or a webhook was set, while this one waited.
        """
        self.allow(allowed)
        self._forget_old()
        self._confirm(offset)
        poller = self._poller = object()
        self._ended = BY_ANOTHER
        self._arrived.set()  # wakes an earlier caller, who then finds that another one took over
        await self._until_arrival(poller, min(timeout, LONGEST_TIMEOUT))
        if self._poller is not poller:
            raise conflict(self._ended)
        most = max(1, min(limit, MOST_AT_ONCE))
        return self._disorder([w.update for w in itertools.islice(self._queue.values(), most)])

    def end_polling(self) -> None:
        """Send a waiting `getUpdates` call away, because a webhook was set."""
        self._poller, self._ended = None, BY_WEBHOOK
        self._arrived.set()

    def confirm(self, done: Waiting) -> None:
        """Forget an update that a webhook took."""
        self._queue.pop(done.ticket, None)

    def drop(self) -> None:
        """Forget everything that waits."""
        self._queue.clear()

    async def _until_arrival(self, poller: object, timeout: float) -> None:
        self.waiting += 1
        try:
            async with asyncio.timeout(timeout):
                while not self._queue and self._poller is poller:
                    self._arrived.clear()
                    await self._arrived.wait()
        except TimeoutError:
            pass
        finally:
            self.waiting -= 1

    def _put(self, update: Update) -> None:
        one = Waiting(next(self._tickets), update, self._clock() + KEPT)
        self._queue[one.ticket] = one
        self._arrived.set()
        if self.listener is not None:
            self.listener(one)

    def _confirm(self, offset: int) -> None:
        if offset > 0:
            self._forget(itertools.takewhile(lambda w: w.number < offset, self._queue.values()))
        elif offset < 0:
            self._forget(itertools.islice(self._queue.values(), max(0, len(self._queue) + offset)))

    def _forget_old(self) -> None:
        now = self._clock()
        self._forget(itertools.takewhile(lambda w: w.expires <= now, self._queue.values()))

    def _forget(self, some: Iterable[Waiting]) -> None:
        for one in list(some):
            del self._queue[one.ticket]

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed is not None else kind not in SPECIAL
