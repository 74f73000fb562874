""" "Tell me when this changes": begun and ended by button, all of it by /stop."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.storage.subscriptions import Subscriptions
from bot.telegram.asker import Asker
from bot.telegram.callbacks import TopicFollowed, TopicUnfollowed
from bot.telegram.commands import STOP
from bot.telegram.desk import Desk
from bot.telegram.feedback import FOLLOWING, LABELS, follow_row
from bot.telegram.kinds import Private
from bot.telegram.placing import show_rows
from bot.telegram.replies import end_spinner, send_html
from bot.telegram.routers.stale import stale_button_pressed


def build_router() -> Router:
    """Return the router of subscriptions; a group cannot have any."""
    router = Router(name=__name__)
    router.callback_query.register(topic_followed, TopicFollowed.filter(), Private())
    router.callback_query.register(topic_unfollowed, TopicUnfollowed.filter(), Private())
    router.message.register(everything_stopped, Command(STOP))
    return router


async def topic_followed(
    callback: CallbackQuery,
    callback_data: TopicFollowed,
    asker: Asker,
    desk: Desk,
    subscriptions: Subscriptions,
) -> None:
    """Remember who wants to know, and say what is kept for it."""
    topic, language = callback_data.topic, callback_data.language
    facts = desk.service.catalogue.facts_digest(topic)
    known = language in desk.service.languages and desk.service.catalogue.is_urgent(topic) is False
    if callback.message is None or facts is None or not known:
        await stale_button_pressed(callback, asker, desk)
        return
    await subscriptions.follow(asker.key, callback.message.chat.id, topic, language, facts)
    await _show(callback, desk, "followed", topic, language, following=True)


async def topic_unfollowed(
    callback: CallbackQuery,
    callback_data: TopicUnfollowed,
    asker: Asker,
    desk: Desk,
    subscriptions: Subscriptions,
) -> None:
    """End one subscription."""
    topic, language = callback_data.topic, callback_data.language
    await subscriptions.end(asker.key, topic)
    known = language in desk.service.languages
    await _show(callback, desk, "unfollowed", topic, language if known else desk.language_of(asker))


async def everything_stopped(
    message: Message, asker: Asker, desk: Desk, subscriptions: Subscriptions
) -> None:
    """End all subscriptions and say whether there were any."""
    ended = await subscriptions.end_all(asker.key)
    key = "stopped" if ended else "nothing_followed"
    await send_html(message, await desk.phrase(key, desk.language_of(asker)))


async def _show(
    callback: CallbackQuery,
    desk: Desk,
    notice: str,
    topic: str,
    language: str,
    *,
    following: bool = False,
) -> None:
    await end_spinner(callback, await desk.plain_phrase(notice, language))
    labels = await desk.labels(LABELS, language)
    row = follow_row(labels, topic, language, following=following)
    await show_rows(callback, FOLLOWING, [row])
