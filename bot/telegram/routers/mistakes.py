"""What went wrong in a handler: the resident gets an apology, the log no word of theirs."""

from aiogram import Router
from aiogram.exceptions import TelegramAPIError, TelegramForbiddenError
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import ErrorEvent, Message

from bot.storage.choices import LanguageChoices
from bot.telegram.asker import find_asker
from bot.telegram.desk import Desk
from bot.telegram.faults import log_fault
from bot.telegram.replies import send_html
from bot.telegram.retries import UNREACHABLE


def build_router() -> Router:
    """Return the router of errors."""
    router = Router(name=__name__)
    router.errors.register(blocked, ExceptionTypeFilter(TelegramForbiddenError))
    # What Telegram's absence causes is left to the intake, which tries again when it is back.
    router.errors.register(something_failed, ~ExceptionTypeFilter(*UNREACHABLE))
    return router


async def blocked(_: ErrorEvent) -> None:
    """Do nothing: the person blocked the bot, or it was put out of the group."""


async def something_failed(event: ErrorEvent, desk: Desk, choices: LanguageChoices) -> None:
    """Log the error and apologize."""
    log_fault("handler_failed", event.exception)
    message = message_of(event)
    if message is not None:
        asker = await find_asker(event.update.event, choices)
        try:
            await send_html(message, await desk.phrase("error", desk.language_of(asker)))
        except UNREACHABLE:
            raise
        except TelegramAPIError as second:
            log_fault("apology_failed", second)


def message_of(event: ErrorEvent) -> Message | None:
    """Return the message that an apology can answer."""
    callback = event.update.callback_query
    written = event.update.message or event.update.edited_message
    message = callback.message if callback else written
    return message if isinstance(message, Message) else None
