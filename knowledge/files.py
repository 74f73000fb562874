"""The shape of each file that staff edit: everything arrives as text and is typed here."""

import re
from datetime import date
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from knowledge.model import ContactButton, Kind, Status
from knowledge.pictures import Shows

# The files of a language's folder that hold no topics.
OWN_FILES = {"elsewhere": Kind.ELSEWHERE, "smalltalk": Kind.SMALLTALK}
INTERFACE = "interface"
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Strict(BaseModel):
    """Unknown keys are errors, so that a misspelt one is found."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _truth(value: object) -> object:
    if value in ("true", "false"):
        return value == "true"
    raise ValueError("write true or false")


def _day(value: object) -> object:
    """Keep pydantic from taking `2020` for seconds since 1970."""
    if isinstance(value, str) and ISO_DAY.fullmatch(value):
        return value
    raise ValueError("must be a date such as 2027-06-30")


def _https(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme != "https" or "." not in (parts.hostname or "") or re.search(r"\s", address):
        raise ValueError("must be an address such as https://www.example.se/budget")
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


class NoticeEntry(Strict):
    """A notice in notices.yaml."""

    begins: Day
    ends: Day
    text: dict[str, Text]


class NoticesFile(Strict):
    """notices.yaml."""

    notices: list[NoticeEntry] = []
    closed_topics: dict[str, Text] = {}


class YearWords(Strict):
    """Words that name a year, in cues.yaml."""

    this: list[Text] = []
    last: list[Text] = []
    next: list[Text] = []


class MunicipalityWords(Strict):
    """Words beside a municipality's name, in cues.yaml."""

    before: list[Text] = []
    after: list[Text] = []


class PhraseEntry(Strict):
    """Phrases around a name or a year, in a language's file."""

    asked: list[Text] = []
    passing: list[Text] = []


class CuesFile(Strict):
    """common/cues.yaml."""

    endings: list[Text] = []
    municipality_words: MunicipalityWords = MunicipalityWords()
    years: YearWords = YearWords()
    follow_ups: list[Text] = []
    joints: list[Text] = []


class NamesFile(Strict):
    """common/names.yaml."""

    kinds: dict[str, list[Text]]
    everyday_words: list[Text] = []


class ContextsFile(Strict):
    """common/contexts/<language>.yaml."""

    names: PhraseEntry = PhraseEntry()
    years: PhraseEntry = PhraseEntry()
