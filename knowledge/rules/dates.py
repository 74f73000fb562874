"""Days that have passed or come soon; the day of the check is handed in."""

from collections.abc import Iterator
from datetime import date, timedelta

from knowledge.due import Due, DueKind, find_due
from knowledge.message import Message, message
from knowledge.model import Knowledge
from knowledge.problem import Problem
from knowledge.references.lines import FACTS, TOPICS, Lines

AHEAD = timedelta(days=60)
FILES = {DueKind.REVIEW: TOPICS, DueKind.FACTS: FACTS, DueKind.FIGURES: FACTS}


def check_dates(knowledge: Knowledge, lines: Lines, today: date) -> Iterator[Problem]:
    """Warn of answers and facts whose day has passed or comes within 60 days."""
    for due in find_due(knowledge):
        if due.day <= today + AHEAD:
            yield lines.problem(FILES[due.kind], due.path, _told(due, today), "warning")


def _told(due: Due, today: date) -> Message:
    past = due.day < today
    if due.kind is DueKind.REVIEW:
        code = "review_past" if past else "review_due"
        return message(code, day=due.day, owner=due.owners[0])
    if due.kind is DueKind.FIGURES:
        return message("figures_expired" if past else "figures_expire", day=due.day)
    return message("fact_expired" if past else "fact_expires", day=due.day)
