"""The knowledge as the templates of one language see it at one moment."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from jinja2.exceptions import TemplateError

from knowledge import formats
from knowledge.allowance import Allowance
from knowledge.bidi import is_right_to_left, isolate
from knowledge.errors import RenderingError
from knowledge.figures import Facts
from knowledge.filters import VIEW
from knowledge.hours import OfficeHours
from knowledge.message import message
from knowledge.model import Knowledge, Status
from knowledge.templates import compiled

LONGEST_OUTPUT = 3_500
# A text is counted to its end up to here, so that an editor is told how long it is.
STOPPED_AT = 10 * LONGEST_OUTPUT


class Lazy:
    """A text that is made only if a template prints it."""

    def __init__(self, make: Callable[[], str]) -> None:
        self._make = make

    def __str__(self) -> str:
        return self._make()


@dataclass(frozen=True)
class LanguageView:
    """One language at one moment; `phrase_in` and `title_in` look further than this language.

    `asked` are the years that the question named, the last one last, and `facts` what a template
    sees of the facts for them.
    """

    knowledge: Knowledge
    facts: Mapping[str, Facts]
    office: OfficeHours | None
    language: str
    now: datetime
    asked: tuple[int, ...]
    phrase_in: Callable[..., str]
    title_in: Callable[[str, str], str]
    allowance: Allowance

    @property
    def locale(self) -> str:
        """How this language writes numbers and dates."""
        return self.knowledge.municipality.languages[self.language].locale

    def render(self, template: str, values: Mapping[str, object]) -> str:
        """Return the text; raises `RenderingError`."""
        try:
            with self.allowance.text():
                text = self._filled(template, values)
        except (
            TemplateError,
            TypeError,
            ValueError,
            KeyError,
            ArithmeticError,
            RecursionError,
        ) as error:
            raise RenderingError(message("cannot_be_made", detail=str(error))) from error
        if len(text) > LONGEST_OUTPUT:
            raise RenderingError(message("text_too_long", count=len(text), most=LONGEST_OUTPUT))
        text = re.sub(r"\n{3,}", "\n\n", text)  # around a paragraph that an `if` left out
        return isolate(text.strip()) if is_right_to_left(self.locale) else text.strip()

    def _filled(self, template: str, values: Mapping[str, object]) -> str:
        if "{" not in template:  # most labels and many phrases: nothing to fill in
            return template
        return _bounded(compiled(template).generate({**self._names(), **values, VIEW: self}))

    def phrase(self, key: str, /, **values: object) -> str:
        """Return one of the bot's own phrases in this language."""
        return self.phrase_in(key, self.language, self.now, **values)

    def clock(self, moment: time) -> str:
        """Return a time of the town's day."""
        return formats.clock_text(moment, self.locale)

    def neighbour_clock(self, moment: time) -> str:
        """Return the same moment, today, on the neighbour's clock."""
        town = self.knowledge.municipality
        here = datetime.combine(self._today(), moment, ZoneInfo(town.time_zone))
        return formats.clock_text(here.astimezone(ZoneInfo(town.neighbour_time_zone)), self.locale)

    def _today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.knowledge.municipality.time_zone)).date()

    def _names(self) -> dict[str, object]:
        town = self.knowledge.municipality
        answering = [
            known.name for known in town.languages.values() if known.status is not Status.UNDERSTOOD
        ]
        return {
            **self.facts,
            "official": town.official,
            "municipality": town.names.get(self.language, town.names[town.default_language]),
            "languages": ", ".join(answering),
            "asked_year": self.asked[-1] if self.asked else None,
            "title": lambda topic: self.title_in(topic, self.language),
            "phrase": self.phrase,
            "open_now": Lazy(self._open_now),
        }

    def _open_now(self) -> str:
        if self.office is None:
            raise ValueError("open_now needs the group `hours` in facts.yaml")
        state = self.office.state(self.now)
        day = state.changes_at.date()
        here = self.clock(state.changes_at.time())
        there = self.neighbour_clock_at(state.changes_at)
        if state.open:
            return self.phrase("open_now", closes=here, closes_neighbour=there)
        ahead = (day - self._today()).days
        key = {0: "closed_opens_today", 1: "closed_opens_tomorrow"}.get(ahead, "closed_opens_later")
        return self.phrase(
            key,
            opens=here,
            opens_neighbour=there,
            weekday=formats.weekday_text(day, self.locale),
            date=formats.date_text(day, self.locale),
        )

    def neighbour_clock_at(self, moment: datetime) -> str:
        """Return the neighbour's time at `moment`."""
        zone = ZoneInfo(self.knowledge.municipality.neighbour_time_zone)
        return formats.clock_text(moment.astimezone(zone), self.locale)


def _bounded(parts: Iterator[str]) -> str:
    """Return the parts as one text, without going on where it is far too long."""
    text, length = [], 0
    for part in parts:
        text.append(part)
        length += len(part)
        if length > STOPPED_AT:
            break
    return "".join(text)
