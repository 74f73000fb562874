"""The topic menu, walked by buttons alone. Each step takes the place of the one before."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.answering.offers.actions import Menu
from bot.telegram.asker import Asker
from bot.telegram.callbacks import FamilyOpened, MenuOpened
from bot.telegram.desk import Desk
from bot.telegram.pages import pages_of
from bot.telegram.placing import Placer
from bot.telegram.replies import end_spinner
from bot.telegram.routers.stale import stale_button_pressed


def build_router() -> Router:
    """Return the router of the menu's steps."""
    router = Router(name=__name__)
    router.callback_query.register(menu_opened, MenuOpened.filter())
    router.callback_query.register(family_opened, FamilyOpened.filter())
    return router


async def menu_opened(
    callback: CallbackQuery, callback_data: MenuOpened, asker: Asker, desk: Desk, placer: Placer
) -> None:
    """Show the families of topics."""
    menu = await desk.menu(callback_data.language)
    await _show(callback, menu, asker, desk, placer)


async def family_opened(
    callback: CallbackQuery, callback_data: FamilyOpened, asker: Asker, desk: Desk, placer: Placer
) -> None:
    """Show a family's topics."""
    menu = await desk.family(callback_data.family, callback_data.language)
    await _show(callback, menu, asker, desk, placer)


async def _show(
    callback: CallbackQuery, menu: Menu | None, asker: Asker, desk: Desk, placer: Placer
) -> None:
    if menu is None:
        await stale_button_pressed(callback, asker, desk)
    else:
        await end_spinner(callback)
        await placer.show(callback, pages_of(menu.text, menu.rows))
