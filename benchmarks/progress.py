"""What is being measured now, for who waits: the tables alone go to the output."""

import sys
import time

BEGAN = time.monotonic()


def tell(what: str) -> None:
    """Say on standard error what begins now, with minutes and seconds since the start."""
    minutes, seconds = divmod(int(time.monotonic() - BEGAN), 60)
    print(f"[{minutes:02}:{seconds:02}] {what}", file=sys.stderr, flush=True)
