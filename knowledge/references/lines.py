"""Where something stands in a town's files."""

import re
from dataclasses import replace
from pathlib import Path

from knowledge.message import Message
from knowledge.model import Snippet
from knowledge.problem import Problem, Severity
from knowledge.reading import Document, Path_, read_yaml
from knowledge.written import Written

MUNICIPALITY, FACTS, TOPICS, NOTICES = (
    f"{name}.yaml" for name in ("municipality", "facts", "topics", "notices")
)


# `answer: |`, whose lines follow as they are.
BLOCK = re.compile(r":\s*\|[-+]?\s*(#.*)?$")


class Lines:
    """Reads a file again for the line of a problem; files without problems cost nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._documents: dict[Path, Document] = {}
        self._texts: dict[Path, list[str]] = {}

    def problem(
        self, name: Path | str, path: Path_, what: Message | str, severity: Severity = "error"
    ) -> Problem:
        """Describe what is wrong at `path` in a file, named from the town's folder on."""
        file = self._folder / name
        self._read(file)
        return self._documents[file].problem(path, what, severity)

    def within(
        self, text: Written, offset: int, what: Message | str, severity: Severity = "error"
    ) -> Problem:
        """Describe what is wrong in the line `offset` (from 0) of a text."""
        begin = self.problem(text.file, text.path, what, severity)
        rows = self._rows(text.file)
        if not BLOCK.search(rows[begin.line - 1] if begin.line <= len(rows) else ""):
            return begin
        return replace(begin, line=begin.line + 1 + offset)

    def path_at(self, file: Path, line: int) -> Path_:
        """Return what stands in a line: the last path that begins there or before."""
        self._read(file)
        begun = (path for path, begin in self._documents[file].lines.items() if begin <= line)
        return max(
            begun, key=lambda path: (self._documents[file].lines[path], len(path)), default=()
        )

    def _read(self, file: Path) -> None:
        if file not in self._documents:
            self._documents[file] = read_yaml(file, self._folder)

    def _rows(self, file: Path) -> list[str]:
        if file not in self._texts:
            self._texts[file] = file.read_text(encoding="utf-8").split("\n")
        return self._texts[file]

    def in_snippet(
        self, snippet: Snippet, path: Path_, what: Message | str, severity: Severity = "error"
    ) -> Problem:
        """Describe what is wrong at `path` inside a snippet."""
        key = snippet.id.removeprefix(f"{snippet.kind}.")
        place = snippet.place.file.relative_to(self._folder)
        return self.problem(place, (key, *path), what, severity)
