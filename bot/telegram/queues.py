"""One queue a chat: a chat's updates in order, chats beside each other."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.telegram.faults import log_fault

Job = Callable[[], Awaitable[object]]
# Jobs in all chats together before `submit` waits.
CAPACITY = 1000


class ChatQueues:
    """Runs jobs, one at a time for each key."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._waiting: dict[object, deque[Job]] = {}
        self._runners: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(capacity)

    @property
    def chats(self) -> int:
        """How many chats have something running or waiting."""
        return len(self._waiting)

    async def submit(self, key: object, job: Job) -> None:
        """Queue `job` behind the others of `key`; waits while too much is queued."""
        await self._room.acquire()
        if key in self._waiting:
            self._waiting[key].append(job)
            return
        self._waiting[key] = deque([job])
        runner = asyncio.create_task(self._run(key))
        self._runners.add(runner)
        runner.add_done_callback(self._runners.discard)

    async def finish(self, patience: float) -> bool:
        """Wait at most `patience` seconds, cancel what still runs; return whether all finished."""
        if not self._runners:
            return True
        _, late = await asyncio.wait(self._runners, timeout=patience)
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
