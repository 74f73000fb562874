"""An answer in messages that Telegram accepts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from aiogram.types import InlineKeyboardMarkup

from bot.answering.answer import Answer
from bot.answering.markup import html_of
from bot.answering.offers.actions import Row
from bot.telegram.asker import Asker
from bot.telegram.desk import Desk
from bot.telegram.feedback import before_last, feedback_rows
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


def pages_under(answer: Answer, asker: Asker, desk: Desk, *, walking: bool = False) -> list[Page]:
    """Return an answer with its picture, what it offers, and before the way back what one thinks.

    `walking` where it was opened by a button. Work for the processor, so off the loop.
    """
    service, now = desk.service, desk.now()
    offers = service.offering.under(answer, asker.chosen_language, now, walking=walking)
    pages = pages_of(answer.text, offers, answer.picture)
    feedback = feedback_rows(service, answer, now, private=asker.private)
    return [*pages[:-1], replace(pages[-1], keyboard=before_last(pages[-1].keyboard, feedback))]


async def answer_pages(
    answer: Answer, asker: Asker, desk: Desk, *, walking: bool = False
) -> list[Page]:
    """Return what `pages_under` does."""
    return await desk.off_loop(pages_under, answer, asker, desk, walking=walking)
