"""Names in a town's files that must lead somewhere: facts, sources, topics, languages, zones."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge.hours import WEEKDAYS
from knowledge.model import Knowledge, Status
from knowledge.problem import Problem
from knowledge.questions import ELSEWHERE, ELSEWHERE_KINDS, SMALLTALK, TestQuestion
from knowledge.reading import Document, read_yaml
from knowledge.validating import did_you_mean


@dataclass(frozen=True, slots=True)
class TownFiles:
    """The files that references stand in, for their lines."""

    municipality: Document
    facts: Document
    topics: Document
    notices: Document

    @classmethod
    def read(cls, folder: Path) -> "TownFiles":
        """Read the files of `folder` once more."""
        names = ("municipality", "facts", "topics", "notices")
        return cls(*(read_yaml(folder / f"{name}.yaml", folder) for name in names))


def check_references(knowledge: Knowledge) -> Iterator[Problem]:
    """Find every name in the town's own files that leads nowhere."""
    files = TownFiles.read(knowledge.folder)
    yield from _topics(knowledge, files.topics)
    yield from _facts(knowledge, files.facts)
    yield from _hours(knowledge, files.facts)
    yield from _municipality(knowledge, files.municipality)
    yield from _languages(knowledge, files.municipality)
    yield from _notices(knowledge, files.notices)


def check_question_keys(
    knowledge: Knowledge, questions: Collection[TestQuestion]
) -> Iterator[Problem]:
    """Find test questions under a key or in a language that does not exist."""
    languages = knowledge.municipality.languages
    for question in questions:
        known: Collection[str] = knowledge.topics
        key = question.topic or question.kind
        if question.group == ELSEWHERE:
            known = ELSEWHERE_KINDS
        elif question.group == SMALLTALK:
            known = (SMALLTALK,)
        unknown = [_unknown(key, known)] if key not in known else []
        if question.language not in languages:
            unknown.append(f"municipality.yaml has no language {question.language!r}")
        for message in unknown:
            yield Problem(question.place.file, question.place.line, key, message)


def _unknown(name: str, known: Collection[str]) -> str:
    return f"there is no {name!r}{did_you_mean(name, list(known))}"


def _topics(knowledge: Knowledge, file: Document) -> Iterator[Problem]:
    for name, topic in knowledge.topics.items():
        here = ("topics", name)
        references = (
            (topic.facts, "facts", knowledge.facts),
            (topic.related, "related", knowledge.topics),
        )
        for ids, key, known in references:
            for at, wanted in enumerate(ids):
                if wanted not in known:
                    yield file.problem((*here, key, at), _unknown(wanted, list(known)))
        if topic.source is not None and topic.source not in knowledge.sources:
            yield file.problem((*here, "source"), _unknown(topic.source, knowledge.sources))
        if not topic.facts and topic.source is None:
            yield file.problem(
                here, "has neither `facts` nor `source`: say where its text comes from"
            )


def _facts(knowledge: Knowledge, file: Document) -> Iterator[Problem]:
    for name, group in knowledge.facts.items():
        here = ("facts", name)
        if group.source not in knowledge.sources:
            yield file.problem((*here, "source"), _unknown(group.source, knowledge.sources))
        if group.values and group.years:
            yield file.problem(here, "has both `values` and `years`: make two groups of it")
        for year, figures in group.years.items():
            where = (*here, "years", str(year))
            if not figures.values:
                yield file.problem(where, "has no values: add them, or take the year away")
            for key, amount in figures.values.items():
                if not amount.is_finite():
                    yield file.problem((*where, "values", key), "must be a number such as 252.9")


def _hours(knowledge: Knowledge, file: Document) -> Iterator[Problem]:
    if "hours" not in knowledge.facts:
        return
    hours = knowledge.facts["hours"].values
    times = []
    for key in ("opens", "closes"):
        try:
            times.append(time.fromisoformat(str(hours.get(key))))
        except ValueError:
            yield file.problem(("facts", "hours", "values", key), "must be a time such as 08:00")
    if len(times) == 2 and times[0] >= times[1]:
        yield file.problem(("facts", "hours", "values", "closes"), "must be later than `opens`")
    yield from _days(knowledge, file)


def _days(knowledge: Knowledge, file: Document) -> Iterator[Problem]:
    here = ("facts", "office_days", "values", "days")
    group = knowledge.facts.get("office_days")
    days = group.values.get("days", ()) if group else ()
    if not isinstance(days, tuple):
        yield file.problem(here, "must be a list of days: [monday, tuesday]")
        return
    for at, day in enumerate(days):
        if day not in WEEKDAYS:
            yield file.problem((*here, at), _unknown(day, WEEKDAYS))


def _municipality(knowledge: Knowledge, file: Document) -> Iterator[Problem]:
    town = knowledge.municipality
    if town.default_language not in town.languages:
        yield file.problem(("default_language",), _unknown(town.default_language, town.languages))
    if town.default_language not in town.names:
        yield file.problem(("names",), f"add the name in {town.default_language!r}")
    for code in town.names:
        if code not in town.languages:
            yield file.problem(("names", code), _unknown(code, town.languages))
    for key in ("time_zone", "neighbour_time_zone"):
        zone = getattr(town, key)
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            yield file.problem(
                (key,), f"{zone!r} is no time zone: write one such as Europe/Stockholm"
            )
    if not _has_calendar(town.country):
        yield file.problem(("country",), f"no holidays are known for {town.country!r}")


def _has_calendar(country: str) -> bool:
    from holidays import list_supported_countries  # noqa: PLC0415  # slow to import

    return country in list_supported_countries()


def _languages(knowledge: Knowledge, file: Document) -> Iterator[Problem]:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  # slow to import

    for code, language in knowledge.municipality.languages.items():
        here = ("languages", code)
        try:
            Locale.parse(language.locale)
        except (UnknownLocaleError, ValueError):
            message = f"{language.locale!r} is unknown: write one such as sv_SE"
            yield file.problem((*here, "locale"), message)
        if language.status is not Status.UNDERSTOOD:
            if language.answers_in is not None:
                yield file.problem((*here, "answers_in"), "is for languages that are `understood`")
        elif language.answers_in not in knowledge.published_languages:
            message = "must name a published language: the one that other answers come in"
            yield file.problem((*here, "answers_in"), message)
        if not (knowledge.folder / code).is_dir():
            yield file.problem(here, f"has no folder: make {code}/ beside this file")


def _notices(knowledge: Knowledge, file: Document) -> Iterator[Problem]:
    languages = knowledge.municipality.languages
    for at, notice in enumerate(knowledge.notices):
        if notice.begins > notice.ends:
            yield file.problem(
                ("notices", at, "ends"), "is before it begins: change one of the days"
            )
        for code in notice.text:
            if code not in languages:
                yield file.problem(("notices", at, "text", code), _unknown(code, languages))
        missing = [code for code in knowledge.published_languages if code not in notice.text]
        if missing:
            yield file.problem(
                ("notices", at, "text"), f"is missing in {', '.join(missing)}: add it"
            )
    for topic in knowledge.closed:
        if topic not in knowledge.topics:
            yield file.problem(("closed_topics", topic), _unknown(topic, knowledge.topics))
