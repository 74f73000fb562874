"""What the editors' commands print: lines for people, JSON for programs."""

import json
from collections.abc import Sequence

from knowledge.message import message, message_languages, told
from knowledge.problem import Problem


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
