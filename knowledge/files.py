"""The shape of each file that staff edit: everything arrives as text and is typed here."""

import re
from datetime import date
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
)
from pydantic_core import PydanticCustomError

from knowledge.model import ContactButton, Kind, Status
from knowledge.pictures import Shows

# The files of a language's folder that hold no topics.
OWN_FILES = {"elsewhere": Kind.ELSEWHERE, "smalltalk": Kind.SMALLTALK}
INTERFACE = "interface"
TRANSLATIONS = "translations"
# Before a text that still is in another language, as `~sv~`: nobody is served it.
MARK = re.compile(r"~([a-z]{2,3}|write)~\s*")
# Before a text that nobody has written yet: an answer of a topic just begun, a test question.
TO_WRITE = "~write~"
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Strict(BaseModel):
    """Unknown keys are errors, so that a misspelt one is found."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _truth(value: object) -> object:
    if value in ("true", "false"):
        return value == "true"
    raise PydanticCustomError("truth", "neither true nor false")


def _day(value: object) -> object:
    """Keep pydantic from taking `2020` for seconds since 1970."""
    if isinstance(value, str) and ISO_DAY.fullmatch(value):
        return value
    raise PydanticCustomError("date", "not a date")


def _https(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme != "https" or "." not in (parts.hostname or "") or re.search(r"\s", address):
        raise PydanticCustomError("address", "not an https address")
    return address


Day = Annotated[date, BeforeValidator(_day)]
Truth = Annotated[bool, BeforeValidator(_truth)]
Text = Annotated[str, Field(min_length=1)]
Address = Annotated[str, AfterValidator(_https)]


class LanguageEntry(Strict):
    """A language in municipality.yaml."""

    name: Text
    locale: Text
    status: Status
    steward: Text = "vacant"
    answers_in: str | None = None


class LimitsEntry(Strict):
    """How long a language's texts may be in municipality.yaml, in words."""

    answer: Annotated[int, Field(gt=0)]
    sentence: Annotated[int, Field(gt=0)]


class MunicipalityFile(Strict):
    """municipality.yaml."""

    official: Truth
    names: dict[str, Text]
    also_called: list[Text] = []
    time_zone: Text
    neighbour_time_zone: Text
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    default_language: Text
    languages: Annotated[dict[str, LanguageEntry], Field(min_length=1)]
    limits: dict[str, LimitsEntry] = {}
    side_by_side: list[Text] = []
    map_search: Address | None = None


class SourceEntry(Strict):
    """A source in facts.yaml."""

    title: Text
    publisher: Text
    url: Address | None = None


class YearEntry(Strict):
    """One year's figures in facts.yaml."""

    valid_until: Day | None = None
    values: dict[str, Text]


class FactEntry(Strict):
    """A group of facts in facts.yaml."""

    source: Text
    unit: str = ""
    valid_until: Day | None = None
    as_of: Day | None = None
    assumed: Truth = False
    values: dict[str, Text | list[Text] | dict[str, Text]] = {}
    years: dict[int, YearEntry] = {}


class FactsFile(Strict):
    """facts.yaml."""

    sources: dict[str, SourceEntry]
    names: list[Text] = []
    facts: dict[str, FactEntry]


class PictureEntry(Strict):
    """A topic's picture in topics.yaml."""

    shows: Shows
    facts: Text
    labels: Text


class TopicEntry(Strict):
    """A topic in topics.yaml."""

    file: Text
    facts: list[Text] = []
    source: str | None = None
    related: list[Text] = []
    owner: Text
    review_by: Day
    names: list[Text] = []
    urgent: Truth = False
    compares: Truth = False
    picture: PictureEntry | None = None
    buttons: list[ContactButton] = []


class TopicsFile(Strict):
    """topics.yaml."""

    topics: Annotated[dict[str, TopicEntry], Field(min_length=1)]


class SnippetEntry(Strict):
    """A topic, a kind of elsewhere or of small talk in a language's folder."""

    title: str = ""
    questions: list[Text] = []
    answer: str | None = None


class TextsFile(RootModel[dict[str, SnippetEntry]]):
    """A file of texts in a language's folder: an entry for each topic or kind, by its id."""


class InterfaceFile(RootModel[dict[str, Text]]):
    """interface.yaml in a language's folder: the bot's own phrases by their key."""


class QuestionsFile(RootModel[dict[str, list[Text]]]):
    """A file of test questions: a list for each topic or kind, by its id."""


class KnownFailuresFile(RootModel[list[Text]]):
    """known_failures.yaml: the names of test questions that are known to go wrong."""


class TranslationEntry(Strict):
    """Which text a translation follows, and which state of itself its steward has read."""

    source: str = ""
    reviewed: str = ""


class TranslationsFile(RootModel[dict[str, TranslationEntry]]):
    """translations.yaml in a language's folder: an entry for each text, by its id."""


class NoticeEntry(Strict):
    """A notice in notices.yaml."""

    begins: Day
    ends: Day
    text: dict[str, Text]


class TopicOffEntry(Strict):
    """A topic that is taken out, in notices.yaml."""

    topic: Text
    since: Day
    until: Day | None = None
    reason: dict[str, Text] = {}


class NoticesFile(Strict):
    """notices.yaml."""

    notices: list[NoticeEntry] = []
    topics_off: list[TopicOffEntry] = []
