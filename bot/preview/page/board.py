"""Every text of the town in one language, as chat bubbles with their state."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.answering.answer import Answer
from bot.answering.snapshot import Snapshot
from bot.preview.entities import parse_html
from knowledge.completeness import always_answered
from knowledge.errors import KnowledgeError
from knowledge.model import Kind, Knowledge, Snippet, Status
from knowledge.translations import load_records, states_of

# What an editor sees at once: in whose hands a text is, or that there is none.
MISSING, DRAFT, STALE, REVIEWED, READY = "missing", "draft", "stale", "reviewed", "ready"
ELSEWHERE_TEXT = "answered_in"


@dataclass(frozen=True, slots=True)
class Cell:
    """A text in one language: its state, where it stands, and the answer where there is one."""

    id: str
    title: str
    state: str
    place: str
    answer: Answer | None

    def json(self) -> dict[str, Any]:
        """Return the text with its entities, as Telegram would get it."""
        shown = parse_html(self.answer.text) if self.answer is not None else None
        return {
            "id": self.id,
            "title": self.title,
            "state": self.state,
            "place": self.place,
            "text": shown.text if shown else "",
            "entities": shown.entities if shown else [],
            "picture": self.answer is not None and self.answer.picture is not None,
        }


def board_of(snapshot: Snapshot, language: str, now: datetime) -> list[Cell]:
    """Return all topics, then what is not ours, then small talk, in the order of their files."""
    knowledge = snapshot.knowledge
    states = _states(knowledge, language)
    return [_cell(snapshot, name, language, states, now) for name in _names(knowledge)]


def _names(knowledge: Knowledge) -> Iterator[str]:
    yield from knowledge.topics
    default = knowledge.municipality.default_language
    for kind in (Kind.ELSEWHERE, Kind.SMALLTALK):
        for (language, name), snippet in knowledge.snippets.items():
            if language == default and snippet.kind is kind:
                yield name


def _states(knowledge: Knowledge, language: str) -> dict[str, str]:
    try:
        records = load_records(knowledge.folder, language)
    except KnowledgeError:  # told with the other problems
        return {}
    return {text.id: text.state.value for text in states_of(knowledge, language, records)}


def _cell(
    snapshot: Snapshot, name: str, language: str, states: dict[str, str], now: datetime
) -> Cell:
    knowledge = snapshot.knowledge
    snippet = knowledge.snippet(name, language)
    shown = snippet or knowledge.snippet(name, knowledge.municipality.default_language)
    assert shown is not None  # the default language has every text
    state = _state(knowledge, shown, snippet, language, states.get(name, ""))
    answer = _answer(snapshot, shown, language, now) if state not in _EMPTY else None
    place = f"{shown.place.file.relative_to(knowledge.folder)}:{shown.place.line}"
    return Cell(name, shown.title, state, place if snippet else "", answer)


_EMPTY = frozenset({MISSING, ELSEWHERE_TEXT})


def _state(
    knowledge: Knowledge, shown: Snippet, snippet: Snippet | None, language: str, recorded: str
) -> str:
    known = knowledge.municipality.languages[language]
    if snippet is None or snippet.answer is None or "answer" in snippet.untranslated:
        needed = known.status is not Status.UNDERSTOOD or _needed(knowledge, shown)
        return MISSING if needed else ELSEWHERE_TEXT
    if recorded == STALE:
        return STALE
    if known.status is Status.DRAFT:
        return DRAFT
    return REVIEWED if recorded == REVIEWED else READY


def _needed(knowledge: Knowledge, snippet: Snippet) -> bool:
    return snippet.kind is Kind.TOPIC and snippet.id in always_answered(knowledge)


def _answer(snapshot: Snapshot, snippet: Snippet, language: str, now: datetime) -> Answer:
    composer = snapshot.composer
    if snippet.kind is Kind.TOPIC:
        return composer.topic(snippet.id, language, now, 1.0)
    if snippet.kind is Kind.ELSEWHERE:
        return composer.elsewhere(snippet.id, language, now, 1.0, ())
    return composer.smalltalk(snippet.id, language, now, 1.0)
