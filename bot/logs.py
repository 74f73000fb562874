"""Logs for an operator: one line an event, on the error stream, without a word of any message.

Whatever another library logs is cut to its first line, and an error to its kind and place: what
follows may quote somebody. Tokens are masked everywhere.
"""

import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any

import structlog

from bot.telegram.faults import place_of

# The form of a Bot API token, in addresses as well: https://core.telegram.org/bots/api#authorizing-your-bot
TOKEN = re.compile(r"\d{5,}:[\w-]{30,}")
MASK = "[token]"
Mask = Callable[[str], str]
Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def mask_for(secrets: Sequence[str] = ()) -> Mask:
    """Return what hides `secrets`, and all that has the form of a token."""
    known = sorted(filter(None, secrets), key=len, reverse=True)
    pattern = re.compile("|".join([*map(re.escape, known), TOKEN.pattern]))
    return lambda text: pattern.sub(MASK, text)


class OneLine(logging.Formatter):
    """Writes another library's record as one line that quotes nobody."""

    def __init__(self, mask: Mask) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s")
        self._mask = mask

    def format(self, record: logging.LogRecord) -> str:
        """Return time, level, name, the first line of the message, and the error's kind."""
        record.asctime = self.formatTime(record)
        said = record.getMessage().partition("\n")[0]
        error = record.exc_info[1] if record.exc_info else None
        fault = "" if error is None else f" error={type(error).__name__} place={place_of(error)}"
        return self._mask(f"{self.formatMessage(record)} {said}{fault}")


def configure_logs(secrets: Sequence[str] = (), *steps: Any) -> None:
    """Write structlog's events and other libraries' warnings as key=value lines.

    `secrets` are masked; `steps` see each event as structlog's processors do.
    """
    mask = mask_for(secrets)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine(mask))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    _quote_nobody(_last_words(mask))
    structlog.configure(
        processors=log_steps(mask, *steps),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def log_steps(mask: Mask, *steps: Any) -> list[Any]:
    """Return structlog's processors, `steps` among them; the last one masks the whole line."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        *steps,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        lambda _, __, line: mask(line),
    ]


def _quote_nobody(hook: Hook) -> None:
    """Have `hook` print what nobody catches: in the program, a thread or a clean-up."""
    sys.excepthook = hook
    threading.excepthook = lambda lost: _print_lost(hook, lost)
    sys.unraisablehook = lambda lost: _print_lost(hook, lost)


def _print_lost(hook: Hook, lost: "threading.ExceptHookArgs | sys.UnraisableHookArgs") -> None:
    if lost.exc_value is not None and not isinstance(lost.exc_value, SystemExit):
        hook(lost.exc_type, lost.exc_value, lost.exc_traceback)


def _last_words(mask: Mask) -> Hook:
    """Return what prints an error that ends the process: its way and its kind, not its message."""

    def print_error(kind: type[BaseException], _: object, way: TracebackType | None) -> None:
        print(mask("".join(traceback.format_tb(way)) + kind.__name__), file=sys.stderr)

    return print_error
