"""People who write to a bot through the local server, and a count of what they get.

Each message comes from a person of its own, so that no limit for a single one is met, and every
answer can be told from every other.
"""

import asyncio
import itertools
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from bot.preview.calls import Call
from bot.preview.server import BotApiServer

# Seconds without any answer after which what is missing counts as lost.
PATIENCE = 60.0


@dataclass(slots=True)
class Took:
    """What came of `asked` messages: seconds in all, and milliseconds until each answer."""

    asked: int = 0
    seconds: float = 0.0
    delays: list[float] = field(default_factory=list)
    doubled: int = 0

    @property
    def lost(self) -> int:
        """Messages without an answer."""
        return self.asked - len(self.delays)

    @property
    def a_second(self) -> float:
        """Answers a second."""
        return len(self.delays) / self.seconds

    def within(self, share: float) -> float:
        """Milliseconds within which `share` per cent of the answers came."""
        return float(np.percentile(self.delays, share))


class People:
    """Writes messages, and notes the answers."""

    def __init__(self, server: BotApiServer, texts: Iterable[str], first: int = 1) -> None:
        self.took = Took()
        self._server = server
        self._texts: Iterator[str] = itertools.cycle(texts)
        self._numbers = itertools.count(first)
        self._began: dict[int, float] = {}
        self._answered: set[int] = set()
        self._progress = asyncio.Event()
        self._next = 0
        server.calls.keeping = False
        server.calls.listener = self._heard

    async def keep_busy(self, count: int, at_once: int) -> Took:
        """Have `count` messages answered, `at_once` of them open at any time."""
        began = time.perf_counter()
        self._next = count
        for _ in range(min(at_once, count)):
            self.write()
        await self.until_all_is_answered()
        self.took.seconds = time.perf_counter() - began
        return self.took

    async def write_steadily(self, count: int, a_second: float) -> Took:
        """Write `count` messages at a fixed rate, whatever the bot does meanwhile."""
        began = time.perf_counter()
        for number in range(count):
            await asyncio.sleep(max(0.0, began + number / a_second - time.perf_counter()))
            self.write()
        await self.until_all_is_answered()
        self.took.seconds = time.perf_counter() - began
        return self.took

    def write(self) -> int:
        """Write the next message; return who wrote it."""
        self._next -= 1
        number = next(self._numbers)
        self.took.asked += 1
        self._began[number] = time.perf_counter()
        self._server.user(number, "sv").send_text(next(self._texts))
        return number

    async def until_all_is_answered(self, patience: float = PATIENCE) -> None:
        """Wait as long as answers still come."""
        while self._began:
            self._progress.clear()
            try:
                await asyncio.wait_for(self._progress.wait(), patience)
            except TimeoutError:
                return

    def _heard(self, call: Call) -> None:
        if call.method not in {"sendMessage", "sendPhoto"} or not _arrived(call) or call.chat is None:
            return
        began = self._began.pop(call.chat, None)
        if began is None:
            self.took.doubled += call.chat in self._answered
            return
        self.took.delays.append(1000 * (time.perf_counter() - began))
        self._answered.add(call.chat)
        self._server.world.chats[call.chat].messages.clear()
        self._progress.set()
        if self._next > 0:
            self.write()


def _arrived(call: Call) -> bool:
    """Whether the answer stands in the chat, even if the bot was not told so."""
    return call.status in {0, 200} and call.result is not None
