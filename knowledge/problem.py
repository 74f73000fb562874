"""One thing to mend in a file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong, at which line of which file, and how to mend it."""

    file: Path
    line: int
    path: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        where = self.file
        if where.is_relative_to(Path.cwd()):
            where = where.relative_to(Path.cwd())
        kind = "" if self.severity == "error" else "warning: "
        return f"{where}:{self.line}: {self.path}: {kind}{self.message}"
