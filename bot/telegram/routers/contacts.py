"""The town's contact card, to save on the telephone."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.telegram.asker import Asker
from bot.telegram.callbacks import CardAsked
from bot.telegram.desk import Desk
from bot.telegram.replies import end_spinner
from bot.telegram.routers.stale import stale_button_pressed

LONGEST_VCARD = 2048


def build_router() -> Router:
    """Return the router of the contact card."""
    router = Router(name=__name__)
    router.callback_query.register(card_asked, CardAsked.filter())
    return router


async def card_asked(callback: CallbackQuery, asker: Asker, desk: Desk) -> None:
    """Send the card below the answer."""
    card = desk.service.offering.card
    if card is None:
        await stale_button_pressed(callback, asker, desk)
        return
    await end_spinner(callback)
    if callback.message is not None:
        # Telegram refuses a longer one; name and number go without.
        vcard = card.vcard if len(card.vcard.encode()) <= LONGEST_VCARD else None
        await callback.message.answer_contact(card.phone, card.name, vcard=vcard)
