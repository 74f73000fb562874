"""Which language a question is answered in, and what told it."""

from enum import StrEnum

from bot.answering.followup import Turn
from bot.answering.language import LanguageBelief
from bot.answering.question import Question
from knowledge.model import Municipality


class LanguageReason(StrEnum):
    """What decided in which language a question is answered."""

    WORDS = "words"
    CHOSEN = "chosen"
    LAST = "last"
    CLIENT = "client"
    DEFAULT = "default"


def language_of(
    words: LanguageBelief, question: Question, town: Municipality, last: Turn | None
) -> tuple[str, LanguageReason]:
    """Return the language that the words tell, else the asker or the chat's `last` turn."""
    if words.confident:
        return words.best, LanguageReason.WORDS
    return language_without_words(question, town, last)


def language_without_words(
    question: Question, town: Municipality, last: Turn | None = None
) -> tuple[str, LanguageReason]:
    """Return the language that the asker tells rather than the words, and what tells it."""
    spoken = last.language if last else None
    return asker_language(town, question.chosen_language, question.language_code, spoken)


def asker_language(
    town: Municipality, chosen: str | None, language_code: str | None, last: str | None = None
) -> tuple[str, LanguageReason]:
    """Return the first of these that the town knows, else the town's default language."""
    told = (
        (chosen, LanguageReason.CHOSEN),
        (last, LanguageReason.LAST),
        (_primary(language_code), LanguageReason.CLIENT),
    )
    for code, reason in told:
        if code and code in town.languages:
            return code, reason
    return town.default_language, LanguageReason.DEFAULT


def _primary(tag: str | None) -> str:
    """Return the language of an IETF tag, without region or script."""
    return (tag or "").split("-")[0].lower()
