"""What a town has to say, whatever is asked: its topics, and what doors must know of them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.answering.markup import html_of
from knowledge.digests import digest_of
from knowledge.formats import clock_text, date_text
from knowledge.model import Knowledge, TopicOff
from knowledge.rendering import Renderer


class Catalogue:
    """The topics of one snapshot of knowledge."""

    def __init__(self, knowledge: Knowledge, renderer: Renderer) -> None:
        self._knowledge = knowledge
        self._renderer = renderer

    @property
    def families(self) -> tuple[str, ...]:
        """The first topic of each file, and help in distress: where to begin."""
        first: dict[str, str] = {}
        return tuple(
            topic.id
            for topic in self._knowledge.topics.values()
            if first.setdefault(topic.file, topic.id) == topic.id or topic.urgent
        )

    def title(self, topic: str, language: str) -> str:
        """Return a topic's title in `language`, or in the nearest language that has one."""
        return self._renderer.title(topic, language)

    def is_urgent(self, topic: str) -> bool | None:
        """Return whether `topic` is help in distress, `None` where the town has no such topic."""
        known = self._knowledge.topics.get(topic)
        return None if known is None else known.urgent

    def covered_by(self, name: str) -> tuple[str, ...]:
        """Return the topics that are `name` or of its family."""
        off = TopicOff(name, date.min)
        return tuple(topic for topic in self._knowledge.topics if off.covers(topic))

    def day(self, now: datetime) -> date:
        """Return the day that it is in the town."""
        return now.astimezone(ZoneInfo(self._knowledge.municipality.time_zone)).date()

    def facts_digest(self, topic: str) -> str | None:
        """Return what tells the facts of `topic` from others, `None` where it rests on none."""
        known = self._knowledge.topics.get(topic)
        if known is None or not known.facts:
            return None
        return digest_of(self._knowledge.facts[name] for name in known.facts)

    def stamp(self, language: str, now: datetime) -> str:
        """Return, as HTML, from whom and when a text is, by the town's clock.

        A language that is only understood has it in the language that it is answered in.
        """
        town = self._knowledge.municipality
        answers_in = town.languages[language].answers_in
        own = answers_in is None or self._renderer.has_phrase("stamp", language)
        answering = language if own or answers_in is None else answers_in
        here, locale = now.astimezone(ZoneInfo(town.time_zone)), town.languages[answering].locale
        moment = {"date": date_text(here.date(), locale), "time": clock_text(here, locale)}
        return html_of(self._renderer.phrase("stamp", answering, now, **moment))
