"""Calls that meet a busy server or a broken line are made again.

A second copy of an answer is harmless and a lost one is not, so sending is retried as well,
even where a cut connection leaves open whether it arrived. `getUpdates` is left to `polling.py`.
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
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import GetUpdates, Response, TelegramMethod
from aiogram.methods.base import TelegramType
from pydantic import ValidationError

Sleep = Callable[[float], Awaitable[Any]]
# What is over when Telegram is back. Everything else is not mended by waiting.
UNREACHABLE = (TelegramNetworkError, TelegramServerError, TelegramRetryAfter)
ATTEMPTS = 5
# Seconds. A server that wants a longer silence is told no: nobody waits that long for an answer.
LONGEST_SILENCE = 120
FIRST_PAUSE = 0.5
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
            return await _call(make_request, bot, method)
        for attempt in range(ATTEMPTS - 1):
            try:
                return await _call(make_request, bot, method)
            except TelegramRetryAfter as error:
                if error.retry_after > LONGEST_SILENCE:
                    raise
                pause = float(error.retry_after)
            except (TelegramNetworkError, TelegramServerError):
                # Jitter, so that chats that failed together do not come back together.
                pause = FIRST_PAUSE * 2**attempt * random.uniform(1, 1.5)
            log.warning("call_retried", method=method.__api_method__, pause=round(pause, 2))
            await self._sleep(pause)
        return await _call(make_request, bot, method)


async def _call(
    make_request: NextRequestMiddlewareType[TelegramType],
    bot: Bot,
    method: TelegramMethod[TelegramType],
) -> Response[TelegramType]:
    try:
        return await make_request(bot, method)
    except ClientDecodeError as error:
        if isinstance(error.original, ValidationError):
            # An answer of Telegram's, in a shape that is not known: what was sent has arrived.
            raise
        # No JSON: a page that a proxy puts in the place of Telegram's answer. Not quoted.
        raise TelegramServerError(method, "what came back is no JSON") from None
