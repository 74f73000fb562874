"""Whether the bot can answer: each part says what is wrong with it, or nothing."""

import asyncio
from collections.abc import Awaitable, Callable

Check = Callable[[], Awaitable[str | None]]
# Seconds that one part gets to answer.
PATIENCE = 5.0


class Health:
    """The checks of everything that must work before a question can be answered."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._checks: dict[str, Check] = {}

    def require(self, part: str, check: Check) -> None:
        """Ask `check` about `part` from now on; it returns what is wrong, `None` if nothing is."""
        self._checks[part] = check

    def waits_for(self, part: str, reason: str) -> None:
        """Note that `part` is not there yet, and why."""

        async def missing() -> str:
            return reason

        self._checks[part] = missing

    def has(self, part: str) -> None:
        """Note that `part` is there."""
        self._checks.pop(part, None)

    async def problems(self) -> dict[str, str]:
        """Return what is wrong, by part; empty when the bot can answer."""
        parts = list(self._checks)
        found = await asyncio.gather(*(self._ask(self._checks[part]) for part in parts))
        return {part: wrong for part, wrong in zip(parts, found, strict=True) if wrong is not None}

    async def _ask(self, check: Check) -> str | None:
        try:
            async with asyncio.timeout(self._patience):
                return await check()
        except TimeoutError:
            return f"no answer within {self._patience:g} seconds"
        except Exception as error:  # what cannot even be asked is not ready
            return type(error).__name__
