"""Errors for the log: what and where, never what somebody wrote."""

import traceback
from pathlib import Path
from typing import Any

import structlog

log = structlog.get_logger()


def log_fault(what: str, error: BaseException, **more: Any) -> None:
    """Log that `what` happened. No traceback and no message of the error: both may quote people."""
    log.error(what, error=type(error).__name__, place=place_of(error), **more)


def place_of(error: BaseException) -> str:
    """Return the innermost place of our own code in the traceback, `file:line`."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if "site-packages" not in f.filename] or frames
    return f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else "unknown"
