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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import partial

import structlog
from aiogram import Bot, Dispatcher

from bot.storage.choices import LanguageChoices
from bot.storage.errors import StorageError
from bot.storage.received import Received, ReceivedUpdates
from bot.telegram.attempts import TRIES, Attempts
from bot.telegram.desk import Clock
from bot.telegram.faults import log_fault
from bot.telegram.ledger import Ledger
from bot.telegram.queues import ChatQueues
from bot.telegram.retries import Sleep
from bot.telegram.taken import RawUpdate, Reader, Taken, conversation_of

# Seconds that what a crash left waits for one of it before the next is begun.
ONE_AT_A_TIME = 5.0
log = structlog.get_logger()


class Point(StrEnum):
    """Where an update has come to."""

    RECEIVED = "received"
    STORED = "stored"
    SENT = "sent"
    RECORDED = "recorded"
    ACKNOWLEDGED = "acknowledged"


Reached = Callable[[Point], None]


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
        self._reader = Reader(bot, choices)
        self._attempts = Attempts(bot, dispatcher, clock, sleep)
        self._received = received
        self._clock = clock
        self._ledger = Ledger(received, clock)
        self._under_way: dict[int, asyncio.Future[None]] = {}
        self._closing = False

    def begin(self) -> None:
        """Keep what is taken in this worker's own from now on; `finish` ends it.

        Raises:
            StorageError: another bot answers from the same file.
        """
        self._ledger.begin()

    async def accept(self, updates: Sequence[RawUpdate]) -> None:
        """Take updates in. When this returns they may be acknowledged, and only then.

        They are stored by then; where nothing can be stored, answered. It may be cancelled: what
        was stored is taken up later, and what was not is sent again.
        """
        self.reached(Point.RECEIVED)
        taken = [found for raw in updates if (found := self._reader.read(raw)) is not None]
        taken = [each for each in taken if not self._floods(each)]
        try:
            new = await self._received.store([each.stored for each in taken], self._clock())
        except StorageError as error:
            log_fault("updates_not_stored", error, updates=len(taken))
            # Shielded: another delivery of the same update may wait for its answer, too.
            await asyncio.gather(*[asyncio.shield(await self._queue(each)) for each in taken])
            return
        self.reached(Point.STORED)
        for each in taken:
            if each.number in new:
                new -= {each.number}
                await self._queue(each)

    async def take_up(self) -> None:
        """Answer what workers left that are gone, the oldest first.

        One at a time, and each try is noted first: it may be one of them that ended the process.

        Raises:
            StorageError: what is left cannot be read.
        """
        number = 0
        while not self._closing and (left := await self._received.take_up(self._clock())):
            number += 1
            await self._try_again(left)
        if number:
            log.info("updates_taken_up", updates=number)

    async def watch(self) -> None:
        """See now and then what is left by workers that are gone, or could not be recorded."""
        while not self._closing:
            # Not the sleep that tests replace: it would leave no time for anything else.
            await asyncio.sleep(self._ledger.pause)
            try:
                await self._ledger.catch_up()
                await self.take_up()
            except Exception as error:  # whatever it is must not end the watch
                log_fault("updates_not_taken_up", error)

    async def finish(self, patience: float) -> bool:
        """Give running answers `patience` seconds, leave the rest to the next start or to others.

        Returns whether all finished.
        """
        self._closing = True
        finished = await self.queues.finish(patience)
        await self._ledger.end()
        return finished

    def _floods(self, taken: Taken) -> bool:
        """Whether an update's chat takes no more: then it is not worth a place in the storage."""
        floods = self.queues.full(conversation_of(taken.update))
        if floods:
            log.warning("update_skipped", reason="flood")
        return floods

    async def _queue(self, taken: Taken) -> "asyncio.Future[None]":
        """Have an update answered behind the others of its conversation; done when it is."""
        if taken.number in self._under_way:
            return self._under_way[taken.number]
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if taken.number in self._ledger:
            # Answered while nothing could be stored, and delivered again.
            done.set_result(None)
            return done
        self._under_way[taken.number] = done
        done.add_done_callback(lambda _: self._under_way.pop(taken.number))
        with _cancelling(done):
            if not await self.queues.submit(
                conversation_of(taken.update), partial(self._answer, taken, done)
            ):
                await self._ledger.answered(taken.number)
                done.set_result(None)
        return done

    async def _answer(self, taken: Taken, done: "asyncio.Future[None]") -> None:
        with _cancelling(done):
            await self._attempts.answer(taken.update)
            self.reached(Point.SENT)
            await self._ledger.answered(taken.number)
            self.reached(Point.RECORDED)
            done.set_result(None)

    async def _try_again(self, left: Received) -> None:
        taken = self._reader.reread(left)
        if taken is None or left.tries > TRIES:
            reason = "unreadable" if taken is None else "ends the process"
            log.error("update_skipped", reason=reason, update=left.number)
            await self._ledger.answered(left.number)
            return
        # Not `wait_for`, which would cancel it: a slow one goes on while the next begins.
        await asyncio.wait({await self._queue(taken)}, timeout=ONE_AT_A_TIME)


@contextmanager
def _cancelling(done: "asyncio.Future[None]") -> Iterator[None]:
    """Cancel `done`, too, where what is done here is cancelled: nobody is to think it was done."""
    try:
        yield
    except asyncio.CancelledError:
        done.cancel()
        raise
