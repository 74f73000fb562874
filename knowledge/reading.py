"""YAML with line numbers, every value as text.

YAML 1.1 turns `12:30` into 750, `no` into false and `0470` into 312, so nothing is interpreted
here: the models decide what a value means. What editors do not need (anchors, tags, several
documents, lists twenty levels deep) is refused, which also keeps alias bombs out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.building import Builder, Path_, Refused, Value, name_of
from knowledge.message import Message, message
from knowledge.problem import Problem, Severity

__all__ = [
    "LARGEST",
    "Document",
    "Path_",
    "Value",
    "name_of",
    "parse_yaml",
    "read_yaml",
    "yaml_files",
]

LARGEST = 2_000_000

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


def yaml_files(folder: Path) -> list[Path]:
    """Return the YAML files below `folder`, without pipes and links that lead out of it."""
    home = folder.resolve()
    found = sorted(folder.rglob("*.yaml"))
    return [file for file in found if file.is_file() and file.resolve().is_relative_to(home)]


def read_yaml(file: Path, inside: Path | None = None) -> Document:
    """Read `file`; what cannot be read is in the document's problems, beside an empty value.

    With `inside`, a file whose real place is outside that folder is refused.
    """
    if inside is not None and not file.resolve().is_relative_to(inside.resolve()):
        return _unreadable(file, 1, message("link_out"))
    try:
        if not file.is_file() and file.exists():
            # A pipe would be waited for, a device never ends.
            return _unreadable(file, 1, message("no_plain_file"))
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
    builder = Builder(file)
    try:
        builder.build(yaml.parse(text, Loader=_Loader))
    except Refused as refused:
        return _unreadable(file, refused.line, refused.what)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        what = error.problem or error.context or "the file is not valid YAML"
        return _unreadable(file, line, message("not_yaml", detail=what))
    except yaml.YAMLError as error:
        return _unreadable(file, 1, message("not_yaml_at_all", detail=str(error)))
    return Document(file, builder.value, builder.lines, tuple(builder.problems))


def _unreadable(file: Path, line: int, what: Message) -> Document:
    return Document(file, {}, {}, (Problem(file, line, name_of(()), what),))
