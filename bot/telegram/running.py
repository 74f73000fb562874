"""The Telegram bot as a process."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

import structlog

from bot.app import build_service
from bot.garbage import set_apart
from bot.logs import configure_logs
from bot.monitoring.health import Health
from bot.monitoring.metrics import CountEvents, Metrics
from bot.monitoring.server import monitoring
from bot.settings import Settings
from bot.telegram.app import serve

T = TypeVar("T")


def run_telegram(settings: Settings) -> None:
    """Build the service and run the bot until the process is told to stop."""
    metrics = Metrics()
    secrets = (
        settings.bot_token,
        settings.bot_secret,
        settings.webhook_secret,
        settings.database_password,
    )
    configure_logs([s.get_secret_value() for s in secrets if s], CountEvents(metrics))
    run_loop(_run(settings, metrics, Health()))


def run_loop(main: Coroutine[Any, Any, None]) -> None:
    """Run `main` as `asyncio.run` does, on uvloop where that is installed, as aiogram does."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(main)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    try:
        import uvloop
    except ImportError:  # there is none for Windows
        return asyncio.new_event_loop
    return uvloop.new_event_loop


async def _run(settings: Settings, metrics: Metrics, health: Health) -> None:
    log = structlog.get_logger()
    health.waits_for("knowledge", "it is being read, and learnt from where it changed")
    async with monitoring(settings.monitoring, health, metrics):
        service = await _beside(
            lambda: build_service(settings, lambda step: log.info("learning", step=step))
        )
        health.has("knowledge")
        with set_apart(service):
            await serve(settings, service, metrics=metrics, health=health)


async def _beside(work: Callable[[], T]) -> T:
    """Return what `work` returns, done in a thread that does not hold up the process' end."""
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:
            outcome.set_exception(error)

    threading.Thread(target=run, name="learning", daemon=True).start()
    return await asyncio.wrap_future(outcome)
