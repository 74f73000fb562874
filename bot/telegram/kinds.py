"""Filters for kinds of messages.

aiogram hands a filter that does not await, and so each of its `F`, to a thread of its own
(`CallableObject.call`), which takes longer than the look itself.
"""

from collections.abc import Container

from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message


class Written(BaseFilter):
    """Passes texts; with `command` only those that begin with a slash, or only others."""

    def __init__(self, *, command: bool | None = None) -> None:
        self._command = command

    async def __call__(self, message: Message) -> bool:
        """Look at the text."""
        slash = (message.text or "").startswith("/")
        return bool(message.text) and self._command in (None, slash)


class Private(BaseFilter):
    """Passes what comes from a private chat."""

    async def __call__(self, event: Message | CallbackQuery) -> bool:
        """Look at the chat."""
        message = event if isinstance(event, Message) else event.message
        return message is not None and message.chat.type == "private"


class Holds(BaseFilter):
    """Passes messages of some kinds of content."""

    def __init__(self, kinds: Container[str]) -> None:
        self._kinds = kinds

    async def __call__(self, message: Message) -> bool:
        """Look at the kind."""
        return message.content_type in self._kinds
