"""The editors' rules: everything that is to be mended in a town's folder, at once."""

from datetime import date
from pathlib import Path

from knowledge.completeness import check_completeness
from knowledge.consequences import without_consequences
from knowledge.loading import try_load
from knowledge.mending import mended
from knowledge.model import Knowledge
from knowledge.problem import Problem
from knowledge.references.lines import MUNICIPALITY, Lines
from knowledge.references.town import check_calendar
from knowledge.rehearsal import check_rendering
from knowledge.repeats import check_repeats
from knowledge.rules import check_rules
from knowledge.strays import check_strays
from knowledge.tested import check_test_questions


def check_knowledge(folder: Path) -> list[Problem]:
    """Return gaps and texts that cannot be made, in the order of files and lines."""
    knowledge, problems = try_load(folder)
    if knowledge is not None:
        problems += _faults(knowledge, Lines(folder), problems)
        problems += check_test_questions(knowledge)
    return without_consequences(problems)


def try_texts(folder: Path) -> tuple[Knowledge | None, list[Problem]]:
    """Return the knowledge as far as it goes, and the same problems but for the test questions'.

    No resident reads those. With other errors the bot does not answer from changed knowledge.
    """
    knowledge, problems = try_load(folder)
    if knowledge is not None:
        problems += _faults(knowledge, Lines(folder), problems)
    return knowledge, without_consequences(problems)


def check_everything(folder: Path, today: date) -> list[Problem]:
    """Return what `check_knowledge` finds and how else texts should be mended on `today`."""
    knowledge, problems = try_load(folder)
    if knowledge is not None:
        lines = Lines(folder)
        problems += _faults(knowledge, lines, problems)
        problems += check_test_questions(knowledge)
        if _can_be_tried(problems):
            problems += check_rules(knowledge, lines, today)
    return without_consequences(problems)


def _faults(knowledge: Knowledge, lines: Lines, known: list[Problem]) -> list[Problem]:
    problems = [*check_calendar(knowledge, lines)]
    if _can_be_tried([*known, *problems]):
        problems += check_rendering(mended(knowledge), lines)
    problems += check_completeness(knowledge, lines)
    problems += check_strays(knowledge)
    problems += check_repeats(knowledge, lines)
    return problems


def _can_be_tried(problems: list[Problem]) -> bool:
    """Whether nothing is wrong with the clock and the languages that texts rest on."""
    return all(problem.file.name != MUNICIPALITY for problem in problems)
