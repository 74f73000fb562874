"""An answer in messages that Telegram accepts."""

from collections.abc import Iterable
from dataclasses import dataclass

from aiogram.types import InlineKeyboardMarkup

from bot.answering.answer import Answer
from bot.answering.markup import html_of
from bot.answering.offers.actions import Row
from bot.telegram.keyboards import keyboard_of
from bot.telegram.split import split_html, units
from knowledge.pictures import Chart

LONGEST_CAPTION = 1024


@dataclass(frozen=True, slots=True)
class Page:
    """One message: text with perhaps a keyboard, or a picture with the text as its caption."""

    html: str
    keyboard: InlineKeyboardMarkup | None = None
    chart: Chart | None = None


def pages_of(html: str, rows: Iterable[Row] = (), chart: Chart | None = None) -> list[Page]:
    """Return `html` in as many messages as it takes, the buttons under the last one."""
    keyboard = keyboard_of(rows)
    if chart is not None and units(html) <= LONGEST_CAPTION:
        return [Page(html, keyboard, chart)]
    *first, last = split_html(html)
    pages = [*(Page(part) for part in first), Page(last, keyboard)]
    # A picture never comes without words: here its title, and the figures in the text below.
    return pages if chart is None else [Page(html_of("", chart.title).strip(), None, chart), *pages]


def answer_pages(answer: Answer, rows: Iterable[Row]) -> list[Page]:
    """Return an answer with its picture."""
    return pages_of(answer.text, rows, answer.picture)
