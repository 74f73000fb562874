"""What inline buttons carry: everything that is needed to act, so that no button depends on memory.

Telegram allows 1 to 64 bytes. A button from an older version that no longer unpacks is stale.
"""

from aiogram.filters.callback_data import CallbackData

from bot.storage.ratings import Reason, Vote


class MenuOpened(CallbackData, prefix="m"):
    """The families of topics were asked for."""

    language: str


class FamilyOpened(CallbackData, prefix="f"):
    """A family's topics were asked for."""

    family: str
    language: str


class TopicOpened(CallbackData, prefix="t"):
    """A topic was picked; it answers in `language`."""

    topic: str
    language: str


class BothShown(CallbackData, prefix="b"):
    """A topic was asked for in two languages."""

    topic: str
    language: str
    beside: str


class CardAsked(CallbackData, prefix="c"):
    """The town's contact card was asked for."""

    language: str


class LanguageChosen(CallbackData, prefix="l"):
    """A language was picked by hand."""

    language: str


class AnswerRated(CallbackData, prefix="v"):
    """An answer helped, or did not."""

    topic: str
    language: str
    vote: Vote


class ReasonGiven(CallbackData, prefix="r"):
    """Why an answer did not help."""

    topic: str
    language: str
    reason: Reason


class TopicFollowed(CallbackData, prefix="w"):
    """Somebody wants to be told, in `language`, when a topic's facts change."""

    topic: str
    language: str


class TopicUnfollowed(CallbackData, prefix="u"):
    """Somebody no longer wants to be told."""

    topic: str
    language: str
