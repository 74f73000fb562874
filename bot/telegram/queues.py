"""One queue a chat: a chat's updates in order, chats beside each other."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from bot.telegram.faults import log_fault

Job = Callable[[], Awaitable[object]]
# Jobs in all chats together before `submit` waits.
CAPACITY = 5000
# Jobs of one chat: far more than anybody writes who wants an answer to each.
LONGEST = 100
log = structlog.get_logger()


class ChatQueues:
    """Runs jobs, one at a time for each key.

    A key takes at most `longest` waiting jobs, so that a flood in one chat, or a chat that Telegram
    keeps waiting, leaves the room to others.
    """

    def __init__(self, capacity: int = CAPACITY, longest: int = LONGEST) -> None:
        self._longest = longest
        self._waiting: dict[object, deque[Job]] = {}
        self._runners: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(capacity)

    @property
    def chats(self) -> int:
        """How many chats have something running or waiting."""
        return len(self._waiting)

    @property
    def length(self) -> int:
        """How many jobs wait behind running ones, in all chats together."""
        return sum(map(len, self._waiting.values()))

    def full(self, key: object) -> bool:
        """Whether `key` has so much waiting that it takes no more."""
        return len(self._waiting.get(key, ())) >= self._longest

    async def submit(self, key: object, job: Job) -> bool:
        """Queue `job` behind the others of `key`; waits while too much is queued in all.

        Returns False, and never runs `job`, where `key` has too much waiting.
        """
        if self.full(key):
            log.warning("update_skipped", reason="flood")
            return False
        await self._room.acquire()
        if key in self._waiting:
            self._waiting[key].append(job)
            return True
        self._waiting[key] = deque([job])
        runner = asyncio.create_task(self._run(key))
        self._runners.add(runner)
        runner.add_done_callback(self._runners.discard)
        return True

    async def finish(self, patience: float) -> bool:
        """Wait at most `patience` seconds, cancel what still runs; return whether all finished."""
        loop = asyncio.get_running_loop()
        deadline, late = loop.time() + patience, set[asyncio.Task[None]]()
        # Again and again: what is submitted meanwhile belongs to it.
        while self._runners and not late:
            left = max(0.0, deadline - loop.time())
            _, late = await asyncio.wait(self._runners, timeout=left)
        for runner in late:
            runner.cancel()
            with suppress(asyncio.CancelledError):
                await runner
        return not late

    async def _run(self, key: object) -> None:
        waiting = self._waiting[key]
        try:
            while waiting:
                await self._run_one(waiting.popleft())
        finally:
            del self._waiting[key]

    async def _run_one(self, job: Job) -> None:
        try:
            await job()
        except Exception as error:  # one bad update must not stop those behind it
            log_fault("update_failed", error)
        finally:
            self._room.release()
