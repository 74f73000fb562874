"""Topics picked by button: "did you mean" and related ones. They answer where the button was."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.telegram.asker import Asker
from bot.telegram.callbacks import TopicOpened
from bot.telegram.desk import Desk
from bot.telegram.replies import end_spinner, say_stale, show_answer


def build_router() -> Router:
    """Return the router of topic buttons."""
    router = Router(name=__name__)
    router.callback_query.register(topic_picked, TopicOpened.filter())
    return router


async def topic_picked(
    callback: CallbackQuery, callback_data: TopicOpened, asker: Asker, desk: Desk
) -> None:
    """Show the topic in place of the buttons."""
    answer = await desk.open_topic(callback_data.topic, callback_data.language)
    if answer is None:
        await say_stale(callback, desk, asker)
    else:
        await end_spinner(callback)
        await show_answer(callback, answer, desk)
