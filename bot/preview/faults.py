"""Misbehaviour on demand: what the next calls of a method run into, and how all calls fare.

    server.fail_next("sendMessage", retry_after=5, times=2)         # these two, then all is well
    server.faults.behave(Misbehaviour(server_error=0.2, cut_after=0.1))   # until told otherwise
    server.faults.silence(30, chat=7)                               # 429 until 30 seconds are over

What is drawn by chance comes from a seed, so that a run can be had again.
"""

import asyncio
import math
import random
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.preview.errors import ApiError, too_many_requests

Cut = Literal["before", "after"]
Share = Annotated[float, Field(ge=0, le=1)]
SERVER_ERRORS = {500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Timeout"}


class Misbehaviour(BaseModel):
    """How the server behaves. Shares, 0 to 1, are of all calls; the kinds are drawn one by one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    outage: bool = Field(default=False, description="Nothing answers and no webhook is called.")
    too_many_requests: Share = Field(default=0, description="Calls told 429.")
    retry_after: int = Field(default=1, ge=1, description="Seconds that a 429 asks for.")
    strict: bool = Field(default=False, description="Within them, calls about the chat get 429.")
    server_error: Share = Field(default=0, description="Calls told 500, 502 or 504.")
    cut_before: Share = Field(default=0, description="Connections cut before the call took effect.")
    cut_after: Share = Field(default=0, description="Connections cut after the call took effect.")
    slow: Share = Field(default=0, description="Calls that are answered late.")
    delay: float = Field(default=1, ge=0, le=60, description="Seconds that they take.")
    duplicate: Share = Field(default=0, description="Updates that come a second time.")
    reorder: Share = Field(default=0, description="Batches, or webhook deliveries, out of order.")
    methods: frozenset[str] = Field(default=frozenset(), description="Only these; empty: all.")
    chats: frozenset[int] = Field(default=frozenset(), description="Only these; empty: all.")
    texts: frozenset[str] = Field(
        default=frozenset(), description="Only texts that hold one of these; empty: all."
    )

    def concerns(self, method: str, chat: int | None, text: str = "") -> bool:
        """Whether a call of `method` that says `text` in `chat` can meet a fault."""
        named = {name.lower() for name in self.methods}
        there = method.lower() in (named or {method.lower()}) and chat in (self.chats or {chat})
        return there and (not self.texts or any(said in text for said in self.texts))


@dataclass(frozen=True, slots=True)
class Fault:
    """A refusal, a connection cut before or after the method took effect, seconds of delay.

    `page`: the refusal is told by a web page, as a proxy does in Telegram's place.
    """

    refusal: ApiError | None = None
    cut: Cut | None = None
    page: bool = False
    delay: float = 0


class Faults:
    """What was ordered and has not happened yet, and how the server behaves meanwhile."""

    def __init__(self, clock: Callable[[], float] = time.time, seed: int = 0) -> None:
        self.now = Misbehaviour()
        # Clear while there is an outage.
        self.reachable = asyncio.Event()
        self.reachable.set()
        self._clock = clock
        self._chance = random.Random(seed)
        self._waiting: defaultdict[str, deque[Fault]] = defaultdict(deque)
        # Until when calls are refused, by chat; `None` stands for all.
        self._silent: dict[int | None, float] = {}
        self._again: list[dict[str, Any]] = []

    def order(
        self,
        method: str,
        *,
        status: int = 500,
        description: str = "Internal Server Error",
        retry_after: int | None = None,
        cut: Cut | None = None,
        page: bool = False,
        times: int = 1,
    ) -> None:
        """Let the next `times` calls of `method` fail: cut, 429 with `retry_after`, or `status`.

        `page`: what is answered is a web page and no JSON.
        """
        if cut is not None:
            fault = Fault(cut=cut)
        elif retry_after is not None:
            fault = Fault(too_many_requests(retry_after))
        else:
            fault = Fault(ApiError(status, description), page=page)
        self._waiting[method.lower()].extend([fault] * times)

    def behave(self, misbehaviour: Misbehaviour, seed: int | None = None) -> None:
        """Behave so from now on; `Misbehaviour()` is well. `seed` begins the chances anew."""
        self.now = misbehaviour
        self._again.clear()
        if misbehaviour.outage:
            self.reachable.clear()
        else:
            self.reachable.set()
        if seed is not None:
            self._chance = random.Random(seed)

    def silence(self, seconds: float, chat: int | None = None) -> None:
        """Refuse calls about `chat`, or all calls, with 429 until the clock has passed it."""
        self._silent[chat] = self._clock() + seconds

    def take(self, method: str, chat: int | None = None, text: str = "") -> Fault:
        """Return what this call meets, an empty fault where all is well."""
        waiting = self._waiting[method.lower()]
        if waiting:
            return waiting.popleft()
        left = max(self._silent.get(None, 0), self._silent.get(chat, 0)) - self._clock()
        if left > 0:
            return Fault(too_many_requests(math.ceil(left)))
        return self._drawn(chat) if self.now.concerns(method, chat, text) else Fault()

    def disorder(self, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return a batch as a misbehaving server hands it out: repeated updates, another order."""
        batch, self._again = [*self._again, *batch], []
        if self.now.duplicate:
            self._again = [update for update in batch if self.happens(self.now.duplicate)]
        if self.happens(self.now.reorder):
            self._chance.shuffle(batch)
        return batch

    def happens(self, share: float) -> bool:
        """Draw whether something happens that happens to `share` of all."""
        return share > 0 and self._chance.random() < share

    def _drawn(self, chat: int | None) -> Fault:
        now = self.now
        delay = now.delay if self.happens(now.slow) else 0
        if self.happens(now.too_many_requests):
            if now.strict and chat is not None:
                self.silence(now.retry_after, chat)
            return Fault(too_many_requests(now.retry_after), delay=delay)
        if self.happens(now.server_error):
            status, description = self._chance.choice(sorted(SERVER_ERRORS.items()))
            return Fault(ApiError(status, description), delay=delay)
        if self.happens(now.cut_before):
            return Fault(cut="before", delay=delay)
        return Fault(cut="after" if self.happens(now.cut_after) else None, delay=delay)
