"""The knowledge's own examples, as the search learns from them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.answering.context import ASKED, PASSING, context_of
from bot.answering.mentions import Mention
from bot.answering.reading import Reader, lesson_of
from embeddings.entry import Entry
from knowledge.model import Kind, Knowledge, Snippet
from knowledge.recognition import Phrases, Recognition

# The kinds of elsewhere whose examples differ from ours by the name or the year alone.
AWAY = ("elsewhere.places", "elsewhere.years")
# Examples are read as if asked in this year: what is learnt must not depend on when it is built.
EXAMPLES_ASKED = 2026
# What is written onto a name belongs to it: {name}ssa, {name}'s.
ENDING = re.compile(r"['’]?[^\W\d_]*")


@dataclass(frozen=True, slots=True)
class Lessons:
    """Entries to learn topics and languages from, and contexts with whether they ask."""

    entries: tuple[Entry, ...]
    contexts: tuple[tuple[str, str], ...]


def gather_lessons(knowledge: Knowledge, reader: Reader, recognition: Recognition) -> Lessons:
    """Collect the examples of all snippets and the shared phrases."""
    entries: list[Entry] = []
    contexts: list[tuple[str, str]] = [
        *_phrase_contexts(recognition.names_in_context, None),
        *_phrase_contexts(recognition.years_in_context, EXAMPLES_ASKED),
    ]
    for snippet in knowledge.snippets.values():
        for text in examples_of(snippet):
            lesson = lesson_of(reader, snippet, text, EXAMPLES_ASKED, AWAY)
            contexts.extend(lesson.contexts)
            if lesson.text and lesson.text.strip():
                entries.append(Entry(snippet.id, snippet.language, lesson.text))
    return Lessons(tuple(entries), tuple(contexts))


def kinds_of(knowledge: Knowledge) -> Mapping[str, Kind]:
    """Return the kind of every snippet's id."""
    return {snippet.id: snippet.kind for snippet in knowledge.snippets.values()}


def examples_of(snippet: Snippet) -> Sequence[str]:
    """Return what a snippet is found by: its example questions, and the title of a topic."""
    titled = snippet.kind is Kind.TOPIC and snippet.title
    return [*snippet.questions, snippet.title] if titled else snippet.questions


def _phrase_contexts(phrases: Phrases, year: int | None) -> Iterator[tuple[str, str]]:
    for label, texts in ((ASKED, phrases.asked), (PASSING, phrases.passing)):
        for text in texts:
            before, _, after = text.partition("{name}")
            ending = ENDING.match(after)
            inside = "" if year is None else str(year)
            reach = len(before) + len(inside) + (ending.end() if ending else 0)
            mention = Mention("", len(before), reach, year)
            yield context_of(before + inside + after, mention), label
