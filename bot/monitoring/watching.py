"""What is asked of the running parts at each look at their health and figures."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from bot.answering.service import AnsweringService
from bot.answering.worker import Worker
from bot.monitoring.health import Health
from bot.monitoring.metrics import Metrics
from bot.storage.errors import StorageError
from bot.storage.storage import Storage


@contextmanager
def watched(
    service: AnsweringService,
    worker: Worker,
    storage: Storage,
    stop: asyncio.Event,
    health: Health,
    metrics: Metrics,
) -> Iterator[None]:
    """Have `health` and `metrics` ask these parts meanwhile."""

    async def stored() -> str | None:
        try:
            await storage.choices.reach()
        except StorageError as error:
            return type(error).__name__
        return None

    async def answering() -> str | None:
        # Waits for its turn: a thread that is stuck does not answer in time.
        return await worker.run(lambda: None if service.version else "it has no knowledge")

    async def staying() -> str | None:
        return "it is being stopped" if stop.is_set() else None

    health.require("storage", stored)
    health.require("answering", answering)
    health.require("process", staying)
    metrics.watch_knowledge(lambda: service.version)
    unwatch = service.watch(metrics.reloads.inc)
    try:
        yield
    finally:
        unwatch()
