"""Updates taken in, at least once: what was acknowledged is answered, whatever happens meanwhile.

    received → stored → (acknowledged) → sent → recorded

An update is stored, encrypted, before Telegram is told that it arrived, and deleted once its answer
is sent. What a crash leaves is taken up at the next start, or by another worker once the lease of
the one that is gone has ended. The same update sent again is not answered again.

The only place for a second answer is between Telegram's acceptance of a message and our record of
it, "sent" to "recorded": of a process that ends there nobody can tell what became of the answer.
To it belong an answer of several messages that is cut off half-way, and one whose record cannot be
written.
"""

import asyncio
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from bot.storage.choices import LanguageChoices
from bot.storage.errors import StorageError
from bot.storage.received import Received, ReceivedUpdates
from bot.telegram.desk import Clock
from bot.telegram.faults import log_fault
from bot.telegram.queues import ChatQueues
from bot.telegram.retries import Sleep

# What is over when Telegram is back. Everything else is not mended by waiting.
UNREACHABLE = (TelegramNetworkError, TelegramServerError, TelegramRetryAfter)
# How often an update is tried whose handler fails, and again one that was under way in a crash.
TRIES = 3
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
# Seconds that what a crash left waits for one of it before the next is begun.
ONE_AT_A_TIME = 5.0
RawUpdate = dict[str, Any]
log = structlog.get_logger()


class Point(StrEnum):
    """Where an update has come to."""

    RECEIVED = "received"
    STORED = "stored"
    SENT = "sent"
    RECORDED = "recorded"
    ACKNOWLEDGED = "acknowledged"


Reached = Callable[[Point], None]


@dataclass(frozen=True, slots=True)
class _Taken:
    """An update that can be read, and how it is stored."""

    update: Update
    stored: Received


class Intake:
    """The one way of an update to its answer, whether fetched or delivered.

    `reached` is told of each point that an update comes to, for tests that end the process there.
    """

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        received: ReceivedUpdates,
        choices: LanguageChoices,
        clock: Clock,
        sleep: Sleep = asyncio.sleep,
        reached: Reached = lambda _: None,
    ) -> None:
        self.reached = reached
        self.queues = ChatQueues()
        self._bot = bot
        self._dispatcher = dispatcher
        self._received = received
        self._choices = choices
        self._clock = clock
        self._sleep = sleep

    async def accept(self, updates: Sequence[RawUpdate]) -> None:
        """Take updates in. When this returns they may be acknowledged, and only then.

        They are stored by then; where nothing can be stored, answered. It may be cancelled: what
        was stored is taken up later, and what was not is sent again.
        """
        self.reached(Point.RECEIVED)
        taken = [found for raw in updates if (found := self._read(raw)) is not None]
        taken = [each for each in taken if not self._floods(each)]
        try:
            new = await self._received.store([each.stored for each in taken], self._clock())
        except StorageError as error:
            log_fault("updates_not_stored", error, updates=len(taken))
            await asyncio.gather(*[await self._queue(each) for each in taken])
            return
        self.reached(Point.STORED)
        for each in taken:
            if each.stored.number in new:
                new -= {each.stored.number}
                await self._queue(each)

    async def take_up(self) -> None:
        """Answer what workers left that are gone, the oldest first.

        One at a time and each try noted first: it may be one of them that ended the process.

        Raises:
            StorageError: what is left cannot be read.
        """
        while left := await self._received.take_up(self._clock()):
            log.info("updates_taken_up", updates=len(left))
            for each in left:
                await self._try_again(each)

    async def watch(self) -> None:
        """Keep this worker's updates its own, and take up those of workers that are gone."""
        while True:
            # Not the sleep that tests replace: a lease that ends in no time would be no lease.
            await asyncio.sleep(self._received.lease / 3)
            try:
                await self._received.renew(self._clock())
                await self.take_up()
            except StorageError as error:
                log_fault("leases_not_renewed", error)

    async def finish(self, patience: float) -> bool:
        """Give running answers `patience` seconds, leave the rest to the next start or to others.

        Returns whether all finished.
        """
        finished = await self.queues.finish(patience)
        try:
            await self._received.release()
        except StorageError as error:
            log_fault("updates_not_released", error)
        return finished

    def _read(self, raw: RawUpdate) -> _Taken | None:
        """Return an update; nothing where it cannot be read, now or ever."""
        try:
            update = Update.model_validate(raw, context={"bot": self._bot})
            # aiogram prints an update of an unknown kind whole, with what somebody wrote.
            _ = update.event_type
        except (ValidationError, UpdateTypeLookupError) as error:
            log_fault("update_unreadable", error, update=raw.get("update_id"))
            return None
        chat = chat_of(update)
        key = None if chat is None else self._choices.key(chat)
        content = json.dumps(raw, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return _Taken(update, Received(update.update_id, key, content))

    def _floods(self, taken: _Taken) -> bool:
        """Whether an update's chat takes no more: then it is not worth a place in the storage."""
        floods = self.queues.full(conversation_of(taken.update))
        if floods:
            log.warning("update_skipped", reason="flood")
        return floods

    async def _queue(self, taken: _Taken) -> "asyncio.Future[None]":
        """Have an update answered behind the others of its conversation; done when it is."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        async def job() -> None:
            try:
                await self._answer(taken.update)
            except asyncio.CancelledError:
                done.cancel()
                raise
            if not done.done():
                done.set_result(None)

        if not await self.queues.submit(conversation_of(taken.update), job):
            await self._record(taken.update.update_id)
            done.set_result(None)
        return done

    async def _answer(self, update: Update) -> None:
        for _ in range(TRIES):
            try:
                await self._feed(update)
            except Exception as error:  # what no handler foresaw must not stop those behind it
                log_fault("update_failed", error)
            else:
                break
        else:
            log.error("update_skipped", reason="failed", update=update.update_id)
        self.reached(Point.SENT)
        await self._record(update.update_id)
        self.reached(Point.RECORDED)

    async def _feed(self, update: Update) -> None:
        """Hand an update to its handler, as often as it takes until Telegram is in reach."""
        pause, again = FIRST_PAUSE, False
        while True:
            try:
                await self._dispatcher.feed_update(self._bot, update, again=again)
            except UNREACHABLE as error:
                wanted = error.retry_after if isinstance(error, TelegramRetryAfter) else 0.0
                log.warning("answer_not_sent", error=type(error).__name__)
                await self._sleep(max(wanted, pause * random.uniform(0.8, 1.2)))
                pause, again = min(pause * 2, LONGEST_PAUSE), True
            else:
                return

    async def _try_again(self, left: Received) -> None:
        taken = self._reread(left)
        if taken is None or left.tries >= TRIES:
            reason = "unreadable" if taken is None else "ends the process"
            log.error("update_skipped", reason=reason, update=left.number)
            await self._record(left.number)
            return
        await self._received.count_try(left.number)
        # Not `wait_for`, which would cancel it: a slow one goes on while the next begins.
        await asyncio.wait({await self._queue(taken)}, timeout=ONE_AT_A_TIME)

    def _reread(self, left: Received) -> _Taken | None:
        if left.content is None:
            return None
        try:
            raw = json.loads(left.content.decode("utf-8", "surrogatepass"))
        except ValueError:
            return None
        return self._read(raw) if isinstance(raw, dict) else None

    async def _record(self, number: int) -> None:
        try:
            await self._received.answered(number)
        except StorageError as error:
            log_fault("answer_not_recorded", error, update=number)


def chat_of(update: Update) -> int | None:
    """Return the chat that an update comes from: the person's own where it names no other."""
    pressed = update.callback_query.message if update.callback_query else None
    written = update.message or update.edited_message or pressed
    person = getattr(update.event, "from_user", None)
    if written is not None:
        return written.chat.id
    return None if person is None else int(person.id)


def conversation_of(update: Update) -> object:
    """Return what the update's order depends on: its chat, else nothing but itself."""
    pressed = update.callback_query.message if update.callback_query else None
    event = update.message or update.edited_message or pressed
    return event.chat.id if event else ("alone", update.update_id)
