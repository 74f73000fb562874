"""The knowledge's own examples, as the search learns from them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.answering.context import ASKED, PASSING, context_of
from bot.answering.mentions import Mention
from bot.answering.reading import Reader, lesson_of
from embeddings.entry import Entry
from knowledge.model import Kind, Knowledge, Snippet
from knowledge.recognition import Phrases, Recognition
from knowledge.rendering import Renderer

# The kinds of elsewhere whose examples differ from ours by the name or the year alone.
AWAY = ("elsewhere.places", "elsewhere.years")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
SHORTEST_SENTENCE = 3
# What is written onto a name belongs to it: {name}ssa, {name}'s.
ENDING = re.compile(r"['’]?[^\W\d_]*")


@dataclass(frozen=True, slots=True)
class Lessons:
    """Entries to learn topics and languages from, and contexts with whether they ask.

    The first `asked` entries are what people ask; after them come the answers' own sentences.
    """

    entries: tuple[Entry, ...]
    asked: int
    contexts: tuple[tuple[str, str], ...]


def gather_lessons(
    knowledge: Knowledge,
    renderer: Renderer,
    reader: Reader,
    recognition: Recognition,
    now: datetime,
) -> Lessons:
    """Collect the examples of all snippets, the sentences of all answers and the shared phrases."""
    asked: list[Entry] = []
    told: list[Entry] = []
    contexts: list[tuple[str, str]] = [
        *_phrase_contexts(recognition.names_in_context, None),
        *_phrase_contexts(recognition.years_in_context, now.year),
    ]
    for snippet in knowledge.snippets.values():
        for text in _texts_of(snippet):
            lesson = lesson_of(reader, snippet, text, now.year, AWAY)
            contexts.extend(lesson.contexts)
            if lesson.text and lesson.text.strip():
                asked.append(Entry(snippet.id, snippet.language, lesson.text))
        told.extend(
            Entry(snippet.id, snippet.language, sentence)
            for sentence in _sentences_of(snippet, renderer, now)
        )
    return Lessons((*asked, *told), len(asked), tuple(contexts))


def kinds_of(knowledge: Knowledge) -> Mapping[str, Kind]:
    """Return the kind of every snippet's id."""
    return {snippet.id: snippet.kind for snippet in knowledge.snippets.values()}


def _texts_of(snippet: Snippet) -> Sequence[str]:
    titled = snippet.kind is Kind.TOPIC and snippet.title
    return [*snippet.questions, snippet.title] if titled else snippet.questions


def _sentences_of(snippet: Snippet, renderer: Renderer, now: datetime) -> Iterator[str]:
    if snippet.kind is not Kind.TOPIC or not snippet.answer:
        return
    body = renderer.answer(snippet.id, snippet.language, now).body
    for sentence in SENTENCE_END.split(body):
        if len(sentence.split()) >= SHORTEST_SENTENCE:
            yield sentence.removeprefix("- ")


def _phrase_contexts(phrases: Phrases, year: int | None) -> Iterator[tuple[str, str]]:
    for label, texts in ((ASKED, phrases.asked), (PASSING, phrases.passing)):
        for text in texts:
            before, _, after = text.partition("{name}")
            ending = ENDING.match(after)
            inside = "" if year is None else str(year)
            reach = len(before) + len(inside) + (ending.end() if ending else 0)
            mention = Mention("", len(before), reach, year)
            yield context_of(before + inside + after, mention), label
