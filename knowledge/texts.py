"""A language's folder to snippets and phrases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.files import INTERFACE, MARK, OWN_FILES, SnippetEntry
from knowledge.message import message
from knowledge.model import Kind, Place, Snippet
from knowledge.problem import Problem
from knowledge.reading import Document, read_yaml
from knowledge.validating import did_you_mean, validated


@dataclass
class Findings:
    """What loading has come upon so far."""

    problems: list[Problem] = field(default_factory=list)
    snippets: dict[tuple[str, str], Snippet] = field(default_factory=dict)
    phrases: dict[str, dict[str, str]] = field(default_factory=dict)
    phrase_places: dict[tuple[str, str], Place] = field(default_factory=dict)
    untranslated_phrases: dict[tuple[str, str], Place] = field(default_factory=dict)


def load_language(folder: Path, code: str, file_of: Mapping[str, str], found: Findings) -> None:
    """Read the folder of a language into `found`; `file_of` says which topic stands where."""
    known = {*file_of.values(), *OWN_FILES, INTERFACE}
    found.phrases[code] = {}
    for file in sorted((folder / code).glob("*.yaml")):
        if file.stem not in known:
            continue  # reported by the checks; what stands in it is not read
        document = read_yaml(file, folder)
        found.problems += document.problems
        if not isinstance(document.value, dict):
            found.problems.append(document.problem((), message("keys_needed")))
        elif file.stem == INTERFACE:
            _load_phrases(document, code, found)
        else:
            kind = OWN_FILES.get(file.stem, Kind.TOPIC)
            for snippet in _snippets_of(document, code, kind, file_of, found):
                found.snippets[code, snippet.id] = snippet


def _load_phrases(document: Document, code: str, found: Findings) -> None:
    assert isinstance(document.value, dict)
    for key, text in document.value.items():
        place = Place(document.file, document.line((key,)))
        if isinstance(text, str) and MARK.match(text):
            found.untranslated_phrases[code, key] = place
        elif isinstance(text, str) and text.strip():
            found.phrases[code][key] = text
            found.phrase_places[code, key] = place
        else:
            found.problems.append(document.problem((key,), message("one_text")))


def _snippets_of(
    document: Document, code: str, kind: Kind, file_of: Mapping[str, str], found: Findings
) -> Iterator[Snippet]:
    assert isinstance(document.value, dict)
    for key in document.value:
        part = Document(
            document.file,
            document.value[key],
            {path[1:]: line for path, line in document.lines.items() if path[:1] == (key,)},
        )
        entry, problems = validated(part, SnippetEntry)
        found.problems += [
            Problem(p.file, p.line, f"{key}.{p.path}", p.what, p.severity) for p in problems
        ]
        if kind is Kind.TOPIC and file_of.get(key) != document.file.stem:
            found.problems.append(_misplaced(document, key, file_of))
        elif entry is not None:
            place = Place(document.file, document.line((key,)))
            yield _snippet(entry, key if kind is Kind.TOPIC else f"{kind}.{key}", kind, code, place)


def _snippet(entry: SnippetEntry, snippet_id: str, kind: Kind, code: str, place: Place) -> Snippet:
    texts = {"title": entry.title, "answer": entry.answer or ""}
    waiting = tuple(part for part, text in texts.items() if MARK.match(text))
    return Snippet(
        id=snippet_id,
        kind=kind,
        language=code,
        title="" if "title" in waiting else entry.title,
        questions=tuple(entry.questions),
        answer=None if "answer" in waiting else entry.answer,
        place=place,
        untranslated=waiting,
    )


def _misplaced(document: Document, key: str, file_of: Mapping[str, str]) -> Problem:
    if key in file_of:
        return document.problem((key,), message("belongs_in", file=file_of[key]))
    hint = did_you_mean(key, list(file_of))
    return document.problem((key,), message("no_topic_of_id", hint=hint))
