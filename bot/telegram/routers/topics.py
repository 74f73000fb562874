"""Topics picked by button: from a menu, "did you mean", related ones; they answer in place."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.answering.answer import Answer
from bot.inbox.recording import Recorder
from bot.telegram.asker import Asker
from bot.telegram.callbacks import BothShown, TopicOpened
from bot.telegram.desk import Desk
from bot.telegram.pages import Page, open_topic
from bot.telegram.placing import Placer
from bot.telegram.replies import end_spinner
from bot.telegram.routers.stale import stale_button_pressed


def build_router() -> Router:
    """Return the router of topic buttons."""
    router = Router(name=__name__)
    router.callback_query.register(topic_picked, TopicOpened.filter())
    router.callback_query.register(both_asked, BothShown.filter())
    return router


async def topic_picked(
    callback: CallbackQuery,
    callback_data: TopicOpened,
    asker: Asker,
    desk: Desk,
    placer: Placer,
    recorder: Recorder,
) -> None:
    """Show the topic in place of the buttons."""
    wanted = callback_data
    opened = await open_topic(wanted.topic, wanted.language, asker, desk, walking=True)
    await _show(callback, opened, asker, desk, placer, recorder)


async def both_asked(
    callback: CallbackQuery,
    callback_data: BothShown,
    asker: Asker,
    desk: Desk,
    placer: Placer,
    recorder: Recorder,
) -> None:
    """Show the topic in two languages."""
    wanted = callback_data
    opened = await open_topic(
        wanted.topic, wanted.language, asker, desk, beside=wanted.beside, walking=True
    )
    await _show(callback, opened, asker, desk, placer, recorder)


async def _show(
    callback: CallbackQuery,
    opened: tuple[Answer, list[Page]] | None,
    asker: Asker,
    desk: Desk,
    placer: Placer,
    recorder: Recorder,
) -> None:
    if opened is None:
        await stale_button_pressed(callback, asker, desk)
    else:
        answer, pages = opened
        await end_spinner(callback)
        await placer.show(callback, pages)
        await recorder.topic_opened(asker.key, "button", answer, desk.now())
