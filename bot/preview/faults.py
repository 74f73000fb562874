"""Misbehaviour on demand: what the next calls of a method run into."""

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Literal

from bot.preview.errors import ApiError, too_many_requests

Cut = Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A refusal, or a connection cut before or after the method took effect."""

    refusal: ApiError | None = None
    cut: Cut | None = None


class Faults:
    """What was ordered and has not happened yet."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def order(
        self,
        method: str,
        *,
        status: int = 500,
        description: str = "Internal Server Error",
        retry_after: int | None = None,
        cut: Cut | None = None,
        times: int = 1,
    ) -> None:
        """Let the next `times` calls of `method` fail: cut, 429 with `retry_after`, or `status`."""
        if cut is not None:
            fault = Fault(cut=cut)
        elif retry_after is not None:
            fault = Fault(too_many_requests(retry_after))
        else:
            fault = Fault(ApiError(status, description))
        self._waiting[method.lower()].extend([fault] * times)

    def take(self, method: str) -> Fault:
        """Return the next fault of `method`, an empty one where none is ordered."""
        waiting = self._waiting[method.lower()]
        return waiting.popleft() if waiting else Fault()
