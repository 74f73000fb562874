"""The shapes of Telegram's replies, built once."""

from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType


class KeptResponses(BaseRequestMiddleware):
    """Holds on to the class of each kind of reply.

    aiogram asks pydantic for `Response[Message]` at every call, and pydantic forgets a class that
    nothing refers to: building it anew was a sixth of all work of a busy bot.
    """

    def __init__(self) -> None:
        self._kept: dict[str, Any] = {}

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Make the call."""
        name = method.__api_method__
        if name not in self._kept:
            self._kept[name] = Response[method.__returning__]  # type: ignore[name-defined]
        return await make_request(bot, method)
