"""The editors' rules: everything that is to be mended in a town's folder, at once."""

from pathlib import Path

from knowledge.completeness import check_completeness
from knowledge.loading import try_load
from knowledge.mending import mended
from knowledge.problem import Problem
from knowledge.references.lines import MUNICIPALITY, Lines
from knowledge.references.town import check_calendar
from knowledge.rehearsal import check_rendering
from knowledge.repeats import check_repeats
from knowledge.strays import check_strays
from knowledge.tested import check_test_questions


def check_knowledge(folder: Path) -> list[Problem]:
    """Return all errors and warnings of a town's folder, in the order of its files and lines."""
    knowledge, problems = try_load(folder)
    if knowledge is None:
        return sorted(set(problems))
    lines = Lines(folder)
    problems += check_calendar(knowledge, lines)
    if all(problem.file.name != MUNICIPALITY for problem in problems):
        problems += check_rendering(mended(knowledge), lines)
    problems += check_completeness(knowledge)
    problems += check_strays(knowledge)
    problems += check_repeats(knowledge, lines)
    problems += check_test_questions(knowledge)
    return sorted(set(problems))
