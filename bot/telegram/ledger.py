"""What the storage is told of a worker's updates: still mine, answered, left to others.

It may be away for a while. Then what could not be noted is noted later: an answered update whose
record is missing would be answered again by whoever takes it up.
"""

import asyncio
from contextlib import ExitStack

from bot.storage.errors import StorageError
from bot.storage.received import ReceivedUpdates
from bot.telegram.desk import Clock
from bot.telegram.faults import log_fault


class Ledger:
    """One worker's notes in `received`."""

    def __init__(self, received: ReceivedUpdates, clock: Clock) -> None:
        # Seconds between two looks at what has changed.
        self.pause = received.lease / 3
        self._received = received
        self._clock = clock
        # Answered, and not known to be recorded.
        self._late: set[int] = set()
        self._keeping: asyncio.Task[None] | None = None
        self._alone = ExitStack()

    def __contains__(self, number: object) -> bool:
        """Whether an update is answered, though the storage may not know it yet."""
        return number in self._late

    def begin(self) -> None:
        """Keep what was taken in this worker's own from now on; `end` ends it.

        Raises:
            StorageError: another bot answers from the same file.
        """
        self._alone.enter_context(self._received.answering())
        self._keeping = asyncio.create_task(self._keep())

    async def answered(self, number: int) -> None:
        """Note that an update needs no answer any more, now or later."""
        self._late.add(number)
        try:
            await self._received.answered(number)
        except StorageError as error:
            log_fault("answer_not_recorded", error, update=number)
        else:
            self._late.discard(number)

    async def catch_up(self) -> None:
        """Note what could not be noted before.

        Raises:
            StorageError: it still cannot.
        """
        for number in sorted(self._late):
            await self._received.answered(number)
            self._late.discard(number)

    async def end(self) -> None:
        """Leave what is unanswered to the next start, or to other workers at once."""
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        try:
            await self.catch_up()
            await self._received.release()
        except StorageError as error:
            log_fault("updates_not_released", error)
        finally:
            self._alone.close()

    async def _keep(self) -> None:
        while True:
            # Not the sleep that tests replace: a lease that ends in no time would be no lease.
            await asyncio.sleep(self.pause)
            try:
                await self._received.renew(self._clock())
            except Exception as error:  # whatever it is: the next time is soon enough, never is not
                log_fault("leases_not_renewed", error)
