"""What was loaded, out of the garbage collector's sight.

Some hundred thousand objects stay for as long as the knowledge does, and to look at them again and
again costs a busy bot a twelfth of its time (`gc.freeze`, Python's library reference).
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from bot.answering.service import AnsweringService


@contextmanager
def set_apart(service: AnsweringService) -> Iterator[None]:
    """Set apart what is in memory now, and anew with each version of the knowledge."""
    _set_apart()
    unwatch = service.watch(_set_apart)
    try:
        yield
    finally:
        unwatch()


def _set_apart() -> None:
    gc.unfreeze()
    gc.collect()  # the version before, which nobody looks at any more
    gc.freeze()
