"""The page's own words, and numbers, days and names as its language writes them."""

from collections.abc import Mapping
from datetime import date
from string import Template

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from bot.report.disclosure import band
from bot.report.figures import OTHER
from bot.report.material import Material
from bot.report.page import ChartOf, Section, TableOf

HIDDEN = "\N{EN DASH}"


class Phrasing:
    """Puts figures into words; `words` are the page's own, `locale` formats its numbers."""

    def __init__(self, words: Mapping[str, str], locale: str) -> None:
        self._words = words
        self._locale = locale

    def __getitem__(self, key: str) -> str:
        """Return one of the page's words or sentences as it stands."""
        return self._words[key]

    def told(self, key: str, **values: str) -> str:
        """Return one of the page's sentences with its values."""
        return Template(self._words[key]).substitute(values)

    def measure(self, name: str) -> str:
        """Return what a measure is called on the page."""
        return self._words.get(f"measure {name}", name)

    def section(self, key: str, chart: ChartOf | None, table: TableOf) -> Section:
        """Return the section `key` with its own title and text."""
        return Section(self._words[key], self._words[f"{key}_text"], chart, table)

    def empty(self, key: str) -> Section:
        """Return the section `key` where nothing may be shown."""
        return Section(self._words[key], self._words["none_shown"])

    def language_name(self, code: str, material: Material) -> str:
        """Return what a language is called."""
        return material.languages.get(code, self._words["other_languages"])

    def topic_name(self, topic: str, material: Material) -> str:
        """Return a topic's title, its id where it is gone."""
        return self._words["other_topics"] if topic == OTHER else material.titles.get(topic, topic)

    def month(self, month: date) -> str:
        """Return a month with its year."""
        return format_date(month, "MMMM y", locale=self._locale)

    def day(self, day: date) -> str:
        """Return a day as it is written."""
        return format_date(day, "long", locale=self._locale)

    def band(self, askers: int) -> str:
        """Return between which numbers `askers` lies."""
        low, high = band(askers)
        if high is None:
            return self.told("from_up", low=self.number(low))
        return self.told("from_to", low=self.number(low), high=self.number(high))

    def cell(self, count: int) -> str:
        """Return a count, or the sign for none that may be shown."""
        return self.number(count) if count else HIDDEN

    def number(self, count: int) -> str:
        """Return a whole number."""
        return str(format_decimal(count, locale=self._locale))

    def share(self, share: float) -> str:
        """Return a share of 0 to 1 in per cent with a decimal."""
        return str(format_percent(round(share, 3), "#,##0.#\u00a0%", locale=self._locale))
