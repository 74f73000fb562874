"""What a check found."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from bot.settings import Settings


class State(StrEnum):
    """How it is: in order, worth knowing, or to be mended."""

    GOOD = "good"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is so, and what to do about it ("" where nothing is)."""

    about: str
    state: State
    said: str
    to_do: str = ""


@dataclass(frozen=True, slots=True)
class Patient:
    """An installation: its settings, the folder of its config.yaml, and the moment (aware)."""

    settings: Settings
    home: Path
    now: datetime


Check = Callable[[Patient], list[Finding]]


def good(about: str, said: str) -> Finding:
    """Return that something is in order."""
    return Finding(about, State.GOOD, said)


def note(about: str, said: str, to_do: str) -> Finding:
    """Return that something is worth knowing."""
    return Finding(about, State.NOTE, said, to_do)


def wrong(about: str, said: str, to_do: str) -> Finding:
    """Return that something must be mended."""
    return Finding(about, State.WRONG, said, to_do)
