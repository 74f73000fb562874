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
        sign = _Sign(event, self._room)
        try:
            return await handler(event, data)
        finally:
            await sign.end()


class _Sign:
    """Begins to show once `SLOW` is over; nearly always it is ended before, and costs nothing."""

    def __init__(self, message: Message, room: asyncio.Semaphore) -> None:
        self._message = message
        self._room = room
        self._showing: asyncio.Task[None] | None = None
        self._beginning = asyncio.get_running_loop().call_later(SLOW, self._begin)

    async def end(self) -> None:
        self._beginning.cancel()
        if self._showing is not None:
            self._showing.cancel()
            # A sign that could not be shown is no reason to lose an answer.
            await asyncio.gather(self._showing, return_exceptions=True)

    def _begin(self) -> None:
        self._showing = asyncio.create_task(self._show())

    async def _show(self) -> None:
        message = self._message
        assert message.bot is not None
        thread = message.message_thread_id if message.is_topic_message else None
        async with self._room:
            while True:
                await message.bot.send_chat_action(
                    message.chat.id, ChatAction.TYPING, message_thread_id=thread
                )
                await asyncio.sleep(AGAIN)
