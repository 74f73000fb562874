"""The events of a YAML file to plain values, within bounds.

PyYAML's own composer calls itself for each level and ends the process on a few hundred thousand
of them; here the levels are counted and the values, too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from knowledge.message import Message, message
from knowledge.problem import Problem

Path_ = tuple[str | int, ...]
Value = str | list["Value"] | dict[str, "Value"]
DEEPEST = 20
MOST_VALUES = 200_000
# What a value's tag is where none is written; `!` alone says that it is text.
PLAIN_TAGS = (None, "!")
# Stands for a key that is a list or a map.
NO_TEXT = "?"


def name_of(path: Path_) -> str:
    """Return how editors are told a path: `facts.hours.values.opens`."""
    return ".".join(map(str, path)) or "(file)"


class Refused(Exception):  # noqa: N818 - it names what happens to the file
    """The file holds something at `line` that is not read."""

    def __init__(self, line: int, what: Message) -> None:
        super().__init__(str(what))
        self.line = line
        self.what = what


@dataclass(slots=True)
class _Open:
    """A list or a map that has not ended; `key` is the map's key that waits for its value.

    `is_key`: it stands where a key should, as the inner braces of an unquoted `{{ x }}` do.
    """

    value: list[Value] | dict[str, Value]
    path: Path_
    key: str | None = None
    is_key: bool = False


@dataclass(slots=True)
class Builder:
    """Takes a file's events one after the other; `lines` and `problems` fill on the way."""

    file: Path
    value: Value = field(default_factory=dict)
    lines: dict[Path_, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _documents: int = 0
    _values: int = 0

    def build(self, events: Iterator[yaml.Event]) -> None:
        """Take all events; raises `Refused` at what is not read."""
        for event in events:
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.DocumentStartEvent):
                self._count_document(line)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close()
            elif isinstance(event, yaml.NodeEvent):
                self._refuse(event, line)
                self._take(event, line)

    def _count_document(self, line: int) -> None:
        self._documents += 1
        if self._documents > 1:
            detail = "expected a single document in the stream"
            raise Refused(line, message("not_yaml", detail=detail))

    def _refuse(self, event: yaml.NodeEvent, line: int) -> None:
        if event.anchor is not None:  # an alias names its anchor, too
            raise Refused(line, message("anchors"))
        if getattr(event, "tag", None) not in PLAIN_TAGS:
            raise Refused(line, message("tags"))
        self._values += 1
        if self._values > MOST_VALUES:
            raise Refused(line, message("too_many_values", most=f"{MOST_VALUES:,}"))
        if len(self._open) > DEEPEST:
            raise Refused(line, message("too_deep", most=DEEPEST))

    def _take(self, event: yaml.NodeEvent, line: int) -> None:
        around = self._open[-1] if self._open else None
        if around is not None and isinstance(around.value, dict) and around.key is None:
            self._take_key(around, event, line)
            return
        value, path = self._value_of(event), self._path_in(around)
        self.lines.setdefault(path, line)
        self._place(value, around)
        if not isinstance(value, str):
            self._open.append(_Open(value, path))

    def _take_key(self, around: _Open, event: yaml.NodeEvent, line: int) -> None:
        """A key's line is where its value is told to be: what is wrong is often below it."""
        if not isinstance(event, yaml.ScalarEvent):
            what = message("key_is_no_text")
            self.problems.append(Problem(self.file, line, name_of(around.path), what))
            key = _Open(_container(event), (*around.path, NO_TEXT), is_key=True)
            self._open.append(key)
            return
        around.key = str(event.value)
        path = (*around.path, around.key)
        if around.key in around.value:
            self.problems.append(Problem(self.file, line, name_of(path), message("double_key")))
        self.lines[path] = line

    def _close(self) -> None:
        if self._open.pop().is_key:
            self._open[-1].key = NO_TEXT

    def _path_in(self, around: _Open | None) -> Path_:
        if around is None:
            return ()
        at = len(around.value) if around.key is None else around.key
        return (*around.path, at)

    def _place(self, value: Value, around: _Open | None) -> None:
        if around is None:
            self.value = value
        elif isinstance(around.value, list):
            around.value.append(value)
        else:
            around.value[str(around.key)] = value
            around.key = None

    def _value_of(self, event: yaml.NodeEvent) -> Value:
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        return _container(event)


def _container(event: yaml.NodeEvent) -> list[Value] | dict[str, Value]:
    return [] if isinstance(event, yaml.SequenceStartEvent) else {}
