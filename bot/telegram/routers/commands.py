"""Commands: greeting, help, topics, forgetting. An unknown one gets the help."""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter, Command, CommandObject, CommandStart
from aiogram.types import Message, Update

from bot.inbox.recording import Recorder
from bot.storage.choices import LanguageChoices
from bot.storage.ratings import Ratings
from bot.storage.received import ReceivedUpdates
from bot.storage.subscriptions import Subscriptions
from bot.telegram.answered import Answered
from bot.telegram.asker import Asker
from bot.telegram.commands import FORGET
from bot.telegram.deep_links import DeepLink, decode
from bot.telegram.desk import Desk
from bot.telegram.forgetting import forget_everything
from bot.telegram.keyboards import keyboard_of
from bot.telegram.kinds import Written
from bot.telegram.pages import open_topic
from bot.telegram.placing import Placer
from bot.telegram.replies import send_html


class LinkFollowed(BaseFilter):
    """Passes /start with a payload that names a topic; hands on the `link`."""

    async def __call__(self, _: Message, command: CommandObject) -> bool | dict[str, Any]:
        """Return the decoded payload."""
        link = decode(command.args) if command.args else None
        return {"link": link} if link is not None else False


class TopicCommand(BaseFilter):
    """Passes the commands that open a topic of this town; hands on the `topic`."""

    async def __call__(self, message: Message, desk: Desk) -> bool | dict[str, Any]:
        """Return the topic of the command."""
        word = (message.text or "").split(maxsplit=1)[:1]
        name = word[0].removeprefix("/").partition("@")[0] if word and word[0][0] == "/" else ""
        topic = desk.service.command_topics.get(name.lower())
        return {"topic": topic} if topic else False


def build_router() -> Router:
    """Return the router of commands; /language has its own."""
    router = Router(name=__name__)
    router.message.register(link_followed, CommandStart(deep_link=True), LinkFollowed())
    router.message.register(started, CommandStart())
    router.message.register(forgotten, Command(FORGET))
    router.message.register(topic_commanded, TopicCommand())
    router.message.register(help_asked, Written(command=True))
    return router


async def started(message: Message, asker: Asker, desk: Desk) -> None:
    """Greet: what this is, what it knows, how to reach a person, and the menu."""
    await _send_with_menu(message, "start", asker, desk)


async def link_followed(
    message: Message,
    link: DeepLink,
    asker: Asker,
    desk: Desk,
    placer: Placer,
    recorder: Recorder,
) -> None:
    """Open the topic of a link; greet where the town does not have it."""
    language = link.language or desk.language_of(asker)
    opened = await open_topic(link.topic, language, asker, desk)
    if opened is None:
        await started(message, asker, desk)
    else:
        answer, pages = opened
        await placer.send(message, pages)
        await recorder.topic_opened(asker.key, "link", answer, desk.now())


async def topic_commanded(
    message: Message, topic: str, asker: Asker, desk: Desk, placer: Placer, recorder: Recorder
) -> None:
    """Open a topic by its command."""
    opened = await open_topic(topic, desk.language_of(asker), asker, desk)
    if opened is not None:
        answer, pages = opened
        await placer.send(message, pages)
        await recorder.topic_opened(asker.key, "command", answer, desk.now())


async def forgotten(
    message: Message,
    asker: Asker,
    desk: Desk,
    choices: LanguageChoices,
    ratings: Ratings,
    subscriptions: Subscriptions,
    received: ReceivedUpdates,
    answered: Answered,
    recorder: Recorder,
    event_update: Update,
) -> None:
    """Delete what is stored about the chat, and what is remembered of it."""
    await recorder.forget(asker.key, desk.now())
    number = event_update.update_id
    await forget_everything(message, asker, desk, choices, ratings, subscriptions, received, number)
    answered.forget(asker.key)
    await send_html(message, await desk.phrase("forgotten", desk.language_of(asker)))


async def help_asked(message: Message, asker: Asker, desk: Desk) -> None:
    """Say what can be asked, with the menu; also the reply to a command that does not exist."""
    await _send_with_menu(message, "help", asker, desk)


async def _send_with_menu(message: Message, key: str, asker: Asker, desk: Desk) -> None:
    language = desk.language_of(asker)
    menu = await desk.menu(language)
    keyboard = keyboard_of(menu.rows) if menu is not None else None
    await send_html(message, await desk.phrase(key, language), keyboard)
