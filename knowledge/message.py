"""What is told to editors, as a code with values: the sentences lie in `messages/`.

A message is written once in each of their languages and put into words when somebody reads it.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from string import Template
from typing import Union

import yaml

FOLDER = Path(__file__).parent / "messages"
DEFAULT = "en"

Value = Union[str, int, date, "Message"]


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of `messages/` by its key, and what stands for each `$name` in it."""

    code: str
    values: tuple[tuple[str, Value], ...] = ()

    def text(self, language: str = DEFAULT) -> str:
        """Return the sentence in one of `message_languages()`."""
        values = {name: told(value, language) for name, value in self.values}
        return Template(sentences(language)[self.code]).substitute(values)

    def __str__(self) -> str:
        return self.text()


def message(code: str, /, **values: Value) -> Message:
    """Return the message that `messages/` has under `code`."""
    return Message(code, tuple(values.items()))


def told(value: Value, language: str = DEFAULT) -> str:
    """Return a value as it stands in a sentence; a plain one is the same in every language."""
    return value.text(language) if isinstance(value, Message) else str(value)


def message_languages() -> tuple[str, ...]:
    """The languages that editors are told things in, the default first."""
    codes = sorted(file.stem for file in FOLDER.glob("*.yaml"))
    return (DEFAULT, *(code for code in codes if code != DEFAULT))


@lru_cache
def sentences(language: str) -> dict[str, str]:
    """Return all sentences of a language; read on their own, as reading YAML tells messages."""
    text = (FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    found = yaml.load(text, Loader=yaml.BaseLoader)  # makes only texts
    return dict(found)
