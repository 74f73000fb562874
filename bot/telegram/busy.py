"""A sign that an answer is on its way, where it takes long."""

import asyncio
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.event.bases import NextMiddlewareType
from aiogram.enums import ChatAction
from aiogram.types import Message, TelegramObject

# Seconds. Most answers come long before; Telegram shows the sign for five.
SLOW, AGAIN = 1.0, 4.5
# Signs beside each other. Each costs a call: where hundreds wait, they would hold up the answers.
MOST = 20


class BusySign(BaseMiddleware):
    """Shows "typing" once a message takes longer than `SLOW`, to `MOST` people at a time.

    aiogram's own helper does the same without a bound, and writes the chat's id into the log.
    """

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(MOST)

    async def __call__(
        self,
        handler: NextMiddlewareType[TelegramObject],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Handle the message with the sign beside it."""
        if not isinstance(event, Message):
            return await handler(event, data)
        sign = asyncio.create_task(self._show(event))
        try:
            return await handler(event, data)
        finally:
            sign.cancel()
            # A sign that could not be shown is no reason to lose an answer.
            await asyncio.gather(sign, return_exceptions=True)

    async def _show(self, event: Message) -> None:
        assert event.bot is not None
        thread = event.message_thread_id if event.is_topic_message else None
        await asyncio.sleep(SLOW)
        async with self._room:
            while True:
                await event.bot.send_chat_action(
                    event.chat.id, ChatAction.TYPING, message_thread_id=thread
                )
                await asyncio.sleep(AGAIN)
