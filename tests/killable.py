"""A bot in a process of its own that ends, without a word, where its environment says.

    KILL_AT=sent BOT_TOKEN=... KOMMUNSVAR_DATA=... python -m tests.killable

It is the real bot: only what it is told of an update's way (`Point`) is answered with an exit, as
a power cut or `kill -9` would.
"""

import asyncio
import os
from pathlib import Path

from bot.answering.service import AnsweringService
from bot.app import build_service
from bot.settings import Settings, load_settings
from bot.telegram.app import serve
from bot.telegram.intake import Point

KILLED = 9
ROOT = Path(__file__).parents[1]


def end_at(wanted: str, point: Point) -> None:
    """Tell the point, and end the process at once where it is the `wanted` one."""
    print(point.value, flush=True)
    if point == wanted:
        os._exit(KILLED)


def main() -> None:
    """Run the bot of the environment's settings until it is ended."""
    settings: Settings = load_settings(ROOT / "config.yaml")
    service: AnsweringService = build_service(settings)
    wanted = os.environ["KILL_AT"]
    asyncio.run(serve(settings, service, reached=lambda point: end_at(wanted, point)))


if __name__ == "__main__":
    main()
