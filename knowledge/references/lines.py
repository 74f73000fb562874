"""Where something stands in a town's files."""

from pathlib import Path

from knowledge.model import Snippet
from knowledge.problem import Problem, Severity
from knowledge.reading import Document, Path_, read_yaml

MUNICIPALITY, FACTS, TOPICS, NOTICES = (
    f"{name}.yaml" for name in ("municipality", "facts", "topics", "notices")
)


class Lines:
    """Reads a file again for the line of a problem; files without problems cost nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._documents: dict[Path, Document] = {}

    def problem(
        self, name: Path | str, path: Path_, message: str, severity: Severity = "error"
    ) -> Problem:
        """Describe what is wrong at `path` in a file, named from the town's folder on."""
        file = self._folder / name
        if file not in self._documents:
            self._documents[file] = read_yaml(file, self._folder)
        return self._documents[file].problem(path, message, severity)

    def in_snippet(
        self, snippet: Snippet, path: Path_, message: str, severity: Severity = "error"
    ) -> Problem:
        """Describe what is wrong at `path` inside a snippet."""
        key = snippet.id.removeprefix(f"{snippet.kind}.")
        place = snippet.place.file.relative_to(self._folder)
        return self.problem(place, (key, *path), message, severity)
