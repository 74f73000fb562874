"""The local Bot API server by itself, for bots of any library."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress

from bot.errors import PreviewError
from bot.preview.control import PREFIX, build_control
from bot.preview.server import BotApiServer


async def serve_api(port: int, echo: Callable[[str], None]) -> None:
    """Serve until the process is told to stop; print address and token once it can be reached.

    Raises:
        PreviewError: the port cannot be had.
    """
    server = BotApiServer()
    server.mount(PREFIX, build_control(server))
    try:
        await server.start(port)
    except OSError as error:
        raise PreviewError(
            f"port {port}: cannot be listened on ({error.strerror}): take another one, "
            "--port 0 finds it"
        ) from error
    echo(f"Bot API: {server.url}\nToken: {server.token}\nControl: {server.url}{PREFIX}")
    try:
        await _until_stopped()
    finally:
        await server.stop()


async def _until_stopped() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError):  # Windows: Ctrl-C raises there
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stop.set)
    await stop.wait()
