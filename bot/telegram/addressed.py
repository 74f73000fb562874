"""Whether a message is meant for the bot."""

from typing import Any

from aiogram import Bot
from aiogram.filters import BaseFilter
from aiogram.types import Message, MessageEntity, User

from bot.telegram.commands import OWN_COMMANDS
from bot.telegram.desk import Desk


class Addressed(BaseFilter):
    """Passes private messages, and in groups those that mention the bot, reply to it or command it.

    Hands handlers the `text` without the mention.
    """

    async def __call__(self, message: Message, bot: Bot, desk: Desk) -> bool | dict[str, Any]:
        """Return the text where the message is for the bot."""
        me = await bot.me()
        if _from_no_person(message):
            return False
        mentions = [e for e in _entities(message) if _mentions(e, message, me)]
        private = message.chat.type == "private"
        if private or mentions or _replies_to(message, me) or _commands(message, me, desk):
            return {"text": _without(message.text or "", mentions)}
        return False


def _from_no_person(message: Message) -> bool:
    """Whether it is another bot's, or a channel's post in its discussion group."""
    sender = message.from_user
    # An anonymous administrator writes as a bot, in the name of a chat.
    other_bot = sender is not None and sender.is_bot and message.sender_chat is None
    return other_bot or bool(message.is_automatic_forward)


def _entities(message: Message) -> list[MessageEntity]:
    return message.entities or message.caption_entities or []


def _mentions(entity: MessageEntity, message: Message, me: User) -> bool:
    if entity.type == "text_mention":
        return entity.user is not None and entity.user.id == me.id
    if entity.type != "mention":
        return False
    name = entity.extract_from(message.text or message.caption or "")
    return name.lstrip("@").casefold() == (me.username or "").casefold()


def _replies_to(message: Message, me: User) -> bool:
    replied = message.reply_to_message
    return replied is not None and replied.from_user is not None and replied.from_user.id == me.id


def _commands(message: Message, me: User, desk: Desk) -> bool:
    text = message.text or ""
    if not text.startswith("/"):
        return False
    command, _, addressee = text.split(maxsplit=1)[0][1:].partition("@")
    if addressee:
        return addressee.casefold() == (me.username or "").casefold()
    return command in OWN_COMMANDS or command in desk.service.command_topics


def _without(text: str, mentions: list[MessageEntity]) -> str:
    """Cut the mentions out; offsets count UTF-16 units."""
    raw = text.encode("utf-16-le", "surrogatepass")
    for entity in reversed(mentions):
        raw = raw[: entity.offset * 2] + raw[(entity.offset + entity.length) * 2 :]
    return raw.decode("utf-16-le", "surrogatepass").strip()
