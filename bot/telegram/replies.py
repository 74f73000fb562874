"""Sending what the desk answered: split, quoted in groups, buttons under the last part."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiogram.exceptions import TelegramBadRequest
from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    CallbackQuery,
    InaccessibleMessage,
    InlineKeyboardMarkup,
    Message,
    ReplyParameters,
)

from bot.answering.answer import Answer
from bot.telegram.asker import Asker
from bot.telegram.desk import Desk
from bot.telegram.feedback import Row, feedback_rows, with_rows
from bot.telegram.keyboards import topics_keyboard
from bot.telegram.split import split_html

LONGEST_NOTICE = 200
NOT_MODIFIED = "message is not modified"
# What Telegram says when a message has become too old, or was deleted.
NOT_EDITABLE = ("message can't be edited", "message to edit not found")
TOO_LATE = "query is too old"


async def send_answer(message: Message, answer: Answer, desk: Desk) -> None:
    """Send an answer with its buttons."""
    keyboard = await _keyboard_of(answer, desk, private=message.chat.type == "private")
    await send_html(message, answer.text, keyboard)


async def show_answer(callback: CallbackQuery, answer: Answer, desk: Desk) -> None:
    """Put an answer with its buttons where the pressed button was."""
    chat = callback.message.chat if callback.message else None
    keyboard = await _keyboard_of(answer, desk, private=bool(chat and chat.type == "private"))
    await show_in_place(callback, answer.text, keyboard)


async def send_html(
    message: Message, html: str, keyboard: InlineKeyboardMarkup | None = None
) -> None:
    """Answer `message`, in as many parts as it takes; in groups the first one quotes it."""
    await _send_parts(message, split_html(html), keyboard, quote=message.chat.type != "private")


async def show_in_place(
    callback: CallbackQuery, html: str, keyboard: InlineKeyboardMarkup | None = None
) -> None:
    """Put `html` where the pressed button was; below it where that message cannot change."""
    first, *rest = split_html(html)
    message = callback.message
    if message is None:
        return
    under_first = None if rest else keyboard
    if isinstance(message, InaccessibleMessage) or not await _edit(message, first, under_first):
        rest.insert(0, first)
    await _send_parts(message, rest, keyboard, quote=False)


async def show_rows(
    callback: CallbackQuery, kinds: tuple[type[CallbackData], ...], rows: list[Row]
) -> None:
    """Change the rows of these kinds under the message whose button was pressed."""
    message = callback.message
    if isinstance(message, Message):
        keyboard = with_rows(message.reply_markup, kinds, rows)
        async with ignoring(NOT_MODIFIED, *NOT_EDITABLE):
            await message.edit_reply_markup(reply_markup=keyboard)


async def end_spinner(
    callback: CallbackQuery, notice: str | None = None, *, alert: bool = True
) -> None:
    """Acknowledge the pressed button; `notice` stays until dismissed, or passes without `alert`."""
    async with ignoring(TOO_LATE):
        text = None if notice is None else notice[:LONGEST_NOTICE]
        await callback.answer(text, show_alert=alert and notice is not None)


async def say_stale(callback: CallbackQuery, desk: Desk, asker: Asker) -> None:
    """Say that the pressed button is too old."""
    await end_spinner(callback, await desk.plain_phrase("stale_button", desk.language_of(asker)))


@asynccontextmanager
async def ignoring(*reasons: str) -> AsyncIterator[None]:
    """Let a 400 pass whose description contains one of `reasons`."""
    try:
        yield
    except TelegramBadRequest as error:
        if not any(reason in error.message for reason in reasons):
            raise


async def _keyboard_of(answer: Answer, desk: Desk, *, private: bool) -> InlineKeyboardMarkup | None:
    rows = await feedback_rows(desk, answer, private=private)
    topics = topics_keyboard(answer.buttons)
    joined = [*(topics.inline_keyboard if topics else []), *rows]
    return InlineKeyboardMarkup(inline_keyboard=joined) if joined else None


async def _edit(message: Message, html: str, keyboard: InlineKeyboardMarkup | None) -> bool:
    """Return whether the message now shows `html`."""
    try:
        async with ignoring(NOT_MODIFIED):
            await message.edit_text(html, reply_markup=keyboard)
    except TelegramBadRequest as error:
        if any(reason in error.message for reason in NOT_EDITABLE):
            return False
        raise
    return True


async def _send_parts(
    message: Message | InaccessibleMessage,
    parts: list[str],
    keyboard: InlineKeyboardMarkup | None,
    *,
    quote: bool,
) -> None:
    for place, part in enumerate(parts):
        quoted = ReplyParameters(message_id=message.message_id, allow_sending_without_reply=True)
        await message.answer(
            part,
            reply_markup=keyboard if place == len(parts) - 1 else None,
            reply_parameters=quoted if quote and place == 0 else None,
        )
