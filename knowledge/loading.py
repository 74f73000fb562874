"""A town's folder to `Knowledge`, all problems at once."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from knowledge.errors import InvalidKnowledge
from knowledge.files import (
    INTERFACE,
    OWN_FILES,
    FactEntry,
    FactsFile,
    MunicipalityFile,
    NoticesFile,
    SnippetEntry,
    TopicsFile,
)
from knowledge.model import (
    FactGroup,
    FigureYear,
    Kind,
    Knowledge,
    Language,
    Municipality,
    Notice,
    Place,
    Snippet,
    Source,
    Topic,
)
from knowledge.problem import Problem
from knowledge.reading import Document, read_yaml
from knowledge.references import check_references
from knowledge.validating import did_you_mean, validated

M = TypeVar("M", bound=BaseModel)


@dataclass
class Findings:
    """What loading has come upon so far."""

    problems: list[Problem] = field(default_factory=list)
    snippets: dict[tuple[str, str], Snippet] = field(default_factory=dict)
    phrases: dict[str, dict[str, str]] = field(default_factory=dict)
    phrase_places: dict[tuple[str, str], Place] = field(default_factory=dict)


def load_knowledge(folder: Path) -> Knowledge:
    """Read a town's folder; raises `InvalidKnowledge` with all errors that keep it from working."""
    knowledge, problems = try_load(folder)
    errors = [problem for problem in problems if problem.severity == "error"]
    if knowledge is None or errors:
        raise InvalidKnowledge(sorted(errors))
    return knowledge


def try_load(folder: Path) -> tuple[Knowledge | None, list[Problem]]:
    """Read a town's folder as far as it goes, with all problems that keep it from working."""
    if not folder.is_dir():
        missing = Problem(
            folder, 1, "(folder)", "there is no such folder: see `town` in config.yaml"
        )
        return None, [missing]
    found = Findings()
    town = _typed(folder / "municipality.yaml", MunicipalityFile, found)
    facts = _typed(folder / "facts.yaml", FactsFile, found)
    topics = _typed(folder / "topics.yaml", TopicsFile, found)
    notices = _notices(folder, found)
    if town is not None and topics is not None:
        file_of = {topic: entry.file for topic, entry in topics.topics.items()}
        for code in town.languages:
            _load_language(folder, code, file_of, found)
    if town is None or facts is None or topics is None or notices is None:
        return None, found.problems
    knowledge = Knowledge(
        folder=folder,
        municipality=_municipality(town),
        sources={name: Source(s.title, s.publisher) for name, s in facts.sources.items()},
        facts={name: _fact_group(name, entry) for name, entry in facts.facts.items()},
        topics=_topics(topics),
        snippets=found.snippets,
        phrases=found.phrases,
        phrase_places=found.phrase_places,
        notices=tuple(Notice(n.begins, n.ends, n.text) for n in notices.notices),
        closed=notices.closed_topics,
        version=version_of(folder),
    )
    return knowledge, [*found.problems, *check_references(knowledge)]


def version_of(folder: Path) -> str:
    """Return a hash of the town's files, the test questions left out."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.yaml")):
        if "questions" not in file.relative_to(folder).parts:
            digest.update(f"{file.relative_to(folder)}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _typed(file: Path, shape: type[M], found: Findings) -> M | None:
    content, problems = validated(read_yaml(file, file.parent), shape)
    found.problems += problems
    return content


def _notices(folder: Path, found: Findings) -> NoticesFile | None:
    file = folder / "notices.yaml"
    return _typed(file, NoticesFile, found) if file.exists() else NoticesFile()


def _municipality(town: MunicipalityFile) -> Municipality:
    return Municipality(
        official=town.official,
        names=town.names,
        also_called=tuple(town.also_called),
        time_zone=town.time_zone,
        neighbour_time_zone=town.neighbour_time_zone,
        country=town.country,
        default_language=town.default_language,
        languages={
            code: Language(code, e.name, e.locale, e.status, e.steward, e.answers_in)
            for code, e in town.languages.items()
        },
    )


def _topics(file: TopicsFile) -> Mapping[str, Topic]:
    return {
        topic_id: Topic(
            id=topic_id,
            file=entry.file,
            facts=tuple(entry.facts),
            source=entry.source,
            related=tuple(entry.related),
            owner=entry.owner,
            review_by=entry.review_by,
            names=tuple(entry.names),
            urgent=entry.urgent,
        )
        for topic_id, entry in file.topics.items()
    }


def _fact_group(name: str, entry: FactEntry) -> FactGroup:
    return FactGroup(
        name=name,
        source=entry.source,
        unit=entry.unit,
        valid_until=entry.valid_until,
        assumed=entry.assumed,
        values={
            key: tuple(value) if isinstance(value, list) else value
            for key, value in entry.values.items()
        },
        years={
            year: FigureYear({k: _decimal(v) for k, v in e.values.items()}, e.valid_until)
            for year, e in entry.years.items()
        },
    )


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")  # reported by the checks, with its line


def _load_language(folder: Path, code: str, file_of: Mapping[str, str], found: Findings) -> None:
    known = {*file_of.values(), *OWN_FILES, INTERFACE}
    found.phrases[code] = {}
    for file in sorted((folder / code).glob("*.yaml")):
        if file.stem not in known:
            continue  # reported by the checks; what stands in it is not read
        document = read_yaml(file, folder)
        found.problems += document.problems
        if not isinstance(document.value, dict):
            found.problems.append(document.problem((), "must hold keys, one a line"))
        elif file.stem == INTERFACE:
            _load_phrases(document, code, found)
        else:
            kind = OWN_FILES.get(file.stem, Kind.TOPIC)
            for snippet in _snippets_of(document, code, kind, file_of, found):
                found.snippets[code, snippet.id] = snippet


def _load_phrases(document: Document, code: str, found: Findings) -> None:
    assert isinstance(document.value, dict)
    for key, text in document.value.items():
        if isinstance(text, str) and text.strip():
            found.phrases[code][key] = text
            found.phrase_places[code, key] = Place(document.file, document.line((key,)))
        else:
            found.problems.append(document.problem((key,), "must be one piece of text"))


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
            Problem(p.file, p.line, f"{key}.{p.path}", p.message, p.severity) for p in problems
        ]
        if kind is Kind.TOPIC and file_of.get(key) != document.file.stem:
            found.problems.append(_misplaced(document, key, file_of))
        elif entry is not None:
            yield Snippet(
                id=key if kind is Kind.TOPIC else f"{kind}.{key}",
                kind=kind,
                language=code,
                title=entry.title,
                questions=tuple(entry.questions),
                answer=entry.answer,
                place=Place(document.file, document.line((key,))),
            )


def _misplaced(document: Document, key: str, file_of: Mapping[str, str]) -> Problem:
    if key in file_of:
        return document.problem((key,), f"belongs in {file_of[key]}.yaml (see topics.yaml)")
    hint = did_you_mean(key, list(file_of))
    return document.problem((key,), f"no topic of topics.yaml has this id{hint}")
