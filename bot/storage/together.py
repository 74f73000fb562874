"""Writes that arrive while another one is under way, made together: one wait for the disk."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Together(Generic[T, R]):
    """Collects items for `write`, which takes several and returns what came of each, in order."""

    def __init__(self, write: Callable[[list[T]], Awaitable[Sequence[R]]]) -> None:
        self._write = write
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def add(self, item: T) -> R:
        """Write `item`, with others if there are any; raises what `write` raises."""
        written: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, written))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_all())
        return await written

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                taken, self._waiting = self._waiting, []
                await self._write_some(taken)
        finally:
            self._writer = None

    async def _write_some(self, taken: list[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            results = await self._write([item for item, _ in taken])
        except Exception as error:
            for _, written in taken:
                if not written.done():
                    written.set_exception(error)
            return
        for (_, written), result in zip(taken, results, strict=True):
            # Who waited may have been cancelled; what they wanted is written all the same.
            if not written.done():
                written.set_result(result)
