"""YAML with line numbers, every value as text.

YAML 1.1 turns `12:30` into 750, `no` into false and `0470` into 312, so nothing is interpreted
here: the models decide what a value means. What editors do not need (anchors, tags, several
documents) is refused, which also keeps alias bombs out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.message import Message, message
from knowledge.problem import Problem, Severity

LARGEST = 2_000_000
Path_ = tuple[str | int, ...]
Value = str | list["Value"] | dict[str, "Value"]

_Loader: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Document:
    """A file's content and the line (from 1) of each value."""

    file: Path
    value: Value
    lines: Mapping[Path_, int]
    problems: tuple[Problem, ...] = ()

    def line(self, path: Path_) -> int:
        """Return the line of the value at `path`, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: Path_, what: Message | str, severity: Severity = "error") -> Problem:
        """Describe what is wrong at `path`."""
        return Problem(self.file, self.line(path), name_of(path), what, severity)


def name_of(path: Path_) -> str:
    """Return how editors are told a path: `facts.hours.values.opens`."""
    return ".".join(map(str, path)) or "(file)"


def read_yaml(file: Path, inside: Path | None = None) -> Document:
    """Read `file`; what cannot be read is in the document's problems, beside an empty value.

    With `inside`, a file whose real place is outside that folder is refused.
    """
    if inside is not None and not file.resolve().is_relative_to(inside.resolve()):
        return _unreadable(file, 1, message("link_out"))
    try:
        if file.stat().st_size > LARGEST:
            return _unreadable(file, 1, message("file_too_large", bytes=f"{LARGEST:,}"))
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return _unreadable(file, 1, message("file_missing"))
    except (OSError, UnicodeDecodeError) as error:
        return _unreadable(file, 1, message("unreadable", detail=str(error)))
    return parse_yaml(text, file)


def parse_yaml(text: str, file: Path) -> Document:
    """Read `text` as the content of `file`."""
    try:
        if (line := _anchor_line(text)) is not None:
            return _unreadable(file, line, message("anchors"))
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        what = error.problem or error.context or "the file is not valid YAML"
        return _unreadable(file, line, message("not_yaml", detail=what))
    except (yaml.YAMLError, RecursionError) as error:
        return _unreadable(file, 1, message("not_yaml_at_all", detail=str(error)))
    lines: dict[Path_, int] = {}
    problems: list[Problem] = []
    value = _value_of(node, (), lines, problems, file) if node is not None else {}
    return Document(file, value, lines, tuple(problems))


def _anchor_line(text: str) -> int | None:
    """Return the line of the first anchor or alias; texts without the signs cost nothing."""
    if "&" not in text and "*" not in text:
        return None
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return event.start_mark.line + 1 if event.start_mark else 1
    return None


def _value_of(
    node: yaml.Node, path: Path_, lines: dict[Path_, int], problems: list[Problem], file: Path
) -> Value:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_value_of(n, (*path, at), lines, problems, file) for at, n in enumerate(node.value)]
    return dict(_pairs_of(node, path, lines, problems, file))


def _pairs_of(
    node: yaml.Node, path: Path_, lines: dict[Path_, int], problems: list[Problem], file: Path
) -> Iterator[tuple[str, Value]]:
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in seen:
            problems.append(Problem(file, line, name_of((*path, key)), message("double_key")))
        seen.add(key)
        value = _value_of(value_node, (*path, key), lines, problems, file)
        lines[(*path, key)] = line
        yield key, value


def _unreadable(file: Path, line: int, what: Message) -> Document:
    return Document(file, {}, {}, (Problem(file, line, name_of(()), what),))
