"""Putting pages into a chat: below what was asked, in place of what was there."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    CallbackQuery,
    InaccessibleMessage,
    InputMediaPhoto,
    Message,
    ReplyParameters,
)

from bot.telegram.feedback import Row, with_rows
from bot.telegram.gallery import Gallery, Photo
from bot.telegram.pages import Page
from bot.telegram.replies import ignoring

NOT_MODIFIED = "message is not modified"
# What Telegram says when a message has become too old, or was deleted.
NOT_EDITABLE = ("message can't be edited", "message to edit not found")
NOT_DELETABLE = ("message can't be deleted", "message to delete not found")


@dataclass(frozen=True, slots=True)
class Placed:
    """A message of the bot: its number, and whether it is a picture, which stays one."""

    number: int
    picture: bool


def numbers_of(placed: Sequence[Placed]) -> list[int]:
    """Return the messages' numbers."""
    return [each.number for each in placed]


class Placer:
    """Sends, edits and replaces the bot's messages."""

    def __init__(self, gallery: Gallery) -> None:
        self._gallery = gallery

    async def send(self, message: Message, pages: Sequence[Page]) -> tuple[Placed, ...]:
        """Send `pages` as the answer to `message`; in groups the first one quotes it."""
        quote = message.chat.type != "private"
        return tuple(
            [await self._send(message, page, quote and not at) for at, page in enumerate(pages)]
        )

    async def show(self, callback: CallbackQuery, pages: Sequence[Page]) -> None:
        """Put `pages` where the pressed button was; below it where that message cannot change."""
        message, bot = callback.message, callback.bot
        if message is None or bot is None:
            return
        first, *rest = pages
        here = Placed(message.message_id, isinstance(message, Message) and bool(message.photo))
        accessible = isinstance(message, Message)
        if not accessible or await self._edit(bot, message.chat.id, here, first) is None:
            await self._send(message, first, quote=False)
            if here.picture:
                await _delete(bot, message.chat.id, here)
        for page in rest:
            await self._send(message, page, quote=False)

    async def replace(
        self, question: Message, placed: Sequence[Placed], pages: Sequence[Page]
    ) -> tuple[Placed, ...]:
        """Put `pages` where the earlier answer to `question` was."""
        bot, chat = question.bot, question.chat.id
        assert bot is not None
        now: list[Placed] = []
        left = list(placed)
        for page in pages:
            old = left.pop(0) if left else None
            new = None if old is None else await self._edit(bot, chat, old, page)
            if new is None:
                quote = question.chat.type != "private" and not now
                new = await self._send(question, page, quote)
                if old is not None:
                    await _delete(bot, chat, old)
            now.append(new)
        for old in left:
            await _delete(bot, chat, old)
        return tuple(now)

    async def _send(
        self, message: Message | InaccessibleMessage, page: Page, quote: bool
    ) -> Placed:
        quoted = ReplyParameters(message_id=message.message_id, allow_sending_without_reply=True)
        reply = quoted if quote else None
        photo = await self._photo(page)
        if photo is None:
            sent = await message.answer(
                page.html, reply_markup=page.keyboard, reply_parameters=reply
            )
        else:
            sent = await message.answer_photo(
                photo, caption=page.html, reply_markup=page.keyboard, reply_parameters=reply
            )
            self._keep(page, sent)
        return Placed(sent.message_id, photo is not None)

    async def _edit(self, bot: Bot, chat: int, old: Placed, page: Page) -> Placed | None:
        """Return the message that now shows `page`, `None` where it could not be changed."""
        photo = await self._photo(page)
        if old.picture and photo is None:
            return None
        try:
            async with ignoring(NOT_MODIFIED):
                await self._change(bot, chat, old, page, photo)
        except TelegramBadRequest as error:
            if any(reason in error.message for reason in NOT_EDITABLE):
                return None
            raise
        return Placed(old.number, photo is not None)

    async def _change(
        self, bot: Bot, chat: int, old: Placed, page: Page, photo: Photo | None
    ) -> None:
        if photo is None:
            await bot.edit_message_text(
                page.html, chat_id=chat, message_id=old.number, reply_markup=page.keyboard
            )
        else:
            media = InputMediaPhoto(media=photo, caption=page.html)
            sent = await bot.edit_message_media(
                media, chat_id=chat, message_id=old.number, reply_markup=page.keyboard
            )
            self._keep(page, sent)

    async def _photo(self, page: Page) -> Photo | None:
        return None if page.chart is None else await self._gallery.photo(page.chart)

    def _keep(self, page: Page, sent: Message | bool) -> None:
        if page.chart is not None:
            self._gallery.keep(page.chart, sent)


async def _delete(bot: Bot, chat: int, placed: Placed) -> None:
    """Take a message away; one that cannot be taken away any more stays."""
    async with ignoring(*NOT_DELETABLE):
        await bot.delete_message(chat, placed.number)


async def show_rows(
    callback: CallbackQuery, kinds: tuple[type[CallbackData], ...], rows: list[Row]
) -> None:
    """Change the rows of these kinds under the message whose button was pressed."""
    message = callback.message
    if isinstance(message, Message):
        keyboard = with_rows(message.reply_markup, kinds, rows)
        async with ignoring(NOT_MODIFIED, *NOT_EDITABLE):
            await message.edit_reply_markup(reply_markup=keyboard)
