"""`python -m benchmarks.reliability.bot`: our bot, in a hurry, or ended hard at a named point.

    --speed 1000        what the bot waits for passes a thousand times faster
    --die sent:3        the process ends, without any clean-up, the third time a message is sent

All else comes from `config.yaml` and the environment, as with `python -m bot run`.
"""

import argparse
import asyncio
import os
from collections.abc import Callable

from benchmarks.start import ROOT
from bot.app import build_service
from bot.garbage import set_apart
from bot.settings import load_settings
from bot.telegram.app import serve
from bot.telegram.intake import Point
from bot.telegram.running import run_loop

# Exit status of a bot that ended where it was told to.
DIED = 86


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--speed", type=float, default=1.0)
    parser.add_argument("--die", default="")
    options = parser.parse_args()

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds / options.speed)

    settings = load_settings(ROOT / "config.yaml")
    service = build_service(settings)
    with set_apart(service):
        run_loop(serve(settings, service, sleep=sleep, reached=_deadly(options.die)))


def _deadly(where: str) -> Callable[[Point], None]:
    """Return an observer that ends the process at a point, the nth time it is reached."""
    point, _, times = where.partition(":")
    left = int(times or 0)

    def reached(at: Point) -> None:
        nonlocal left
        if at == point:
            left -= 1
            if left == 0:
                os._exit(DIED)

    return reached


if __name__ == "__main__":
    main()
