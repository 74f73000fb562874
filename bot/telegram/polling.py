"""Long polling that survives outages, stops on what waiting does not mend, and ends in order.

aiogram's own loop retries a refused token and a second instance for ever, drops a whole batch for one
update that it cannot read, and cancels nothing it should wait for; hence this one.
"""

import asyncio
import random
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any, TypeVar

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import Update
from pydantic import ValidationError

from bot.telegram.errors import AnotherInstance, TelegramRefused
from bot.telegram.faults import place_of
from bot.telegram.queues import ChatQueues
from bot.telegram.retries import Sleep

T = TypeVar("T")
POLL_SECONDS = 25
# Seconds that running handlers get at shutdown.
PATIENCE = 10.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
# A predecessor that is just stopping may be told once or twice that we took over.
MOST_CONFLICTS = 3
log = structlog.get_logger()


class Polling:
    """Fetches updates and hands them to the dispatcher, chat by chat, until `stop` is set."""

    def __init__(
        self, bot: Bot, dispatcher: Dispatcher, stop: asyncio.Event, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._stop = stop
        self._sleep = sleep
        self._queues = ChatQueues()
        self._allowed = dispatcher.resolve_used_update_types()
        self._offset: int | None = None
        self._failures = 0
        self._conflicts = 0

    async def run(self) -> None:
        """Poll until told to stop, then let running handlers finish.

        Raises:
            TelegramRefused: the token is not accepted.
            AnotherInstance: another process polls with the same token.
        """
        try:
            while not self._stop.is_set():
                await self._round()
        finally:
            finished = await self._queues.finish(PATIENCE)
            log.info("polling_stopped", finished=finished)
        await self._confirm()

    async def _round(self) -> None:
        try:
            updates = await self._until_stopped(self._fetch())
        except (TelegramUnauthorizedError, TelegramNotFound) as error:
            raise TelegramRefused(self._where) from error
        except TelegramConflictError as error:
            self._conflicts += 1
            if self._conflicts >= MOST_CONFLICTS:
                raise AnotherInstance(self._where) from error
            await self._pause(error)
        except AiogramError as error:
            await self._pause(error)
        else:
            self._failures = self._conflicts = 0
            for update in updates or []:
                await self._take(update)

    async def _fetch(self) -> list[dict[str, Any]] | list[Update]:
        """Return the next updates; raw ones where one of the batch cannot be read."""
        try:
            return await self._bot.get_updates(
                offset=self._offset,
                timeout=POLL_SECONDS,
                allowed_updates=self._allowed,
                request_timeout=POLL_SECONDS + 15,
            )
        except ClientDecodeError as error:
            batch = error.data.get("result") if isinstance(error.data, dict) else None
            if not isinstance(batch, list):
                raise
            return [raw for raw in batch if isinstance(raw, dict) and "update_id" in raw]

    async def _take(self, given: dict[str, Any] | Update) -> None:
        number = given["update_id"] if isinstance(given, dict) else given.update_id
        self._offset = int(number) + 1
        try:
            update = (
                Update.model_validate(given, context={"bot": self._bot})
                if isinstance(given, dict)
                else given
            )
        except ValidationError:
            log.error("update_unreadable", update=number)
            return
        await self._queues.submit(
            _conversation(update), lambda: self._dispatcher.feed_update(self._bot, update)
        )

    async def _confirm(self) -> None:
        """Tell Telegram that what was handled need not come again."""
        if self._offset is not None:
            with suppress(AiogramError):
                await self._bot.get_updates(
                    offset=self._offset, limit=1, timeout=0, request_timeout=5
                )

    async def _pause(self, error: AiogramError) -> None:
        pause = min(FIRST_PAUSE * 2**self._failures, LONGEST_PAUSE) * random.uniform(0.8, 1.2)
        if isinstance(error, TelegramRetryAfter):
            pause = max(pause, float(error.retry_after))
        self._failures = min(self._failures + 1, 10)
        reason = {"error": type(error).__name__, "place": place_of(error)}
        log.warning("polling_failed", pause=round(pause, 1), **reason)
        await self._until_stopped(self._sleep(pause))

    async def _until_stopped(self, work: Awaitable[T]) -> T | None:
        """Return what `work` returns, `None` when told to stop meanwhile."""
        running = asyncio.ensure_future(work)
        stopping = asyncio.ensure_future(self._stop.wait())
        try:
            await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
            return running.result() if running.done() else None
        finally:
            for task in (running, stopping):
                task.cancel()
            await asyncio.gather(running, stopping, return_exceptions=True)

    @property
    def _where(self) -> str:
        return self._bot.session.api.base.partition("/bot{token}")[0]


async def run_polling(
    bot: Bot, dispatcher: Dispatcher, stop: asyncio.Event, sleep: Sleep = asyncio.sleep
) -> None:
    """Poll until `stop` is set; see `Polling.run` for what it raises."""
    await Polling(bot, dispatcher, stop, sleep).run()


def _conversation(update: Update) -> object:
    """Return what the update's order depends on: its chat."""
    event = update.message or (update.callback_query and update.callback_query.message)
    if event:
        return event.chat.id
    return ("alone", update.update_id)
