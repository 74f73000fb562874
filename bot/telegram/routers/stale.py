"""Buttons of an older version."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.telegram.asker import Asker
from bot.telegram.desk import Desk
from bot.telegram.replies import end_spinner


def build_router() -> Router:
    """Return the router of buttons that nobody else knows."""
    router = Router(name=__name__)
    router.callback_query.register(stale_button_pressed)
    return router


async def stale_button_pressed(callback: CallbackQuery, asker: Asker, desk: Desk) -> None:
    """Say that the button is too old."""
    text = await desk.plain_phrase("stale_button", desk.language_of(asker))
    await end_spinner(callback, text)
