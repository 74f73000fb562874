"""The page as values: sections with their tables and charts, whatever they are written as."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import Template

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from bot.answering.answer import Outcome
from bot.pictures.series import Bar
from bot.report.changes import Change
from bot.report.disclosure import band
from bot.report.figures import OTHER, QUESTION, Figures, Opinions
from bot.report.quality import Quality
from bot.storage.ratings import Vote

OUTCOMES = (
    Outcome.ANSWER,
    Outcome.CHOICES,
    Outcome.REDIRECT,
    Outcome.FALLBACK,
    Outcome.SMALLTALK,
)
HIDDEN = "\N{EN DASH}"
MOST_BARS = 15


@dataclass(frozen=True, slots=True)
class TableOf:
    """A table; the first cell of each row is its heading, numbers stand to the right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: bool = True


@dataclass(frozen=True, slots=True)
class ChartOf:
    """Bars with what their colours mean; `told` is for those who do not see it."""

    name: str
    bars: tuple[Bar, ...]
    told: str
    legend: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page."""

    title: str
    text: str
    chart: ChartOf | None = None
    table: TableOf | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page in `language`."""

    language: str
    title: str
    lead: str
    notes: tuple[str, ...]
    key_figures: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class UnansweredGroup:
    """A wording that tells nobody apart, and how many asked so."""

    wording: str
    askers: int


@dataclass(frozen=True, slots=True)
class Material:
    """What a page is made from. `groups` and `changes` are `None` where nothing is kept of them.

    `titles` and `languages` are the names of topics and languages on the page.
    """

    figures: Figures
    opinions: Opinions
    groups: Sequence[UnansweredGroup] | None
    changes: Sequence[Change] | None
    changed_texts: Sequence[str] | None
    quality: Quality | None
    titles: Mapping[str, str]
    languages: Mapping[str, str]


class PageWriter:
    """Puts material into words; `words` are the page's own, `locale` formats its numbers."""

    def __init__(self, words: Mapping[str, str], language: str, locale: str) -> None:
        self._words = words
        self._language = language
        self._locale = locale

    def page(self, material: Material, town: str, month: date, notes: Sequence[str] = ()) -> Page:
        """Return the page of the month that begins on `month`."""
        name = format_date(month, "MMMM y", locale=self._locale)
        return Page(
            self._language,
            self.told("title", month=name),
            self.told("lead", town=town),
            tuple(notes),
            tuple(self._key_figures(material)),
            (
                self._outcomes(material),
                self._topics(material),
                self._ratings(material),
                self._unanswered(material),
                self._changes(material),
                self._quality(material),
                Section(self._words["method"], self._words["method_text"]),
            ),
        )

    def told(self, key: str, **values: str) -> str:
        """Return one of the page's sentences."""
        return Template(self._words[key]).substitute(values)

    def day(self, day: date) -> str:
        """Return a day as it is written."""
        return format_date(day, "long", locale=self._locale)

    def _key_figures(self, material: Material) -> Iterator[tuple[str, str]]:
        figures, opinions = material.figures, material.opinions
        if not figures.total:
            return
        yield self._words["total"], self._number(figures.total)
        written = figures.sum(door=QUESTION)
        answered = figures.sum(door=QUESTION, outcome=Outcome.ANSWER)
        if written:
            yield self._words["written"], self._number(written)
        if written and answered:
            yield self._words["answered_share"], self._share(answered / written)
        helped, not_helped = opinions.of_all(Vote.HELPFUL), opinions.of_all(Vote.NOT_HELPFUL)
        if helped and not_helped:
            yield self._words["helpful_share"], self._share(helped / (helped + not_helped))

    def _outcomes(self, material: Material) -> Section:
        figures = material.figures
        languages = [c for c in figures.languages if figures.sum(language=c, door=QUESTION)]
        if not languages:
            return self._empty("outcomes")
        rows, bars = [], []
        for code in languages:
            counts = [
                figures.sum(language=code, door=QUESTION, outcome=outcome)
                for outcome in (*OUTCOMES, OTHER)
            ]
            name = self._language_name(code, material)
            total = sum(counts)
            rows.append((name, *map(self._cell, counts), self._number(total)))
            share = self._share(counts[0] / total) if counts[0] else ""
            bars.append(Bar(name, tuple(count / total for count in counts), share))
        legend = (*(self._words[outcome] for outcome in OUTCOMES), self._words["mixed"])
        head = (self._words["language"], *legend, self._words["all"])
        chart = ChartOf("outcomes", tuple(bars), self._words["outcomes_chart"], legend)
        return self._section("outcomes", chart, TableOf(head, tuple(rows)))

    def _topics(self, material: Material) -> Section:
        figures = material.figures
        answered = {"outcome": Outcome.ANSWER.value}
        languages = [c for c in figures.languages if figures.sum(language=c, **answered)]
        topics = [*figures.topics, *([OTHER] if figures.sum(topic=OTHER, **answered) else [])]
        if not topics:
            return self._empty("topics")
        rows = [
            (
                self._topic_name(topic, material),
                *(
                    self._cell(figures.sum(language=code, topic=topic, **answered))
                    for code in languages
                ),
                self._number(figures.sum(topic=topic, **answered)),
            )
            for topic in topics
        ]
        names = tuple(self._language_name(code, material) for code in languages)
        head = (self._words["topic"], *names, self._words["all"])
        bars = tuple(
            Bar(row[0], (float(figures.sum(topic=topic, **answered)),), row[-1])
            for topic, row in list(zip(topics, rows, strict=True))[:MOST_BARS]
        )
        chart = ChartOf("topics", bars, self._words["topics_chart"])
        return self._section("topics", chart, TableOf(head, tuple(rows)))

    def _ratings(self, material: Material) -> Section:
        opinions = material.opinions
        rows = [
            (
                self._topic_name(topic, material),
                self._cell(opinions.of_topic(topic, Vote.HELPFUL)),
                self._cell(opinions.of_topic(topic, Vote.NOT_HELPFUL)),
            )
            for topic in opinions.topics
        ]
        if not rows:
            return self._empty("ratings")
        head = (self._words["topic"], self._words["helped"], self._words["not_helped"])
        return self._section("ratings", None, TableOf(head, tuple(rows)))

    def _unanswered(self, material: Material) -> Section:
        if material.groups is None:
            return Section(self._words["unanswered"], self._words["inbox_off"])
        if not material.groups:
            return Section(self._words["unanswered"], self._words["nothing_unanswered"])
        rows = tuple((group.wording, self._band(group.askers)) for group in material.groups)
        head = (self._words["question"], self._words["askers"])
        return self._section("unanswered", None, TableOf(head, rows))

    def _changes(self, material: Material) -> Section:
        title, changes, texts = self._words["changes"], material.changes, material.changed_texts
        if changes:
            head = (self._words["day"], self._words["change"])
            rows = tuple((self.day(c.day) if c.day else "", c.text) for c in changes)
            return self._section("changes", None, TableOf(head, rows, numbers=False))
        if changes is None and texts is None:
            return Section(title, self._words["changes_unknown"])
        if texts:
            names = tuple(self._topic_name(text, material) for text in texts)
            return Section(title, self._words["changed_texts"], items=names)
        return Section(title, self._words["no_changes"])

    def _quality(self, material: Material) -> Section:
        quality = material.quality
        if quality is None:
            return Section(self._words["quality"], self._words["no_quality"])
        languages = [
            code for code in material.languages if any(m.language == code for m in quality.measures)
        ]
        rows = []
        for name in dict.fromkeys(m.name for m in quality.measures):
            known = {m.language: m for m in quality.measures if m.name == name}
            cells = []
            for code in languages:
                found = known.get(code)
                reached = self._words["reached" if found and found.passed else "missed"]
                cells.append(f"{self._share(found.share)} ({reached})" if found else HIDDEN)
            rows.append((self._words.get(f"measure {name}", name), *cells))
        names = (self._language_name(code, material) for code in languages)
        table = TableOf((self._words["measure"], *names), tuple(rows))
        text = self.told("quality_text", day=self.day(quality.day))
        return Section(self._words["quality"], text, table=table)

    def _section(self, key: str, chart: ChartOf | None, table: TableOf) -> Section:
        return Section(self._words[key], self._words[f"{key}_text"], chart, table)

    def _empty(self, key: str) -> Section:
        return Section(self._words[key], self._words["none_shown"])

    def _language_name(self, code: str, material: Material) -> str:
        return material.languages.get(code, self._words["other_languages"])

    def _topic_name(self, topic: str, material: Material) -> str:
        return self._words["other_topics"] if topic == OTHER else material.titles.get(topic, topic)

    def _band(self, askers: int) -> str:
        low, high = band(askers)
        if high is None:
            return self.told("from_up", low=self._number(low))
        return self.told("from_to", low=self._number(low), high=self._number(high))

    def _cell(self, count: int) -> str:
        return self._number(count) if count else HIDDEN

    def _number(self, count: int) -> str:
        return str(format_decimal(count, locale=self._locale))

    def _share(self, share: float) -> str:
        return str(format_percent(round(share, 3), "#,##0.#\u00a0%", locale=self._locale))
