"""Examples that stand twice: under two ids nobody can tell which of them is meant."""

from collections.abc import Iterator

from knowledge.message import message
from knowledge.model import Knowledge, Snippet
from knowledge.problem import Problem
from knowledge.references.lines import Lines


def check_repeats(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Find examples that a language has twice, whatever their case."""
    seen: dict[tuple[str, str], Snippet] = {}
    for snippet in knowledge.snippets.values():
        own: set[str] = set()
        for at, question in enumerate(snippet.questions):
            first = seen.setdefault((snippet.language, question.casefold().strip()), snippet)
            path = ("questions", at)
            if first is not snippet:
                what = message("example_elsewhere", example=question, id=first.id)
                yield lines.in_snippet(snippet, path, what)
            elif question.casefold() in own:
                what = message("example_twice", example=question)
                yield lines.in_snippet(snippet, path, what, "warning")
            own.add(question.casefold())
