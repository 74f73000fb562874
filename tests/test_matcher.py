"""What GitHub puts on a line in review: the lines of `check`, read by the problem matcher."""

import json
import re
from pathlib import Path

import pytest

from bot.tables import problems_as_lines
from knowledge.message import message
from knowledge.problem import Problem, Severity
from tests.conftest import ROOT

(MATCHER,) = json.loads((ROOT / ".github" / "problem-matcher.json").read_text("utf-8"))[
    "problemMatcher"
]
(PATTERN,) = MATCHER["pattern"]


@pytest.mark.parametrize(
    ("severity", "group"), [("error", None), ("warning", "warning")], ids=["error", "warning"]
)
def test_a_problem_is_put_on_its_line(severity: Severity, group: str | None) -> None:
    file = ROOT / "knowledge" / "town" / "sv" / "contact.yaml"
    problem = Problem(file, 12, "contact.hours.answer", message("no_answer"), severity)

    line, count = problems_as_lines([problem], "en").splitlines()

    found = re.match(PATTERN["regexp"], line)
    assert found is not None
    assert (found[PATTERN["file"]], found[PATTERN["line"]]) == (problem.place, "12")
    assert found[PATTERN["severity"]] == group  # GitHub takes the matcher's own: error
    assert found[PATTERN["message"]] == "has no answer: write one"
    assert MATCHER["severity"] == "error"
    assert re.match(PATTERN["regexp"], count) is None


def test_the_workflow_registers_the_matcher() -> None:
    workflow = Path(ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")

    assert "::add-matcher::.github/problem-matcher.json" in workflow
