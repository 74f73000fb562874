"""A process beside this one, for work that would hold up answers: reading a town, learning.

A process and not a thread, since Python runs one thread at a time. It is spawned, never forked:
FAISS and tokenizers have threads of their own, which a fork leaves behind half alive.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, ParamSpec, TypeVar, cast

from bot.errors import CompanionFailed, CompanionLost

P = ParamSpec("P")
T = TypeVar("T")


class Companion:
    """Runs calls one after the other; started at the first of them, and again where it was lost.

    Calls, what is given to them and what they return must be picklable. `niceness` is added to the
    process's own (0 to 19; 19 yields to all others).
    """

    def __init__(self, niceness: int) -> None:
        self._niceness = niceness
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what `call` returns there; who cancels this ends the process.

        Raises:
            CompanionLost: the process ended before it was done.
            CompanionFailed: the call raised something.
        """
        try:
            found = await asyncio.to_thread(self._exchange, call, args, kwargs)
        except BaseException:
            self.close()
            raise
        if isinstance(found, CompanionFailed):
            raise found
        return cast(T, found)

    def close(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process, self._connection = self._process, None, None
        if process is not None:
            process.kill()

    def _exchange(self, *call: object) -> object:
        try:
            connection = self._connected()
            connection.send(call)
            return connection.recv()
        except (OSError, EOFError) as error:
            raise CompanionLost from error

    def _connected(self) -> Connection:
        if self._connection is None or self._process is None or not self._process.is_alive():
            context = get_context("spawn")
            self._connection, other = context.Pipe()
            self._process = context.Process(
                target=serve_calls, args=(other, self._niceness), daemon=True, name="companion"
            )
            self._process.start()
            other.close()
        return self._connection


def serve_calls(connection: Connection, niceness: int) -> None:
    """Run what arrives until the other side is gone; a call's error is what it returns.

    A bot that is killed takes its companion along at once, whatever that is doing: the bot's next
    start has a companion of its own.
    """
    for name in (signal.SIGINT, signal.SIGTERM):
        # A terminal and systemd tell the whole group; it is the bot that ends its companions.
        signal.signal(name, signal.SIG_IGN)
    with suppress(AttributeError, OSError):  # not on Windows
        os.nice(niceness)
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    with suppress(EOFError, OSError):  # nobody asks or listens any more
        while True:
            call, args, kwargs = connection.recv()
            connection.send(_result_of(call, args, kwargs))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _result_of(call: Callable[..., Any], args: Any, kwargs: Any) -> object:
    try:
        return call(*args, **kwargs)
    except Exception as error:  # as text: not every error can be sent
        return CompanionFailed(f"{type(error).__name__}: {error}")
