"""What inline buttons carry: everything that is needed to act, so that no button depends on memory.

Telegram allows 1 to 64 bytes. A button from an older version that no longer unpacks is stale.
"""

from aiogram.filters.callback_data import CallbackData


class TopicOpened(CallbackData, prefix="t"):
    """A topic was picked; it answers in `language`."""

    topic: str
    language: str


class LanguageChosen(CallbackData, prefix="l"):
    """A language was picked by hand."""

    language: str
