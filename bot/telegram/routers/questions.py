"""Free text: the questions themselves, and what is made of them afterwards."""

from aiogram import Router
from aiogram.types import Message

from bot.inbox.recording import Recorder
from bot.telegram.answered import Answered, Question
from bot.telegram.asker import Asker
from bot.telegram.busy import BusySign
from bot.telegram.desk import Desk
from bot.telegram.kinds import Written
from bot.telegram.pages import answer_question
from bot.telegram.placing import Placer, numbers_of


def build_router() -> Router:
    """Return the router of everything that is written."""
    router = Router(name=__name__)
    router.message.middleware(BusySign())
    router.message.register(question_asked, Written(command=False))
    router.edited_message.register(question_changed, Written(command=False))
    return router


async def question_asked(
    message: Message,
    text: str,
    asker: Asker,
    desk: Desk,
    placer: Placer,
    answered: Answered,
    recorder: Recorder,
) -> None:
    """Answer the question, once."""
    question = Question(asker.key, message.message_id)
    if answered.find(question, desk.now()) is not None:
        return
    answer, pages = await answer_question(text, asker, desk)
    placed = await placer.send(message, pages)
    if not answer.urgent:
        answered.keep(question, placed, desk.now())
    await recorder.question_answered(asker.key, text, answer, numbers_of(placed), desk.now())


async def question_changed(
    message: Message,
    text: str,
    asker: Asker,
    desk: Desk,
    placer: Placer,
    answered: Answered,
    recorder: Recorder,
) -> None:
    """Change the answer with the question; one that is no longer remembered is left alone."""
    question = Question(asker.key, message.message_id)
    before = answered.find(question, desk.now())
    if before is None:
        return
    answer, pages = await answer_question(text, asker, desk)
    placed = await placer.replace(message, before, pages)
    if answer.urgent:
        answered.drop(question)
    else:
        answered.keep(question, placed, desk.now())
    await recorder.question_answered(asker.key, text, answer, numbers_of(placed), desk.now())
