"""Choosing a language by hand."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.storage.choices import LanguageChoices
from bot.telegram.asker import Asker
from bot.telegram.callbacks import LanguageChosen
from bot.telegram.commands import LANGUAGE
from bot.telegram.desk import Desk
from bot.telegram.keyboards import languages_keyboard
from bot.telegram.pages import pages_of
from bot.telegram.placing import Placer
from bot.telegram.replies import end_spinner, send_html
from bot.telegram.routers.stale import stale_button_pressed


def build_router() -> Router:
    """Return the router of /language and its buttons."""
    router = Router(name=__name__)
    router.message.register(picker_opened, Command(LANGUAGE))
    router.callback_query.register(language_chosen, LanguageChosen.filter())
    return router


async def picker_opened(message: Message, asker: Asker, desk: Desk) -> None:
    """Show the languages, each in its own name."""
    text = await desk.phrase("language_choose", desk.language_of(asker))
    await send_html(message, text, languages_keyboard(desk.service.languages))


async def language_chosen(
    callback: CallbackQuery,
    callback_data: LanguageChosen,
    asker: Asker,
    desk: Desk,
    placer: Placer,
    choices: LanguageChoices,
) -> None:
    """Remember the language and say so in it."""
    language = callback_data.language
    name = desk.service.languages.get(language)
    if name is None:
        await stale_button_pressed(callback, asker, desk)
    else:
        await choices.set(asker.key, language)
        await end_spinner(callback)
        text = await desk.phrase("language_chosen", language, language=name)
        menu = await desk.menu(language)
        await placer.show(callback, pages_of(text, menu.rows if menu else ()))
