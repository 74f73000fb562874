"""A town's folder to `Knowledge`, all problems at once."""

import hashlib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from knowledge.errors import InvalidKnowledge
from knowledge.facts import FactGroup, FigureYear, Source
from knowledge.files import (
    TRANSLATIONS,
    FactEntry,
    FactsFile,
    MunicipalityFile,
    NoticesFile,
    TopicEntry,
    TopicsFile,
)
from knowledge.message import message
from knowledge.model import Knowledge, Language, Limits, Municipality, Notice, Topic, TopicOff
from knowledge.pictures import Picture
from knowledge.problem import Problem
from knowledge.reading import read_yaml, yaml_files
from knowledge.references import check_references
from knowledge.shared_files import MASKING
from knowledge.texts import Findings, load_language
from knowledge.validating import validated

M = TypeVar("M", bound=BaseModel)


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
        return None, [Problem(folder, 1, "(folder)", message("no_town"))]
    found = Findings()
    town = _typed(folder / "municipality.yaml", MunicipalityFile, found)
    facts = _typed(folder / "facts.yaml", FactsFile, found)
    topics = _typed(folder / "topics.yaml", TopicsFile, found)
    notices = _notices(folder, found)
    if town is not None and topics is not None:
        file_of = {topic: entry.file for topic, entry in topics.topics.items()}
        for code in town.languages:
            load_language(folder, code, file_of, found)
    if town is None or facts is None or topics is None or notices is None:
        return None, found.problems
    knowledge = Knowledge(
        folder=folder,
        municipality=_municipality(town),
        sources={name: Source(s.title, s.publisher, s.url) for name, s in facts.sources.items()},
        facts={name: _fact_group(name, entry) for name, entry in facts.facts.items()},
        topics=_topics(topics),
        snippets=found.snippets,
        phrases=found.phrases,
        phrase_places=found.phrase_places,
        notices=tuple(Notice(n.begins, n.ends, n.text) for n in notices.notices),
        topics_off=tuple(
            TopicOff(off.topic, off.since, off.until, off.reason) for off in notices.topics_off
        ),
        version=version_of(folder),
        names=tuple(facts.names),
        untranslated_phrases=found.untranslated_phrases,
    )
    return knowledge, [*found.problems, *check_references(knowledge)]


def version_of(folder: Path) -> str:
    """Return a hash of the town's files, without what changes no answer."""
    digest = hashlib.sha256()
    for file in yaml_files(folder):
        beside = file.stem in (TRANSLATIONS, MASKING)
        if "questions" not in file.relative_to(folder).parts and not beside:
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
        limits={code: Limits(e.answer, e.sentence) for code, e in town.limits.items()},
        side_by_side=tuple(town.side_by_side),
        map_search=town.map_search,
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
            compares=entry.compares,
            picture=_picture(entry),
            buttons=tuple(entry.buttons),
        )
        for topic_id, entry in file.topics.items()
    }


def _picture(entry: TopicEntry) -> Picture | None:
    given = entry.picture
    return None if given is None else Picture(given.shows, given.facts, given.labels)


def _fact_group(name: str, entry: FactEntry) -> FactGroup:
    return FactGroup(
        name=name,
        source=entry.source,
        unit=entry.unit,
        valid_until=entry.valid_until,
        as_of=entry.as_of,
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
