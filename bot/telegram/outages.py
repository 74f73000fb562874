"""Telegram out of reach: what waiting mends is waited for, what it does not mend ends the bot."""

import asyncio
import random
from collections.abc import Awaitable
from typing import TypeVar

import structlog
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

from bot.telegram.errors import AnotherInstance, TelegramRefused
from bot.telegram.retries import Sleep

T = TypeVar("T")
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
# A predecessor that is just being stopped may take over once or twice before it is gone.
MOST_CONFLICTS = 3
log = structlog.get_logger()


class Outages:
    """Pauses between attempts, longer each time, and cut short when `stop` is set.

    `where` names the server in messages for the operator.
    """

    def __init__(self, where: str, stop: asyncio.Event, sleep: Sleep) -> None:
        self._where = where
        self._stop = stop
        self._sleep = sleep
        self._failures = 0
        self._conflicts = 0

    def over(self) -> None:
        """Note that a call succeeded."""
        if self._failures:
            log.info("telegram_reached_again", failures=self._failures)
        self._failures = self._conflicts = 0

    async def met(self, error: AiogramError) -> None:
        """Pause after a failed call.

        Raises:
            TelegramRefused: the token is not accepted.
            AnotherInstance: another process polls with the same token, again and again.
        """
        # Telegram answers 404 instead of 401 where a token has not even the right form.
        if isinstance(error, TelegramUnauthorizedError | TelegramNotFound):
            raise TelegramRefused(self._where) from error
        if isinstance(error, TelegramConflictError):
            self._conflicts += 1
            if self._conflicts >= MOST_CONFLICTS:
                raise AnotherInstance(self._where) from error
        pause = self._next_pause(error)
        log.warning("telegram_not_reached", error=type(error).__name__, pause=round(pause, 1))
        await self.until_stopped(self._sleep(pause))

    async def until_stopped(self, work: Awaitable[T]) -> T | None:
        """Return what `work` returns, `None` when told to stop meanwhile."""
        return await until_stopped(work, self._stop)

    def _next_pause(self, error: AiogramError) -> float:
        longest: float = min(FIRST_PAUSE * 2**self._failures, LONGEST_PAUSE)
        pause = longest * random.uniform(0.8, 1.2)
        self._failures = min(self._failures + 1, 10)
        return max(pause, error.retry_after) if isinstance(error, TelegramRetryAfter) else pause


async def until_stopped(work: Awaitable[T], stop: asyncio.Event) -> T | None:
    """Return what `work` returns, `None` when `stop` is set meanwhile; then it is cancelled."""
    running = asyncio.ensure_future(work)
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return running.result() if running.done() else None
    finally:
        for task in (running, stopping):
            task.cancel()
        await asyncio.gather(running, stopping, return_exceptions=True)
