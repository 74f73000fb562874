"""The values that a municipality's folder is read into."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from knowledge.facts import FactGroup, Source
from knowledge.pictures import Picture
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


class ContactButton(StrEnum):
    """What a button under an answer does with the town's contact details."""

    PHONE = "phone"
    EMAIL = "email"
    CARD = "card"
    MAP = "map"


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
    """What the town is called, which clock it keeps, and which languages it answers in.

    `side_by_side` are the languages that an answer is shown in beside another; `map_search` is an
    https address with `{address}` in the place of what to look for.
    """

    official: bool
    names: Mapping[str, str]
    also_called: tuple[str, ...]
    time_zone: str
    neighbour_time_zone: str
    country: str
    default_language: str
    languages: Mapping[str, Language]
    limits: Mapping[str, Limits] = field(default_factory=dict)
    side_by_side: tuple[str, ...] = ()
    map_search: str | None = None


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
    compares: bool = False
    picture: Picture | None = None
    buttons: tuple[ContactButton, ...] = ()


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
class TopicOff:
    """A topic, or a family of them, taken out from one day to another, both included.

    `until` is `None` where nobody has said for how long; `reason` may lack a language.
    """

    topic: str
    since: date
    until: date | None = None
    reason: Mapping[str, str] = field(default_factory=dict)

    def covers(self, topic_id: str) -> bool:
        """Whether `topic_id` is the topic itself or one of its family."""
        return topic_id == self.topic or topic_id.startswith(f"{self.topic}.")

    def holds(self, today: date) -> bool:
        """Whether it is taken out on that day."""
        return self.since <= today and (self.until is None or today <= self.until)


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
    topics_off: tuple[TopicOff, ...]
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

    @property
    def answering_languages(self) -> tuple[str, ...]:
        """The languages that answers come in, drafts included."""
        languages = self.municipality.languages.values()
        return tuple(each.code for each in languages if each.status is not Status.UNDERSTOOD)

    def known_years(self, topic_id: str) -> frozenset[int] | None:
        """Return the years that `topic_id` says something for, `None` where years say nothing."""
        years: set[int] = set()
        for name in self.topics[topic_id].facts:
            group = self.facts[name]
            years |= years_of(group.years, group.values, between=True)
        return frozenset(years) or None

    @property
    def figure_years(self) -> frozenset[int]:
        """The years that there are figures for."""
        return frozenset().union(*(group.years for group in self.facts.values()))

    @property
    def named_years(self) -> frozenset[int]:
        """The years that stand in the facts themselves."""
        named = (years_of(g.years, g.values, between=False) for g in self.facts.values())
        return frozenset().union(*named)
