"""What the editors' commands print: lines for people, JSON for programs."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from knowledge.coverage import Coverage
from knowledge.due import Due, DueKind
from knowledge.message import message, message_languages, told
from knowledge.problem import Problem
from knowledge.translations import State

STATES = (State.TRANSLATED, State.REVIEWED, State.STALE, State.MISSING)
COLUMNS = {
    State.TRANSLATED: "column_translated",
    State.REVIEWED: "column_reviewed",
    State.STALE: "column_stale",
    State.MISSING: "column_missing",
}


def problems_as_lines(problems: Sequence[Problem], language: str) -> str:
    """Return a line for each problem, and one that counts them."""
    errors = sum(problem.severity == "error" for problem in problems)
    count = message("summary", errors=errors, warnings=len(problems) - errors)
    return "\n".join([*(problem.told(language) for problem in problems), count.text(language)])


def problems_as_json(problems: Sequence[Problem]) -> str:
    """Return a list of objects; `message` holds the words in every language of `messages/`."""
    rows = [
        {
            "file": problem.place,
            "line": problem.line,
            "path": problem.path,
            "severity": problem.severity,
            "code": problem.code,
            "message": {code: told(problem.what, code) for code in message_languages()},
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def due_as_lines(found: Sequence[Due], today: date, language: str) -> str:
    """Return a paragraph for each role, a line for each of its days."""
    nobody = message("nobody").text(language)
    owned = [(owner, due) for due in found for owner in due.owners or (nobody,)]
    owned.sort(key=lambda item: (item[0], item[1].day))
    parts = []
    for owner, items in groupby(owned, key=lambda item: item[0]):
        parts.append("\n".join([owner, *_days([due for _, due in items], today, language)]))
    return "\n\n".join(parts) or message("nothing_due").text(language)


def _days(found: Sequence[Due], today: date, language: str) -> Iterator[str]:
    for day, items in groupby(found, key=lambda due: due.day):
        names = ", ".join(_due_name(due, language) for due in items)
        past = f" ({message('due_past').text(language)})" if day < today else ""
        yield f"  {day}{past}: {names}"


def _due_name(due: Due, language: str) -> str:
    if due.kind is DueKind.REVIEW:
        return due.name
    code = "due_figures" if due.kind is DueKind.FIGURES else "due_facts"
    return message(code, name=due.name).text(language)


def coverage_as_lines(rows: Sequence[Coverage], default: str, language: str) -> str:
    """Return a table of languages and files, with the sums of each state and the steward."""
    files = list(dict.fromkeys(file for row in rows for file in row.files))
    words = ("column_language", "column_status", *COLUMNS.values(), "column_steward")
    first, second, *states, last = (message(word).text(language) for word in words)
    table = [[first, second, *files, *states, last]]
    for row in rows:
        cells = [_cell(row, file) for file in files]
        sums = [str(row.total[state]) for state in STATES]
        known = row.language
        table.append([known.code, known.status, *cells, *sums, known.steward])
    legend = message("coverage_legend", source=default).text(language)
    return f"{_aligned(table)}\n\n{legend}"


def files_as_lines(row: Coverage, language: str) -> str:
    """Return a table of one language's files and states, with their sum."""
    words = ("column_file", *COLUMNS.values())
    table = [[message(word).text(language) for word in words]]
    total = message("column_total").text(language)
    for name, counts in [*row.files.items(), (total, row.total)]:
        table.append([name, *(str(counts[state]) for state in STATES)])
    return _aligned(table)


def coverage_as_json(rows: Sequence[Coverage]) -> str:
    """Return a list of languages, each with its files and their texts by state."""
    return json.dumps(
        [
            {
                "language": row.language.code,
                "status": row.language.status,
                "steward": row.language.steward,
                "files": {
                    file: {state: counts[state] for state in STATES}
                    for file, counts in row.files.items()
                },
            }
            for row in rows
        ],
        ensure_ascii=False,
        indent=2,
    )


def _cell(row: Coverage, file: str) -> str:
    counts = row.files.get(file)
    if counts is None:
        return "-"
    return f"{counts[State.TRANSLATED] + counts[State.REVIEWED]}/{counts.total()}"


def _aligned(table: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    )
