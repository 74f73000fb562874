"""An update handed to its handlers, again where that helps, until it is answered or skipped."""

import asyncio

import structlog
from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.exceptions import TelegramAPIError
from aiogram.types import ErrorEvent, Update

from bot.telegram.desk import Clock
from bot.telegram.errors import AnswerRefused
from bot.telegram.faults import log_fault
from bot.telegram.patience import Patience
from bot.telegram.retries import UNREACHABLE, Sleep

# How often an update is tried whose handler fails.
TRIES = 3
log = structlog.get_logger()


class Attempts:
    """Has updates answered, whatever becomes of Telegram meanwhile."""

    def __init__(
        self, bot: Bot, dispatcher: Dispatcher, clock: Clock, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._clock = clock
        self._sleep = sleep
        # How many answers got through.
        self._answered = 0

    async def answer(self, update: Update) -> None:
        """Return when `update` is answered, or not worth another try; raises nothing."""
        for _ in range(TRIES):
            try:
                await self._feed(update)
            except Exception as error:  # what no handler foresaw must not stop those behind it
                log_fault("update_failed", error)
            else:
                return
        log.error("update_skipped", reason="failed", update=update.update_id)

    async def _feed(self, update: Update) -> None:
        """Hand an update to its handler, as often as it takes until Telegram is in reach.

        Where an apology gets through in the answer's place, one more try follows: it was
        Telegram that was away if that succeeds, else it is the answer that is refused.
        """
        patience, again = Patience(self._clock()), False
        while (error := await self._failure(update, again=again)) is not None:
            again = True
            pause = patience.failed(error, self._answered)
            if (why := patience.ends(self._clock())) is not None:
                log.error("answer_given_up", reason=why, update=update.update_id)
                return
            if patience.doubtful and await self._apologize(update):
                patience.reached = True
            else:
                await self._sleep(pause)

    async def _failure(self, update: Update, *, again: bool) -> TelegramAPIError | None:
        """Try once; return what kept the answer from Telegram, if anything did."""
        try:
            result = await self._dispatcher.feed_update(self._bot, update, again=again)
        except UNREACHABLE as error:
            log.warning("answer_not_sent", error=type(error).__name__)
            return error
        self._answered += result is not UNHANDLED
        return None

    async def _apologize(self, update: Update) -> bool:
        """Do what is done where a handler fails; return whether that got through."""
        failure = ErrorEvent(update=update, exception=AnswerRefused())
        known = self._dispatcher.workflow_data
        try:
            await self._dispatcher.propagate_event("error", failure, bot=self._bot, **known)
        except UNREACHABLE:
            return False
        return True
