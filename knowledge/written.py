"""What editors write in sentences: answers and the bot's phrases, without what stands in braces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.model import Knowledge, Snippet
from knowledge.reading import Path_

BRACES = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
# Stands for a value that the facts will fill in: counts as a word, and is no digit.
HOLE = "\ufffc"


@dataclass(frozen=True, slots=True)
class Written:
    """A text in one language and where it stands; `snippet` where it is an answer."""

    file: Path
    path: Path_
    language: str
    text: str
    snippet: Snippet | None = None

    @property
    def lines(self) -> list[str]:
        """The lines as typed, each value in braces one sign."""
        return BRACES.sub(_hole, self.text).split("\n")


def texts_of(knowledge: Knowledge) -> Iterator[Written]:
    """Yield all answers and phrases."""
    for snippet in knowledge.snippets.values():
        if snippet.answer:
            key = snippet.id.removeprefix(f"{snippet.kind}.")
            path = (key, "answer")
            yield Written(snippet.place.file, path, snippet.language, snippet.answer, snippet)
    for (language, key), place in knowledge.phrase_places.items():
        yield Written(place.file, (key,), language, knowledge.phrases[language][key])


def _hole(braces: re.Match[str]) -> str:
    text = braces.group()
    return ("" if text.startswith("{%") else HOLE) + "\n" * text.count("\n")
