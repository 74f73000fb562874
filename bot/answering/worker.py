"""CPU work off the event loop, in one thread of its own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Worker:
    """Runs calls one after the other in a single thread.

    One thread, since a fast tokenizer shared by several fails with "Already borrowed"
    (https://github.com/huggingface/tokenizers/issues/537).
    """

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(
            max_workers=1, thread_name_prefix="answering", initializer=_prepare
        )

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what `call` returns, or raise what it raises."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, lambda: call(*args, **kwargs))

    def close(self) -> None:
        """Wait for the running call and take no more."""
        self._executor.shutdown()


def _prepare() -> None:
    from embeddings.threads import search_in_one_thread

    search_in_one_thread()
