"""Counting updates and calls: kinds, methods and results, never what is in them."""

from time import perf_counter
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.dispatcher.event.bases import UNHANDLED, NextMiddlewareType
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import TelegramObject, Update

from bot.monitoring.metrics import Metrics
from bot.telegram.retries import UNREACHABLE


class MeasuredUpdates(BaseMiddleware):
    """Counts updates as they come and as they end. A handler's error passes through it.

    One that Telegram was away for is tried again: it is counted once, when that ends.
    """

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    async def __call__(
        self,
        handler: NextMiddlewareType[TelegramObject],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Count the update around its handling."""
        assert isinstance(event, Update)
        kind, began, result = event.event_type, perf_counter(), "failed"
        if not data.get("again"):  # the intake's
            self._metrics.updates.labels(kind).inc()
        try:
            answer = await handler(event, data)
        except UNREACHABLE:
            result = ""
            raise
        else:
            result = "skipped" if answer is UNHANDLED else "answered"
            return answer
        finally:
            if result:
                self._metrics.handled.labels(result).inc()
                self._metrics.update_seconds.labels(kind).observe(perf_counter() - began)


class MeasuredCalls(BaseRequestMiddleware):
    """Counts each attempt to call Telegram by its result; stands inside what repeats calls."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Count the attempt."""
        result = "cancelled"
        try:
            response = await make_request(bot, method)
        except AiogramError as error:
            result = result_of(error)
            raise
        else:
            result = "ok"
            return response
        finally:
            self._metrics.calls.labels(method.__api_method__, result).inc()


def result_of(error: AiogramError) -> str:
    """Return the kind of a failed call."""
    kinds = {
        TelegramRetryAfter: "429",
        TelegramServerError: "5xx",
        TelegramNetworkError: "network",
        ClientDecodeError: "unreadable",
    }
    return next((name for kind, name in kinds.items() if isinstance(error, kind)), "refused")
