"""What arrived at the server, in order, and waiting for more of it."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# Only a deadline for tests that would otherwise hang: nothing waits this long when all is well.
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Call:
    """One call: what the bot sent, and what it was told.

    `status` 0 means a cut connection; `result` then is what took effect before, if anything did.
    """

    method: str
    parameters: dict[str, Any]
    status: int
    result: Any

    @property
    def chat(self) -> int | None:
        """The chat that the call was about."""
        chat = str(self.parameters.get("chat_id", ""))
        return int(chat) if chat.removeprefix("-").isdecimal() else None

    @property
    def text(self) -> str:
        """The text, or the caption of a picture, as it was sent, with tags."""
        media = self.parameters.get("media")
        given = json.loads(media) if isinstance(media, str) else media or self.parameters
        return str(given.get("text") or given.get("caption") or "")


class Calls:
    """Keeps calls; `wait_for` hands each one out once."""

    def __init__(self) -> None:
        self.all: list[Call] = []
        # How many there were, kept or not: benchmarks make too many to keep.
        self.count = 0
        self.keeping = True
        # Told of each call as it ends.
        self.listener: Callable[[Call], None] | None = None
        self._seen: set[int] = set()
        self._changed = asyncio.Event()
        self._watchers: list[Callable[[Call], object]] = []

    def record(self, call: Call) -> None:
        """Add a finished call and wake those who wait."""
        self.count += 1
        if self.keeping:
            self.all.append(call)
        if self.listener is not None:
            self.listener(call)
        self._changed.set()
        for watcher in self._watchers:
            watcher(call)

    def watch(self, watcher: Callable[[Call], object]) -> None:
        """Have `watcher` told of every finished call."""
        self._watchers.append(watcher)

    def of(self, method: str, chat: int | None = None) -> list[Call]:
        """Return all calls of `method`, in `chat` if given."""
        return [c for c in self.all if c.method == method and chat in {None, c.chat}]

    async def since(self, number: int, patience: float) -> list[Call]:
        """Return the calls after the first `number`; wait at most `patience` seconds for one."""
        try:
            async with asyncio.timeout(patience):
                while len(self.all) <= number:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            pass
        return self.all[number:]

    async def wait_for(
        self,
        *methods: str,
        chat: int | None = None,
        status: int | None = 200,
        where: Callable[[Call], bool] = lambda _: True,
        patience: float = PATIENCE,
    ) -> Call:
        """Return the first call of `methods` that fits and was not returned before.

        `status` None takes any.

        Raises:
            TimeoutError: none came; the message lists what came instead.
        """

        def fits(call: Call) -> bool:
            right = call.method in methods and status in {None, call.status}
            return right and chat in {None, call.chat} and where(call)

        try:
            async with asyncio.timeout(patience):
                while True:
                    for place, call in enumerate(self.all):
                        if place not in self._seen and fits(call):
                            self._seen.add(place)
                            return call
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            came = [(c.method, c.status, c.chat) for c in self.all[-20:]]
            raise TimeoutError(
                f"no {' or '.join(methods)} with status {status} came, but {came}"
            ) from None
