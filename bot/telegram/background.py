"""What runs beside the answers, as long as the bot does."""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import date
from typing import Any, Protocol

from bot.inbox.recording import Recorder
from bot.storage.errors import StorageError
from bot.telegram.desk import Desk
from bot.telegram.faults import log_fault

A_DAY = 24 * 60 * 60
A_MINUTE = 60


async def run_beside(*jobs: Coroutine[Any, Any, None]) -> None:
    """Run all `jobs`; one that fails is logged and stops no other."""
    await asyncio.gather(*(_guarded(job) for job in jobs))


class Kept(Protocol):
    """Something that is kept for a time that the operator sets."""

    async def keep_until(self, today: date) -> None:
        """Delete what is too old."""


async def drop_what_is_old(kept: Sequence[Kept], desk: Desk) -> None:
    """Delete what is older than the operator allows, now and every day."""
    while True:
        for each in kept:
            try:
                await each.keep_until(desk.today)
            except StorageError as error:
                log_fault("old_rows_kept", error)
        # Not the sleep that tests replace: a day that passes in no time would never let go.
        await asyncio.sleep(A_DAY)


async def settle_questions(recorder: Recorder, desk: Desk) -> None:
    """See every minute whether choices were left lying."""
    while True:
        await asyncio.sleep(A_MINUTE)
        await recorder.settle(desk.now())


async def _guarded(job: Coroutine[Any, Any, None]) -> None:
    try:
        await job
    except Exception as error:  # the bot answers without it, too
        log_fault("background_failed", error)
