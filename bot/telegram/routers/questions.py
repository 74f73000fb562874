"""Free text: the questions themselves."""

from aiogram import F, Router
from aiogram.types import Message

from bot.telegram.asker import Asker
from bot.telegram.desk import Desk
from bot.telegram.replies import send_answer


def build_router() -> Router:
    """Return the router of everything that is written."""
    router = Router(name=__name__)
    router.message.register(question_asked, F.text)
    return router


async def question_asked(message: Message, text: str, asker: Asker, desk: Desk) -> None:
    """Answer the question."""
    await send_answer(message, await desk.answer(text, asker), desk)
