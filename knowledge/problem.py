"""One thing to mend in a file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from knowledge.message import DEFAULT, Message, message, told

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, at which line of which file, and how to mend it."""

    file: Path
    line: int
    path: str
    what: Message | str
    severity: Severity = "error"

    @property
    def message(self) -> str:
        """What is wrong and how to mend it, in the default language."""
        return told(self.what)

    @property
    def code(self) -> str:
        """The rule that is broken, for programs; "" where the text is its own."""
        return self.what.code if isinstance(self.what, Message) else ""

    @property
    def place(self) -> str:
        """The file as seen from where the program runs."""
        return str(
            self.file.relative_to(Path.cwd()) if self.file.is_relative_to(Path.cwd()) else self.file
        )

    def told(self, language: str = DEFAULT) -> str:
        """Return `file:line: path: message` in one of the editors' languages."""
        kind = "" if self.severity == "error" else f"{message('warning').text(language)}: "
        return f"{self.place}:{self.line}: {self.path}: {kind}{told(self.what, language)}"

    def __lt__(self, other: "Problem") -> bool:
        return self._key < other._key

    def __str__(self) -> str:
        return self.told()

    @property
    def _key(self) -> tuple[Path, int, str, str]:
        return self.file, self.line, self.path, self.message
