"""Long polling that survives outages, stops on what waiting does not mend, and ends in order.

aiogram's own loop retries a refused token and a second instance for ever, is stuck for ever on an
update that it cannot read, and does not wait for running handlers; hence this one.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError, ClientDecodeError
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from bot.telegram.faults import log_fault
from bot.telegram.outages import Outages
from bot.telegram.queues import ChatQueues
from bot.telegram.retries import Sleep

POLL_SECONDS = 25
# Seconds that running handlers get at shutdown.
PATIENCE = 10.0
log = structlog.get_logger()


class Polling:
    """Fetches updates and hands them to the dispatcher, chat by chat, until `stop` is set."""

    def __init__(
        self, bot: Bot, dispatcher: Dispatcher, stop: asyncio.Event, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._stop = stop
        self._outages = Outages(server_of(bot.session.api), stop, sleep)
        self._queues = ChatQueues()
        self._allowed = dispatcher.resolve_used_update_types()
        self._offset: int | None = None

    async def prepare(self) -> None:
        """Check the token and switch a webhook off, which would keep updates from us.

        Raises:
            TelegramRefused: the token is not accepted.
        """
        while not self._stop.is_set():
            try:
                await self._outages.until_stopped(self._bot.me())
                await self._outages.until_stopped(self._bot.delete_webhook())
            except AiogramError as error:
                await self._outages.met(error)
            else:
                self._outages.over()
                return

    async def run(self) -> None:
        """Poll until told to stop, then let running handlers finish.

        Raises:
            TelegramRefused: the token is no longer accepted.
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
            updates = await self._outages.until_stopped(self._fetch())
        except AiogramError as error:
            await self._outages.met(error)
            return
        self._outages.over()
        for update in updates or []:
            await self._take(update)

    async def _fetch(self) -> list[Update] | list[dict[str, Any]]:
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

    async def _take(self, given: Update | dict[str, Any]) -> None:
        number = given.update_id if isinstance(given, Update) else int(given["update_id"])
        self._offset = number + 1
        try:
            update = Update.model_validate(given, context={"bot": self._bot})
            # aiogram prints an update of an unknown kind whole, with what somebody wrote.
            _ = update.event_type
        except (ValidationError, UpdateTypeLookupError) as error:
            log_fault("update_unreadable", error, update=number)
            return
        await self._queues.submit(
            conversation_of(update), lambda: self._dispatcher.feed_update(self._bot, update)
        )

    async def _confirm(self) -> None:
        """Tell Telegram that what was handled need not come again."""
        if self._offset is not None:
            with suppress(AiogramError):
                await self._bot.get_updates(
                    offset=self._offset, limit=1, timeout=0, request_timeout=5
                )


async def run_polling(
    bot: Bot,
    dispatcher: Dispatcher,
    stop: asyncio.Event,
    *,
    sleep: Sleep = asyncio.sleep,
    beside: Callable[[], Coroutine[Any, Any, None]] | None = None,
) -> None:
    """Poll until `stop` is set; `beside` runs along once Telegram has accepted the token.

    Raises:
        TelegramRefused: the token is not accepted.
        AnotherInstance: another process polls with the same token.
    """
    polling = Polling(bot, dispatcher, stop, sleep)
    await polling.prepare()
    log.info("polling_started", server=server_of(bot.session.api))
    task = asyncio.create_task(beside()) if beside is not None and not stop.is_set() else None
    try:
        await polling.run()
    finally:
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def conversation_of(update: Update) -> object:
    """Return what the update's order depends on: its chat, else nothing but itself."""
    pressed = update.callback_query.message if update.callback_query else None
    event = update.message or update.edited_message or pressed
    return event.chat.id if event else ("alone", update.update_id)


def server_of(api: TelegramAPIServer) -> str:
    """Return the Bot API server's address, without the token."""
    return api.base.partition("/bot{token}")[0]
