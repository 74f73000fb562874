"""People who write to a bot through the local server, and a count of what they get.

Each message comes from a person of its own, so that no limit for a single one is met, and every
answer can be told from every other.
"""

import asyncio
import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from bot.preview.calls import Call
from bot.preview.server import BotApiServer

# Seconds without any answer after which what is missing counts as lost.
PATIENCE = 60.0
ANSWERS = frozenset({"sendMessage", "sendPhoto", "sendContact"})


@dataclass(slots=True)
class Took:
    """What came of `asked` messages: seconds in all, and milliseconds until each person's answer.

    `doubled` counts answers beyond the first, where one is what everybody gets.
    """

    asked: int = 0
    seconds: float = 0.0
    delays: dict[int, float] = field(default_factory=dict)
    doubled: int = 0

    @property
    def lost(self) -> int:
        """Messages without an answer."""
        return self.asked - len(self.delays)

    @property
    def a_second(self) -> float:
        """Answers a second."""
        return len(self.delays) / self.seconds

    def within(self, percent: float) -> float:
        """Milliseconds within which `percent` of the answers came."""
        return float(np.percentile(list(self.delays.values()), percent))


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer: when its message was written and when it came, in seconds, and what it says."""

    written: float
    answered: float
    call: Call


class People:
    """Writes messages, and notes the answers; `first` is the number of the first person.

    `heard` is told of everybody's first answer.
    """

    def __init__(
        self,
        server: BotApiServer,
        texts: Iterable[str],
        first: int = 1,
        heard: Callable[[Heard], None] = lambda _: None,
    ) -> None:
        self.took = Took()
        self._told = heard
        self._server = server
        self._texts: Iterator[str] = itertools.cycle(texts)
        self._numbers = itertools.count(first)
        self._first = first
        self._began: dict[int, float] = {}
        self._progress = asyncio.Event()
        # How many are still to be written, each in the place of one that was answered.
        self._more = 0
        server.calls.keeping = False
        server.calls.listener = self._heard

    async def keep_busy(self, count: int, at_once: int) -> Took:
        """Have `count` messages answered, `at_once` of them open at any time."""
        began = time.perf_counter()
        self._more = max(0, count - at_once)
        for _ in range(min(at_once, count)):
            self.write()
        await self.until_all_is_answered()
        self.took.seconds = time.perf_counter() - began
        return self.took

    async def write_steadily(self, count: int, a_second: float) -> Took:
        """Write `count` messages at a fixed rate, whatever the bot does meanwhile."""
        return await self.write_while(lambda: self.took.asked < count, a_second)

    async def write_while(self, more: Callable[[], bool], a_second: float) -> Took:
        """Write at a fixed rate for as long as `more` says so."""
        began = time.perf_counter()
        while more():
            self.write()
            due = began + self.took.asked / a_second
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await self.until_all_is_answered()
        self.took.seconds = time.perf_counter() - began
        return self.took

    def write(self) -> int:
        """Write the next message; return who wrote it."""
        number = next(self._numbers)
        self.took.asked += 1
        self._began[number] = time.perf_counter()
        self._server.user(number, "sv").send_text(next(self._texts))
        return number

    async def until_all_is_answered(self, patience: float = PATIENCE) -> Took:
        """Wait as long as answers still come."""
        while self._began:
            self._progress.clear()
            try:
                await asyncio.wait_for(self._progress.wait(), patience)
            except TimeoutError:
                break
        return self.took

    def _heard(self, call: Call) -> None:
        if call.method not in ANSWERS or call.result is None or call.status not in {0, 200}:
            return
        if call.chat is None or call.chat < self._first:
            return
        began = self._began.pop(call.chat, None)
        if began is None:
            self.took.doubled += call.chat < self._first + self.took.asked
            return
        answered = time.perf_counter()
        self.took.delays[call.chat] = 1000 * (answered - began)
        self._told(Heard(began, answered, call))
        self._server.world.chats[call.chat].messages.clear()
        self._progress.set()
        if self._more > 0:
            self._more -= 1
            self.write()
