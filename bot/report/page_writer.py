"""From a month's material to its page."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.answering.answer import Outcome
from bot.report.counted import outcomes_section, ratings_section, topics_section
from bot.report.figures import QUESTION
from bot.report.listed import changes_section, quality_section, unanswered_section
from bot.report.material import Material
from bot.report.page import Page, Section
from bot.report.phrasing import Phrasing
from bot.storage.ratings import Vote


class PageWriter:
    """Puts material into words; `words` are the page's own, `locale` formats its numbers."""

    def __init__(self, words: Mapping[str, str], language: str, locale: str) -> None:
        self._language = language
        self._say = Phrasing(words, locale)

    def page(self, material: Material, town: str, month: date, notes: Sequence[str] = ()) -> Page:
        """Return the page of the month that begins on `month`."""
        say = self._say
        return Page(
            self._language,
            say.told("title", month=say.month(month)),
            say.told("lead", town=town),
            tuple(notes),
            tuple(_key_figures(material, say)),
            (
                outcomes_section(material, say),
                topics_section(material, say),
                ratings_section(material, say),
                unanswered_section(material, say),
                changes_section(material, say),
                quality_section(material, say),
                Section(say["method"], say["method_text"]),
            ),
        )

    def told(self, key: str, **values: str) -> str:
        """Return one of the page's sentences."""
        return self._say.told(key, **values)

    def day(self, day: date) -> str:
        """Return a day as it is written."""
        return self._say.day(day)


def _key_figures(material: Material, say: Phrasing) -> Iterator[tuple[str, str]]:
    figures, opinions = material.figures, material.opinions
    if not figures.total:
        return
    yield say["total"], say.number(figures.total)
    written = figures.sum(door=QUESTION)
    answered = figures.sum(door=QUESTION, outcome=Outcome.ANSWER)
    if written:
        yield say["written"], say.number(written)
    if written and answered:
        yield say["answered_share"], say.share(answered / written)
    helped, not_helped = opinions.of_all(Vote.HELPFUL), opinions.of_all(Vote.NOT_HELPFUL)
    if helped and not_helped:
        yield say["helpful_share"], say.share(helped / (helped + not_helped))
