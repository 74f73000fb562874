"""Plain replies, and the end of a button's spinner."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message, ReplyParameters

LONGEST_NOTICE = 200
TOO_LATE = "query is too old"


async def send_html(
    message: Message, html: str, keyboard: InlineKeyboardMarkup | None = None
) -> None:
    """Answer `message` with one of the bot's phrases; in groups it quotes the message."""
    quoted = ReplyParameters(message_id=message.message_id, allow_sending_without_reply=True)
    in_group = message.chat.type != "private"
    reply = quoted if in_group else None
    await message.answer(html, reply_markup=keyboard, reply_parameters=reply)


async def end_spinner(
    callback: CallbackQuery, notice: str | None = None, *, alert: bool = True
) -> None:
    """Acknowledge the pressed button; `notice` stays until dismissed, or passes without `alert`."""
    async with ignoring(TOO_LATE):
        text = None if notice is None else notice[:LONGEST_NOTICE]
        await callback.answer(text, show_alert=alert and notice is not None)


@asynccontextmanager
async def ignoring(*reasons: str) -> AsyncIterator[None]:
    """Let a 400 pass whose description contains one of `reasons`."""
    try:
        yield
    except TelegramBadRequest as error:
        if not any(reason in error.message for reason in reasons):
            raise
