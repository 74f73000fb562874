"""Knowledge, a language and a moment to text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache, partial
from zoneinfo import ZoneInfo

from knowledge import formats
from knowledge.allowance import Allowance
from knowledge.charts import build_chart
from knowledge.errors import RenderingError
from knowledge.facts import FactGroup, Source
from knowledge.figures import Facts, facts_of, spanning, year_of
from knowledge.hours import WEEKDAYS, OfficeHours
from knowledge.message import message
from knowledge.model import Kind, Knowledge, Snippet, Topic, TopicOff
from knowledge.pictures import Chart
from knowledge.view import LanguageView

# For so many different years that were asked about, facts are held as templates see them.
ASKED_KEPT = 64


@dataclass(frozen=True, slots=True)
class Rendered:
    """A snippet as plain paragraphs: the body, and the lines that go with it ("" where none).

    `off` says that its topic is taken out for now, and that the body says so.
    """

    title: str
    body: str
    source: str
    period: str
    notice: str
    language: str
    off: bool = False

    @property
    def text(self) -> str:
        """Everything but the title, with blank lines between."""
        return "\n\n".join(part for part in (self.notice, self.bare) if part)

    @property
    def bare(self) -> str:
        """The body with its source and period, and nothing before it."""
        ending = "\n".join(line for line in (self.source, self.period) if line)
        return "\n\n".join(part for part in (self.body, ending) if part)


class Renderer:
    """Renders the snippets and phrases of one snapshot of knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._office = office_of(knowledge)
        # One answer is made of a dozen texts, and most questions name no year.
        self._facts = lru_cache(maxsize=ASKED_KEPT)(partial(_facts_for, knowledge))
        # What staff took out from a chat; replaced as a whole.
        self.switched: tuple[TopicOff, ...] = ()

    def answer(
        self, snippet_id: str, language: str, now: datetime, asked: tuple[int, ...] = ()
    ) -> Rendered:
        """Return a snippet at `now` (aware) for the years `asked`, the newest without.

        Raises `RenderingError` where there is none.
        """
        snippet = self._snippet(snippet_id, language)
        topic = self._knowledge.topics.get(snippet_id)
        groups = self._groups(topic)
        view = self._view(snippet.language, now, self._shown(topic, asked))
        off = self.off(snippet_id, now)
        if off is not None:
            reason = off.reason.get(snippet.language, "")
            body = "\n\n".join(part for part in (view.phrase("topic_off"), reason) if part)
            notice = self.notice(snippet.language, now)
            return Rendered(snippet.title, body, "", "", notice, snippet.language, off=True)
        return Rendered(
            title=snippet.title,
            body=view.render(snippet.answer or "", {}),
            source=self._source_line(snippet, groups, view),
            period=self._period_line(groups, view),
            notice=self.notice(snippet.language, now),
            language=snippet.language,
        )

    def chart(
        self, topic_id: str, language: str, now: datetime, asked: tuple[int, ...] = ()
    ) -> Chart | None:
        """Return the picture that goes with a topic's answer, `None` where it has none."""
        topic = self._knowledge.topics[topic_id]
        if topic.picture is None or self.off(topic_id, now) is not None:
            return None
        snippet = self._snippet(topic_id, language)
        view = self._view(snippet.language, now, self._shown(topic, asked))
        groups = [self._knowledge.facts[topic.picture.facts]]
        lines = (self._source_line(snippet, groups, view), self._period_line(groups, view))
        return build_chart(topic.picture, view, "\n".join(line for line in lines if line))

    def phrase(self, key: str, language: str, now: datetime, /, **values: object) -> str:
        """Return one of the bot's own phrases; raises `RenderingError` where there is none."""
        return self._phrase_within(Allowance(), key, language, now, **values)

    def _phrase_within(
        self, allowance: Allowance, key: str, language: str, now: datetime, /, **values: object
    ) -> str:
        """Return a phrase that counts towards the text that it stands in."""
        for code in self._fallbacks(language):
            if key in self._knowledge.phrases.get(code, {}):
                view = self._view(code, now, (), allowance)
                return view.render(self._knowledge.phrases[code][key], values)
        raise RenderingError(message("no_phrase_for", key=key, language=language))

    def has_phrase(self, key: str, language: str) -> bool:
        """Whether `language` itself has the phrase."""
        return key in self._knowledge.phrases.get(language, {})

    def off(self, topic_id: str, now: datetime) -> TopicOff | None:
        """Return by what a topic is taken out at `now`; urgent help never is."""
        topic = self._knowledge.topics.get(topic_id)
        if topic is None or topic.urgent:
            return None
        today = self._today(now)
        every = (*self.switched, *self._knowledge.topics_off)
        return next((off for off in every if off.covers(topic_id) and off.holds(today)), None)

    def title(self, snippet_id: str, language: str) -> str:
        """Return a snippet's title in `language`, or in the nearest language that has one."""
        for code in self._fallbacks(language):
            snippet = self._knowledge.snippet(snippet_id, code)
            if snippet is not None and snippet.title:
                return snippet.title
        raise RenderingError(message("no_topic_titled", name=snippet_id, hint=""))

    def sources(self, topic_id: str) -> list[Source]:
        """Return what a topic's text rests on, each once."""
        topic = self._knowledge.topics[topic_id]
        found = self._sources(self._groups(topic))
        return found or ([self._knowledge.sources[topic.source]] if topic.source else [])

    def _sources(self, groups: list[FactGroup]) -> list[Source]:
        names = dict.fromkeys(group.source for group in groups)
        return [self._knowledge.sources[name] for name in names]

    def _groups(self, topic: Topic | None) -> list[FactGroup]:
        return [self._knowledge.facts[name] for name in topic.facts] if topic else []

    def _shown(self, topic: Topic | None, asked: tuple[int, ...]) -> tuple[int, ...]:
        return spanning(self._groups(topic), asked) if topic and topic.compares else asked

    def _view(
        self,
        language: str,
        now: datetime,
        asked: tuple[int, ...],
        allowance: Allowance | None = None,
    ) -> LanguageView:
        allowance = allowance or Allowance()
        phrase = partial(self._phrase_within, allowance)
        return LanguageView(
            knowledge=self._knowledge,
            facts=self._facts(asked),
            office=self._office,
            language=language,
            now=now,
            asked=asked,
            phrase_in=phrase,
            title_in=self.title,
            allowance=allowance,
        )

    def _snippet(self, snippet_id: str, language: str) -> Snippet:
        for code in self._fallbacks(language):
            snippet = self._knowledge.snippet(snippet_id, code)
            if snippet is not None and snippet.answer:
                return snippet
        raise RenderingError(message("no_answer_in", name=snippet_id, language=language))

    def _fallbacks(self, language: str) -> Iterator[str]:
        yield language
        known = self._knowledge.municipality.languages.get(language)
        if known is not None and known.answers_in:
            yield known.answers_in
        yield self._knowledge.municipality.default_language

    def _source_line(self, snippet: Snippet, groups: list[FactGroup], view: LanguageView) -> str:
        if snippet.kind is not Kind.TOPIC:
            return ""
        sources = self._sources(groups) or self.sources(snippet.id)
        titles = "; ".join(f"{source.title} ({source.publisher})" for source in sources)
        return view.phrase("source", source=titles) if titles else ""

    def _period_line(self, groups: list[FactGroup], view: LanguageView) -> str:
        days = [day for group in groups if (day := _valid_until(group, view.asked))]
        if not days:
            return ""
        date_text = formats.date_text(min(days), view.locale)
        if self._today(view.now) <= min(days):
            return view.phrase("period_until", date=date_text)
        newer = [max(g.years) for g in groups if g.years and year_of(g, view.asked) < max(g.years)]
        if newer:
            return view.phrase("period_earlier", date=date_text, year=max(newer))
        return view.phrase("period_past", date=date_text)

    def notice(self, language: str, now: datetime) -> str:
        """Return the notices in force, "" for none."""
        today = self._today(now)
        default = self._knowledge.municipality.default_language
        current = (n.text for n in self._knowledge.notices if n.begins <= today <= n.ends)
        return "\n\n".join(text.get(language) or text.get(default, "") for text in current)

    def _today(self, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self._knowledge.municipality.time_zone)).date()


def office_of(knowledge: Knowledge) -> OfficeHours | None:
    """Return the office's hours, `None` where the facts have no group `hours`."""
    if "hours" not in knowledge.facts:
        return None
    hours = knowledge.facts["hours"].values
    assumed = knowledge.facts["office_days"].values if "office_days" in knowledge.facts else {}
    named = assumed.get("days", WEEKDAYS[:5])
    days = named if isinstance(named, tuple) else ()
    return OfficeHours(
        opens=time.fromisoformat(str(hours["opens"])),
        closes=time.fromisoformat(str(hours["closes"])),
        days=frozenset(WEEKDAYS.index(str(day)) for day in days),
        zone=knowledge.municipality.time_zone,
        country=knowledge.municipality.country,
        closed_on_holidays=assumed.get("closed_on_holidays", "true") == "true",
    )


def _facts_for(knowledge: Knowledge, asked: tuple[int, ...]) -> Mapping[str, Facts]:
    return {name: facts_of(group, asked) for name, group in knowledge.facts.items()}


def _valid_until(group: FactGroup, asked: tuple[int, ...]) -> date | None:
    if group.years:
        return group.years[year_of(group, asked)].valid_until
    return group.valid_until
