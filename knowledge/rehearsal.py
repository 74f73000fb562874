"""Every text made once at each kind of moment, so that none fails before a resident."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from knowledge.dangling import dangling_in
from knowledge.errors import RenderingError
from knowledge.facts import FactGroup, FigureYear
from knowledge.hints import hint_of
from knowledge.message import Message, message
from knowledge.model import Knowledge, Snippet
from knowledge.problem import Problem
from knowledge.references.lines import TOPICS, Lines
from knowledge.rendering import Renderer
from knowledge.templates import names_in

# What the program puts into each phrase; any other name in it is a mistake.
PHRASE_VALUES: Mapping[str, tuple[str, ...]] = {
    "too_many": ("seconds",),
    "source": ("source",),
    "both": ("topic",),
    "period_until": ("date",),
    "period_past": ("date",),
    "msek": ("number",),
    "kilobytes": ("number",),
    "megabytes": ("number",),
    "open_now": ("closes", "closes_neighbour"),
    "closed_opens_today": ("opens", "opens_neighbour", "weekday", "date"),
    "closed_opens_tomorrow": ("opens", "opens_neighbour", "weekday", "date"),
    "closed_opens_later": ("opens", "opens_neighbour", "weekday", "date"),
    "language_chosen": ("language",),
    "answered_in": ("language",),
    "kronor": ("number",),
    "stamp": ("date", "time"),
    "period_earlier": ("date", "year"),
    "more_than": ("amount", "percent", "year"),
    "less_than": ("amount", "percent", "year"),
    "same_as": ("year",),
    "new_since": ("year",),
}
PICTURE_TITLE, PICTURE_VALUES = "picture.", ("year", "earlier")
# How long a phrase may be where Telegram or a narrow button sets the limit.
LIMITS = {"bot.name": 40, "bot.description": 500, "bot.short_description": 110,
          "rated": 200, "rated_why": 200, "followed": 200, "unfollowed": 200}  # fmt: skip
LONGEST_COMMAND = 60
NAMES = ("official", "municipality", "languages", "asked_year", "title", "phrase", "open_now")
UNKNOWN_YEAR = 1999
# Open, early, late, the evening before Midsummer's Eve, a Saturday (2026, SE): any year would do.
DAYS = ((date(2026, 3, 4), time(10)), (date(2026, 3, 4), time(5)), (date(2026, 3, 4), time(20)),
        (date(2026, 6, 18), time(20)), (date(2026, 10, 24), time(12)))  # fmt: skip

Round = tuple[Renderer, datetime, tuple[int, ...]]


def values_of(key: str) -> tuple[str, ...]:
    """Return the names of what the program puts into a phrase."""
    return PICTURE_VALUES if key.startswith(PICTURE_TITLE) else PHRASE_VALUES.get(key, ())


def check_rendering(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Find texts that cannot be made, each told once."""
    rehearsal = Rehearsal(knowledge)
    for snippet in knowledge.snippets.values():
        for what in _answer_faults(rehearsal, snippet) if snippet.answer else ():
            yield lines.in_snippet(snippet, ("answer",), what)
    for (language, key), place in knowledge.phrase_places.items():
        for what in _phrase_faults(rehearsal, language, key):
            yield Problem(place.file, place.line, key, what)
    for topic in knowledge.topics.values():
        for what in _picture_faults(rehearsal, topic.id):
            yield lines.problem(TOPICS, ("topics", topic.id, "picture"), what)


def moments_of(knowledge: Knowledge) -> tuple[list[datetime], list[datetime]]:
    """Return moments when the office is open or closed, and each fact's last day and the next."""
    zone = ZoneInfo(knowledge.municipality.time_zone)
    last = sorted({day for group in knowledge.facts.values() for day in _ends_of(group)})
    expiries = [(day + timedelta(days=after), time(12)) for day in last for after in (0, 1)]
    days, expired = (
        [datetime.combine(day, hour, zone) for day, hour in moments] for moments in (DAYS, expiries)
    )
    return days, expired


def _ends_of(group: FactGroup) -> set[date]:
    """Return the last days of a group's facts."""
    ends = {group.valid_until, *(figures.valid_until for figures in group.years.values())}
    return {day for day in ends if day is not None}


class Rehearsal:
    """Says with what a text is tried: as much as it depends on."""

    def __init__(self, knowledge: Knowledge) -> None:
        town = knowledge.municipality
        # A topic that is taken out comes back: its texts must hold.
        knowledge = replace(knowledge, topics_off=())
        other = replace(knowledge, municipality=replace(town, official=not town.official))
        self.knowledge = knowledge
        self.renderer = Renderer(knowledge)
        self._other = Renderer(other)
        self._next = Renderer(_with_another_year(knowledge))
        self._days, self._expiries = moments_of(knowledge)
        groups = knowledge.facts.values()
        self._newest = tuple(max(group.years) for group in groups if group.years)
        years = sorted({year for group in groups for year in group.years})
        self._asked = [*((year,) for year in (UNKNOWN_YEAR, *years)), (*years[:1], *years[-1:])]
        dated = {group.name for group in groups if _ends_of(group)}
        topics = knowledge.topics.values()
        self._dated = {topic.id for topic in topics if not dated.isdisjoint(topic.facts)}
        self._yearly = {"asked_year", *(group.name for group in groups if group.years)}

    def rounds(self, snippet: Snippet) -> Iterator[Round]:
        """Return moments, asked years and both states of `official`, where they matter."""
        names = names_in(snippet.answer or "")
        for moment in self._days if "open_now" in names else self._days[:1]:
            yield self.renderer, moment, ()
        for moment in self._expiries if snippet.id in self._dated else ():
            yield self.renderer, moment, ()
        if names & self._yearly:
            yield from ((self.renderer, self._days[0], asked) for asked in self._asked)
            yield from ((self._next, self._days[0], asked) for asked in ((), self._newest))
        if "official" in names:
            yield self._other, self._days[0], ()

    def phrase(self, language: str, key: str) -> str:
        """Return a phrase with the names of its values in their place."""
        values = {name: name for name in values_of(key)}
        return self.renderer.phrase(key, language, self._days[0], **values)

    def picture(self, topic: str, language: str) -> None:
        """Make what a topic's picture shows, this year and with another year's figures."""
        for renderer in (self.renderer, self._next):
            renderer.chart(topic, language, self._days[0])


def _with_another_year(knowledge: Knowledge) -> Knowledge:
    """Return the knowledge as it will be with next year's figures: none may wait until then."""
    facts = {
        name: replace(group, years={**group.years, max(group.years) + 1: _newest(group)})
        if group.years
        else group
        for name, group in knowledge.facts.items()
    }
    return replace(knowledge, facts=facts)


def _newest(group: FactGroup) -> FigureYear:
    return group.years[max(group.years)]


def _answer_faults(rehearsal: Rehearsal, snippet: Snippet) -> list[Message]:
    """Return why an answer cannot be made."""
    knowledge = rehearsal.knowledge
    try:
        if dangling := dangling_in(snippet.answer or "", knowledge, NAMES):
            return dangling
        for renderer, now, asked in rehearsal.rounds(snippet):
            if not renderer.answer(snippet.id, snippet.language, now, asked).body:
                return [message("says_nothing", moment=f"{now:%Y-%m-%d %H:%M}")]
    except RenderingError as error:
        return [hint_of(error, knowledge)]
    return []


def _phrase_faults(rehearsal: Rehearsal, language: str, key: str) -> list[Message]:
    """Return why a phrase cannot be made or does not fit."""
    knowledge = rehearsal.knowledge
    template = knowledge.phrases[language][key]
    try:
        known = (*NAMES, *values_of(key))
        if dangling := dangling_in(template, knowledge, known):
            return dangling
        text = rehearsal.phrase(language, key)
    except RenderingError as error:
        return [hint_of(error, knowledge)]
    longest = LONGEST_COMMAND if key.startswith("command.") else LIMITS.get(key, len(text))
    if len(text) > longest:
        return [message("too_many_characters", count=len(text), most=longest)]
    return []


def _picture_faults(rehearsal: Rehearsal, topic: str) -> list[Message]:
    """Return why a topic's picture cannot be made."""
    try:
        for language in rehearsal.knowledge.published_languages:
            rehearsal.picture(topic, language)
    except RenderingError as error:
        return [hint_of(error, rehearsal.knowledge)]
    return []
