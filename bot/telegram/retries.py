"""Calls that meet a busy server or a broken line are made again.

A second copy of an answer is harmless and a lost one is not, so sending is retried as well,
even where a cut connection leaves open whether it arrived; and what goes to a chat is tried through
an outage of hours, the chat's next updates waiting behind it. `getUpdates` is left to `polling.py`.
400 and 403 are final.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.methods import GetUpdates, Response, TelegramMethod
from aiogram.methods.base import TelegramType

Sleep = Callable[[float], Awaitable[Any]]
Again = TelegramRetryAfter | TelegramServerError | TelegramNetworkError
# Seconds.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
# Seconds of pauses after which a call is given up: one that somebody waits for at a terminal, and
# one to a chat. A message that Telegram itself stumbles over must not hold its chat for hours.
SHORTLY, BUSY, OUTAGE = 10.0, 600.0, 3 * 3600.0
log = structlog.get_logger()


class RetryMiddleware(BaseRequestMiddleware):
    """Waits as long as the server asks on 429, and shortly on 5xx and cut connections.

    Only the handler that made the call waits, and with it only its own chat.
    """

    def __init__(self, sleep: Sleep = asyncio.sleep) -> None:
        self._sleep = sleep

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Make the call, again where that helps."""
        if method.__api_method__ == GetUpdates.__api_method__:
            return await make_request(bot, method)
        waited, attempt = 0.0, 0
        while True:
            try:
                return await make_request(bot, method)
            except Again as error:
                pause = _pause(error, attempt)
                if waited + pause > _persistence(error, method):
                    raise
            log.warning("call_retried", method=method.__api_method__, pause=round(pause, 2))
            await self._sleep(pause)
            waited, attempt = waited + pause, attempt + 1


def _pause(error: Again, attempt: int) -> float:
    if isinstance(error, TelegramRetryAfter):
        return float(error.retry_after)
    # Jitter, so that chats that failed together do not come back together.
    longest: float = min(FIRST_PAUSE * 2.0 ** min(attempt, 10), LONGEST_PAUSE)
    return longest * random.uniform(1, 1.5)


def _persistence(error: Again, method: TelegramMethod[Any]) -> float:
    if isinstance(error, TelegramRetryAfter):
        return BUSY
    if getattr(method, "chat_id", None) is None:
        return SHORTLY
    return OUTAGE if isinstance(error, TelegramNetworkError) else BUSY
