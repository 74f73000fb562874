"""The values that a municipality's folder is read into."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from knowledge.years import years_of


class Status(StrEnum):
    """How far a language has come."""

    DRAFT = "draft"
    PUBLISHED = "published"
    REVIEWED = "reviewed"
    UNDERSTOOD = "understood"


class Kind(StrEnum):
    """What a snippet is for."""

    TOPIC = "topic"
    ELSEWHERE = "elsewhere"
    SMALLTALK = "smalltalk"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file and a line, from 1."""

    file: Path
    line: int


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the town.

    `answers_in` is the language that most answers come in where this one is only understood.
    """

    code: str
    name: str
    locale: str
    status: Status
    steward: str
    answers_in: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How many words an answer and a sentence of it may have to be read with ease."""

    answer: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Municipality:
    """What the town is called, which clock it keeps, and which languages it answers in."""

    official: bool
    names: Mapping[str, str]
    also_called: tuple[str, ...]
    time_zone: str
    neighbour_time_zone: str
    country: str
    default_language: str
    languages: Mapping[str, Language]
    limits: Mapping[str, Limits] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that can be asked about."""

    id: str
    file: str
    facts: tuple[str, ...]
    source: str | None
    related: tuple[str, ...]
    owner: str
    review_by: date
    names: tuple[str, ...] = ()
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts come from."""

    title: str
    publisher: str


FactValue = str | Decimal | tuple[str, ...] | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FigureYear:
    """One year's figures."""

    values: Mapping[str, Decimal]
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts that share a source and a period; `years` instead of `values` for yearly figures."""

    name: str
    source: str
    unit: str
    valid_until: date | None
    assumed: bool
    values: Mapping[str, FactValue] = field(default_factory=dict)
    years: Mapping[int, FigureYear] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A text in one language; `answer` is a template, `None` where it is only understood.

    `untranslated` names the parts that still wait for their translation and are left empty.
    """

    id: str
    kind: Kind
    language: str
    title: str
    questions: tuple[str, ...]
    answer: str | None
    place: Place
    untranslated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A text for every answer from one day to another, both included."""

    begins: date
    ends: date
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that a town's folder holds. `snippets` are keyed by (language, id).

    `names` are names with a number in them, which texts may write as they are: Agenda 2030.
    """

    folder: Path
    municipality: Municipality
    sources: Mapping[str, Source]
    facts: Mapping[str, FactGroup]
    topics: Mapping[str, Topic]
    snippets: Mapping[tuple[str, str], Snippet]
    phrases: Mapping[str, Mapping[str, str]]
    phrase_places: Mapping[tuple[str, str], Place]
    notices: tuple[Notice, ...]
    closed: Mapping[str, str]
    version: str
    names: tuple[str, ...] = ()
    untranslated_phrases: Mapping[tuple[str, str], Place] = field(default_factory=dict)

    def snippet(self, snippet_id: str, language: str) -> Snippet | None:
        """Return the snippet, `None` where that language lacks it."""
        return self.snippets.get((language, snippet_id))

    @property
    def understood_languages(self) -> tuple[str, ...]:
        """All languages, in menu order."""
        return tuple(self.municipality.languages)

    @property
    def published_languages(self) -> tuple[str, ...]:
        """The languages that every answer comes in."""
        return tuple(
            code
            for code, language in self.municipality.languages.items()
            if language.status in (Status.PUBLISHED, Status.REVIEWED)
        )

    def known_years(self, topic_id: str) -> frozenset[int] | None:
        """Return the years that `topic_id` says something for, `None` where years say nothing."""
        years: set[int] = set()
        for name in self.topics[topic_id].facts:
            group = self.facts[name]
            years |= years_of(group.years, group.values, between=True)
        return frozenset(years) or None

    @property
    def named_years(self) -> frozenset[int]:
        """The years that stand in the facts themselves."""
        named = (years_of(g.years, g.values, between=False) for g in self.facts.values())
        return frozenset().union(*named)
