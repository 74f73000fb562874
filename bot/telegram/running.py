"""The Telegram bot as a process."""

import asyncio

import structlog

from bot.app import build_service
from bot.logs import configure_logs
from bot.settings import Settings
from bot.telegram.app import serve


def run_telegram(settings: Settings) -> None:
    """Build the service and run the bot until the process is told to stop."""
    configure_logs()
    log = structlog.get_logger()
    service = build_service(settings, lambda step: log.info("learning", step=step))
    asyncio.run(serve(settings, service))
