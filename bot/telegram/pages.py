"""An answer in messages that Telegram accepts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from aiogram.types import InlineKeyboardMarkup

from bot.answering.answer import Answer
from bot.answering.markup import html_of
from bot.answering.offers.actions import Row
from bot.answering.service import AnsweringService
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


def pages_under(
    answer: Answer,
    service: AnsweringService,
    asker: Asker,
    now: datetime,
    *,
    walking: bool = False,
) -> list[Page]:
    """Return an answer with its picture, what it offers, and before the way back what one thinks.

    `walking` where it was opened by a button. Work for the processor, so off the loop.
    """
    offers = service.offering.under(answer, asker.chosen_language, now, walking=walking)
    pages = pages_of(answer.text, offers, answer.picture)
    feedback = feedback_rows(service, answer, now, private=asker.private)
    return [*pages[:-1], replace(pages[-1], keyboard=before_last(pages[-1].keyboard, feedback))]


async def answer_question(text: str, asker: Asker, desk: Desk) -> tuple[Answer, list[Page]]:
    """Answer a question; return the answer, also as pages."""
    return await desk.answer(text, asker, partial(pages_under, asker=asker, now=desk.now()))


async def open_topic(
    topic: str,
    language: str,
    asker: Asker,
    desk: Desk,
    *,
    beside: str | None = None,
    walking: bool = False,
) -> tuple[Answer, list[Page]] | None:
    """Open a topic, in a second language too where it goes `beside`; return the answer, also as
    pages, `None` where the town has no such topic or language.
    """
    now = desk.now()

    def opened(service: AnsweringService) -> tuple[Answer, list[Page]] | None:
        if beside is None:
            answer = service.open_topic(topic, language, now)
        else:
            answer = service.open_both(topic, language, beside, now)
        if answer is None:
            return None
        return answer, pages_under(answer, service, asker, now, walking=walking)

    return await desk.from_one_state(opened)
