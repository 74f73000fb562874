"""Problems that only follow from another one; told, they would hide what is to be mended."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.problem import Problem
from knowledge.reading import name_of

WHOLE = name_of(())
# A text that stands there and has a mistake in it is not missing.
MISSED = ("text_missing", "needs_answer")
# What only the default language's file of the same name could tell.
BESIDE = ("unknown_kind", "unknown_phrase")
# What any file may say where the phrases could not be read.
OF_PHRASES = ("no_command", "no_phrase", "no_phrase_for", "button_phrase")
# A topic's picture goes with its text.
PICTURED = "no_answer_in"
INTERFACE, TRANSLATIONS = "interface.yaml", "translations.yaml"


@dataclass(frozen=True, slots=True)
class Unread:
    """The files that could not be read, and are taken for empty."""

    files: frozenset[Path]

    def explains(self, problem: Problem) -> bool:
        """Whether `problem` is there only because one of them is taken for empty."""
        if problem.file in self.files:
            return problem.path != WHOLE
        names = {file.name for file in self.files}
        if problem.code in BESIDE:
            return problem.file.name in names
        if problem.code in OF_PHRASES:
            return INTERFACE in names
        if problem.code == PICTURED:
            return bool(self.files)
        return problem.code == "unrecorded" and problem.file.parent / TRANSLATIONS in self.files


def without_consequences(problems: Iterable[Problem]) -> list[Problem]:
    """Return each problem once, in the order of files, but for those that mend themselves."""
    found = sorted(set(problems))
    errors = [problem for problem in found if problem.severity == "error"]
    unread = Unread(frozenset(problem.file for problem in errors if problem.path == WHOLE))
    parts = {(problem.file, problem.path) for problem in errors if problem.code not in MISSED}
    return [
        problem
        for problem in found
        if not unread.explains(problem) and not _is_told_closer(problem, parts)
    ]


def _is_told_closer(problem: Problem, parts: set[tuple[Path, str]]) -> bool:
    """Whether a text is called missing although a part of it is what is wrong."""
    inside = f"{problem.path}."
    return problem.code in MISSED and any(
        file == problem.file and path.startswith(inside) for file, path in parts
    )
