"""What runs beside the answers, as long as the bot does."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from bot.answering.service import AnsweringService
from bot.inbox.recording import Recorder
from bot.storage.storage import Storage
from bot.telegram.desk import Desk
from bot.telegram.faults import log_fault

Job = Callable[[], Coroutine[Any, Any, None]]
A_DAY = 24 * 60 * 60
A_MINUTE = 60


async def run_beside(*jobs: Coroutine[Any, Any, None]) -> None:
    """Run all `jobs`; one that fails is logged and stops no other."""
    await asyncio.gather(*(_guarded(job) for job in jobs))


async def with_each_version(service: AnsweringService, job: Job) -> None:
    """Do `job` now, and again whenever the knowledge was replaced."""
    loop, replaced = asyncio.get_running_loop(), asyncio.Event()
    # Knowledge may be replaced in another thread.
    unwatch = service.watch(partial(loop.call_soon_threadsafe, replaced.set))
    try:
        while True:
            await job()
            await replaced.wait()
            replaced.clear()
    finally:
        unwatch()


async def drop_old(storage: Storage, desk: Desk) -> None:
    """Delete from every table what is older than it may become, now and every day."""
    while True:
        try:
            await storage.keep_until(desk.today)
        except Exception as error:  # whatever it is must not end what retention rests on
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
