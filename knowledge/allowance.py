"""How much the making of one text may cost, with all the phrases in it.

Jinja's sandbox keeps templates from reaching things, not from taking time: phrases that print
phrases twice over would take for ever after some twenty of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from knowledge.errors import RenderingError
from knowledge.message import message

MOST_STEPS = 2_000
# Phrases within phrases: an answer's `open_now` takes two.
MOST_NESTED = 10


class Allowance:
    """Counts the turns of loops and the phrases within a text; an ordinary one takes a dozen."""

    def __init__(self) -> None:
        self._steps = 0
        self._nested = 0

    def step(self) -> None:
        """Count a turn; raises `RenderingError` where it is one too many."""
        self._steps += 1
        if self._steps > MOST_STEPS or self._nested > MOST_NESTED:
            raise RenderingError(message("too_many_steps", most=f"{MOST_STEPS:,}"))

    @contextmanager
    def text(self) -> Iterator[None]:
        """Count a text that is made within the others; raises `RenderingError` likewise."""
        self._nested += 1
        self.step()
        try:
            yield
        finally:
            self._nested -= 1
