"""One message to each who wanted to know when a topic's facts change.

At least one: where the process ends between sending and noting it, the message comes again.
"""

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramRetryAfter,
)
from aiogram.types import InlineKeyboardMarkup

from bot.storage.errors import StorageError
from bot.storage.subscriptions import Subscription, Subscriptions
from bot.telegram.background import with_each_version
from bot.telegram.desk import Desk
from bot.telegram.faults import log_fault
from bot.telegram.feedback import LABELS, follow_row
from bot.telegram.retries import Sleep
from bot.telegram.split import split_html

# Seconds between two messages. Telegram allows 30 messages a second, and answers need some of them.
PAUSE = 0.1
GONE = ("chat not found", "user is deactivated")
log = structlog.get_logger()


class ChangeNotices:
    """Compares what subscribers were told last with what holds now."""

    def __init__(self, bot: Bot, desk: Desk, subscriptions: Subscriptions, sleep: Sleep) -> None:
        self._bot = bot
        self._desk = desk
        self._subscriptions = subscriptions
        self._sleep = sleep

    async def run(self) -> None:
        """Tell at once, and again whenever the knowledge was replaced."""
        await with_each_version(self._desk.service, self._tell_all)

    async def _tell_all(self) -> None:
        try:
            for subscription in await self._subscriptions.all():
                await self._tell(subscription)
        except StorageError as error:
            log_fault("subscriptions_unreadable", error)

    async def _tell(self, subscription: Subscription) -> None:
        service = self._desk.service
        facts = service.catalogue.facts_digest(subscription.topic)
        chat = self._subscriptions.chat_of(subscription)
        if chat is None:
            # Encrypted with another secret: nobody could be told, and no /stop would find it.
            await self._subscriptions.end_all(subscription.key)
        elif facts is None or service.catalogue.is_urgent(subscription.topic):
            await self._subscriptions.end(subscription.key, subscription.topic)
        elif facts != subscription.facts and await self._subscriptions.holds(subscription):
            await self._attempt(subscription, chat, facts)

    async def _attempt(self, subscription: Subscription, chat: int, facts: str) -> None:
        try:
            await self._send(subscription, chat)
        except TelegramRetryAfter as error:
            # Longer than `retries.py` waits for: nobody is waiting for this message.
            await self._sleep(error.retry_after)
            await self._attempt(subscription, chat, facts)
        except (TelegramForbiddenError, TelegramBadRequest) as error:
            await self._refused(subscription, error)
        except TelegramAPIError as error:
            log.warning("change_not_told", error=type(error).__name__)
        else:
            await self._subscriptions.told(subscription, facts)
            await self._sleep(PAUSE)

    async def _refused(self, subscription: Subscription, error: TelegramAPIError) -> None:
        gone = any(reason in error.message for reason in GONE)
        if gone or isinstance(error, TelegramForbiddenError):
            await self._subscriptions.end_all(subscription.key)
        else:
            log_fault("change_not_told", error)

    async def _send(self, subscription: Subscription, chat: int) -> None:
        service, language = self._desk.service, subscription.language
        wanted = language if language in service.languages else service.default_language
        answer = await self._desk.open_topic(subscription.topic, wanted)
        if answer is None or answer.topic is None:
            return
        introduction = await self._desk.phrase("changed", answer.language)
        parts = split_html(f"{introduction}\n\n{answer.text}")
        labels = await self._desk.labels(LABELS, answer.language)
        row = follow_row(labels, subscription.topic, answer.language, following=True)
        for part in parts:
            last = part is parts[-1]
            keyboard = InlineKeyboardMarkup(inline_keyboard=[row]) if last else None
            await self._bot.send_message(chat, part, reply_markup=keyboard)
