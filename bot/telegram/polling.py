"""Long polling that survives outages, stops on what waiting does not mend, and ends in order.

aiogram's own loop retries a refused token and a second instance for ever, is stuck for ever on an
update that it cannot read, and does not wait for running handlers; hence this one.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError
from aiogram.methods import GetUpdates, TelegramMethod

from bot.storage.errors import StorageError
from bot.telegram.faults import log_fault
from bot.telegram.intake import Intake, Point
from bot.telegram.outages import Outages, until_stopped
from bot.telegram.retries import Sleep
from bot.telegram.taken import RawUpdate, is_numbered

POLL_SECONDS = 25
# Seconds that running handlers get at shutdown.
PATIENCE = 10.0
log = structlog.get_logger()


class GetRawUpdates(TelegramMethod[list[Any]]):
    """getUpdates, whose updates are left as they came: one that cannot be read spoils no other."""

    __returning__ = list[Any]
    __api_method__ = GetUpdates.__api_method__

    offset: int | None = None
    timeout: int = POLL_SECONDS
    limit: int = 100
    allowed_updates: list[str] | None = None


class Polling:
    """Fetches updates and hands them to the intake until `stop` is set."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        allowed: list[str],
        stop: asyncio.Event,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._stop = stop
        self._outages = Outages(server_of(bot.session.api), stop, sleep)
        self._allowed = allowed
        # What is fetched next, and whether Telegram knows that what lies before it arrived.
        self._offset: int | None = None
        self._acknowledged = True
        self._accepting: asyncio.Task[None] | None = None

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
        """Answer what a crash left, then poll until told to stop and let running handlers finish.

        Raises:
            TelegramRefused: the token is no longer accepted.
            AnotherInstance: another process polls with the same token.
        """
        try:
            await take_up(self._intake, self._stop)
            while not self._stop.is_set():
                await self._round()
        finally:
            await self._finish_accepting()
            finished = await self._intake.finish(PATIENCE)
            log.info("polling_stopped", finished=finished)
        await self._confirm()

    async def _round(self) -> None:
        try:
            updates = await self._outages.until_stopped(self._fetch())
        except AiogramError as error:
            await self._outages.met(error)
            return
        self._outages.over()
        if updates is None:
            return
        if not self._acknowledged:
            self._acknowledged = True
            self._intake.reached(Point.ACKNOWLEDGED)
        if updates:
            self._accepting = asyncio.create_task(self._accept(updates))
            await self._outages.until_stopped(asyncio.shield(self._accepting))

    async def _fetch(self) -> list[RawUpdate]:
        """Return the next updates; asking for them acknowledges those before."""
        method = GetRawUpdates(offset=self._offset, allowed_updates=self._allowed)
        batch = await self._bot(method, request_timeout=POLL_SECONDS + 15)
        updates = [raw for raw in batch if is_numbered(raw)]
        if batch and not updates:
            # They would come again at once, for ever.
            raise AiogramError("no update has a number")
        return updates

    async def _accept(self, updates: list[RawUpdate]) -> None:
        await self._intake.accept(updates)
        self._offset = max(int(raw["update_id"]) for raw in updates) + 1
        self._acknowledged = False

    async def _finish_accepting(self) -> None:
        """Let a batch be taken in whole: where nothing can be stored, that is its answers."""
        if self._accepting is not None:
            _, late = await asyncio.wait({self._accepting}, timeout=PATIENCE)
            for task in late:
                task.cancel()

    async def _confirm(self) -> None:
        """Tell Telegram that what was taken in need not come again."""
        if self._offset is not None:
            with suppress(AiogramError):
                method = GetRawUpdates(offset=self._offset, limit=1, timeout=0)
                await self._bot(method, request_timeout=5)


async def run_polling(
    bot: Bot,
    intake: Intake,
    allowed: list[str],
    stop: asyncio.Event,
    *,
    sleep: Sleep = asyncio.sleep,
    beside: Callable[[], Coroutine[Any, Any, None]] | None = None,
) -> None:
    """Poll for `allowed` updates until `stop` is set.

    `beside` runs along once Telegram has accepted the token.

    Raises:
        TelegramRefused: the token is not accepted.
        AnotherInstance: another process polls with the same token.
        StorageError: another bot answers from the same file.
    """
    polling = Polling(bot, intake, allowed, stop, sleep)
    # Before anything is said to Telegram: another bot may be at work, by webhook too.
    intake.begin()
    try:
        await polling.prepare()
    except BaseException:
        await intake.finish(0)
        raise
    log.info("polling_started", server=server_of(bot.session.api))
    task = asyncio.create_task(beside()) if beside is not None and not stop.is_set() else None
    try:
        await polling.run()
    finally:
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def take_up(intake: Intake, stop: asyncio.Event) -> None:
    """Answer what a crash left, until told to stop."""
    try:
        await until_stopped(intake.take_up(), stop)
    except StorageError as error:
        log_fault("updates_not_taken_up", error)


def server_of(api: TelegramAPIServer) -> str:
    """Return the Bot API server's address, without the token."""
    return api.base.partition("/bot{token}")[0]
