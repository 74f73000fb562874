"""Examples that stand twice: under two ids nobody can tell which of them is meant."""

from collections.abc import Iterator

from knowledge.model import Knowledge, Snippet
from knowledge.problem import Problem
from knowledge.references.lines import Lines


def check_repeats(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Find examples that a language has twice, whatever their case."""
    seen: dict[tuple[str, str], Snippet] = {}
    for snippet in knowledge.snippets.values():
        for at, question in enumerate(snippet.questions):
            first = seen.setdefault((snippet.language, question.casefold().strip()), snippet)
            path = ("questions", at)
            if first is not snippet:
                message = f"{question!r} stands under `{first.id}` too: keep it in one place"
                yield lines.in_snippet(snippet, path, message)
            elif question.casefold() in map(str.casefold, snippet.questions[:at]):
                message = f"{question!r} stands here twice: take one away"
                yield lines.in_snippet(snippet, path, message, "warning")
