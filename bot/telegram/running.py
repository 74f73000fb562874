"""The Telegram bot as a process."""

import asyncio

from bot.app import build_service
from bot.settings import Settings
from bot.telegram.app import serve


def run_telegram(settings: Settings) -> None:
    """Build the service and run the bot until the process is told to stop."""
    asyncio.run(serve(settings, build_service(settings)))
