"""Votes on answers. Help in distress carries none, and a made-up vote on it is not kept."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.inbox.recording import Recorder
from bot.storage.ratings import Rating, Ratings, Vote
from bot.telegram.asker import Asker
from bot.telegram.callbacks import AnswerRated, ReasonGiven
from bot.telegram.desk import Desk
from bot.telegram.feedback import LABELS, RATING, rating_rows
from bot.telegram.placing import show_rows
from bot.telegram.replies import end_spinner
from bot.telegram.routers.stale import stale_button_pressed


def build_router() -> Router:
    """Return the router of the rating buttons."""
    router = Router(name=__name__)
    router.callback_query.register(answer_rated, AnswerRated.filter())
    router.callback_query.register(reason_given, ReasonGiven.filter())
    return router


async def answer_rated(
    callback: CallbackQuery,
    callback_data: AnswerRated,
    asker: Asker,
    desk: Desk,
    ratings: Ratings,
    recorder: Recorder,
) -> None:
    """Count whether the answer helped; ask for the reason where it did not."""
    rating = Rating(callback_data.topic, callback_data.language, callback_data.vote)
    thanks = "rated" if rating.vote is Vote.HELPFUL else "rated_why"
    await _keep(callback, rating, thanks, asker, desk, ratings, recorder)


async def reason_given(
    callback: CallbackQuery,
    callback_data: ReasonGiven,
    asker: Asker,
    desk: Desk,
    ratings: Ratings,
    recorder: Recorder,
) -> None:
    """Count why the answer did not help."""
    topic, language = callback_data.topic, callback_data.language
    rating = Rating(topic, language, Vote.NOT_HELPFUL, callback_data.reason)
    await _keep(callback, rating, "rated", asker, desk, ratings, recorder)


async def _keep(
    callback: CallbackQuery,
    rating: Rating,
    thanks: str,
    asker: Asker,
    desk: Desk,
    ratings: Ratings,
    recorder: Recorder,
) -> None:
    known = rating.language in desk.service.languages
    message = callback.message
    if message is None or not known or desk.service.catalogue.is_urgent(rating.topic) is not False:
        await stale_button_pressed(callback, asker, desk)
        return
    await ratings.rate(message.chat.id, message.message_id, rating, desk.today)
    await recorder.answer_rated(asker.key, message.message_id, rating)
    await end_spinner(callback, await desk.plain_phrase(thanks, rating.language), alert=False)
    labels = await desk.labels(LABELS, rating.language)
    await show_rows(callback, RATING, rating_rows(labels, rating.topic, rating.language, rating))
