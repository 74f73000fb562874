"""How far each text has come in each language, known without git.

Beside the translations, `translations.yaml` keeps for each text a fingerprint of the text in the
default language that it follows, and one of itself as its steward last read it. When one of the
two texts changes, its fingerprint is another, and the translation is stale or no longer reviewed.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from knowledge.completeness import UNDERSTOOD_PHRASES, always_answered, file_of
from knowledge.errors import InvalidKnowledge
from knowledge.files import INTERFACE, TRANSLATIONS, TranslationEntry, TranslationsFile
from knowledge.model import Knowledge, Place, Status
from knowledge.problem import Problem
from knowledge.reading import read_yaml
from knowledge.validating import validated

FILE = f"{TRANSLATIONS}.yaml"
Records = Mapping[str, TranslationEntry]


class State(StrEnum):
    """How far a text has come; a stale one follows an older text, or one that nobody noted."""

    REVIEWED = "reviewed"
    TRANSLATED = "translated"
    STALE = "stale"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Text:
    """A topic's text, or a phrase as `interface.<key>`: its file's stem, and what it says."""

    id: str
    file: str
    fingerprint: str
    place: Place


@dataclass(frozen=True, slots=True)
class TextState:
    """A text that a language should have; `recorded` tells which one it was made from."""

    id: str
    file: str
    state: State
    recorded: bool


def fingerprint_of(*parts: str) -> str:
    """Return a hash that spaces and line ends do not change."""
    words = "\0".join(" ".join(part.split()) for part in parts)
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def texts_in(knowledge: Knowledge, code: str) -> dict[str, Text]:
    """Return the finished texts of a language by their id."""
    found = {
        snippet.id: Text(
            snippet.id,
            snippet.place.file.stem,
            fingerprint_of(snippet.title, snippet.answer),
            snippet.place,
        )
        for (language, _), snippet in knowledge.snippets.items()
        if language == code and snippet.answer and not snippet.untranslated
    }
    for key, phrase in knowledge.phrases.get(code, {}).items():
        name, place = f"{INTERFACE}.{key}", knowledge.phrase_places[code, key]
        found[name] = Text(name, INTERFACE, fingerprint_of(phrase), place)
    return found


def load_records(folder: Path, code: str) -> Records:
    """Read a language's translations.yaml; raises `InvalidKnowledge`."""
    records, problems = try_load_records(folder, code)
    if problems:
        raise InvalidKnowledge(problems)
    return records


def try_load_records(folder: Path, code: str) -> tuple[Records, list[Problem]]:
    """Read a language's translations.yaml as far as it can be read, with all problems."""
    file = folder / code / FILE
    if not file.exists():
        return {}, []
    content, problems = validated(read_yaml(file, folder), TranslationsFile)
    return (content.root if content else {}), problems


def states_of(knowledge: Knowledge, code: str, records: Records) -> list[TextState]:
    """Return the state of each text that the language has or should have."""
    default = knowledge.municipality.default_language
    sources, here = texts_in(knowledge, default), texts_in(knowledge, code)
    states = []
    for name in _wanted(knowledge, code, sources, here):
        text, entry = here.get(name), records.get(name)
        source = sources[name].fingerprint if name in sources and code != default else ""
        recorded = code == default or (entry is not None and entry.source != "")
        file = text.file if text else _file_of(knowledge, name)
        states.append(TextState(name, file, _state(text, source, entry), recorded))
    return states


def _state(text: Text | None, source: str, entry: TranslationEntry | None) -> State:
    """Return how far a text has come; `source` is "" where it follows none."""
    if text is None:
        return State.MISSING
    if source and (entry is None or entry.source != source):
        return State.STALE
    if entry is not None and entry.reviewed == text.fingerprint:
        return State.REVIEWED
    return State.TRANSLATED


def _wanted(
    knowledge: Knowledge, code: str, sources: Collection[str], here: Collection[str]
) -> list[str]:
    """Return what the default language has; where a language is only understood, what it needs."""
    if knowledge.municipality.languages[code].status is not Status.UNDERSTOOD:
        return [*sources]
    needed = [*always_answered(knowledge), *(f"{INTERFACE}.{key}" for key in UNDERSTOOD_PHRASES)]
    return list(dict.fromkeys([*needed, *here]))


def _file_of(knowledge: Knowledge, name: str) -> str:
    return INTERFACE if name.startswith(f"{INTERFACE}.") else file_of(knowledge, name)


def noted(
    knowledge: Knowledge, code: str, records: Records, names: Collection[str], *, reviewed: bool
) -> Records:
    """Return records that say that the named texts (all of them for none) follow the default
    language as it is now.
    """
    default = knowledge.municipality.default_language
    sources, here = texts_in(knowledge, default), texts_in(knowledge, code)
    updated = dict(records)
    for name in names or here:
        source = sources[name].fingerprint if name in sources and code != default else ""
        old = updated.get(name, TranslationEntry())
        read = here[name].fingerprint if reviewed else old.reviewed
        updated[name] = TranslationEntry(source=source, reviewed=read)
    return {name: updated[name] for name in sorted(updated) if updated[name] != TranslationEntry()}
