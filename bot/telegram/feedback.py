"""The buttons under an answer that say something back: whether it helped, and "tell me when".

Their state stands in the keyboard itself, so a press changes the rows that it belongs to and
leaves all others as they are.
"""

from collections.abc import Mapping
from datetime import datetime

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering.answer import Answer
from bot.answering.service import AnsweringService
from bot.storage.ratings import Rating, Reason, Vote
from bot.telegram.callbacks import AnswerRated, ReasonGiven, TopicFollowed, TopicUnfollowed

Row = list[InlineKeyboardButton]
Labels = Mapping[str, str]
GIVEN = "✓ "
VOTES = {Vote.HELPFUL: "button.helpful", Vote.NOT_HELPFUL: "button.not_helpful"}
REASONS = {reason: f"button.{reason.value}" for reason in Reason}
REASONS_A_ROW = 2
FOLLOW, UNFOLLOW = "button.follow", "button.unfollow"
LABELS = (*VOTES.values(), *REASONS.values(), FOLLOW, UNFOLLOW)
RATING = (AnswerRated, ReasonGiven)
FOLLOWING = (TopicFollowed, TopicUnfollowed)


def feedback_rows(
    service: AnsweringService, answer: Answer, now: datetime, *, private: bool
) -> list[Row]:
    """Return the rows for a fresh answer: none under help in distress, no following in groups."""
    topic = answer.topic
    if topic is None or answer.urgent:
        return []
    labels = service.plain_phrases(LABELS, answer.language, now)
    follows = private and service.catalogue.facts_digest(topic) is not None
    try:
        rows = rating_rows(labels, topic, answer.language)
        return [*rows, follow_row(labels, topic, answer.language)] if follows else rows
    except ValueError:
        # A town with very long ids loses these buttons, not the answer.
        return []


def rating_rows(
    labels: Labels, topic: str, language: str, given: Rating | None = None
) -> list[Row]:
    """Return the votes, and the reasons too while one is asked for."""
    vote = given.vote if given else None
    votes = [
        _button(
            _marked(labels[key], each is vote),
            AnswerRated(topic=topic, language=language, vote=each),
        )
        for each, key in VOTES.items()
    ]
    if given is None or given.vote is Vote.HELPFUL:
        return [votes]
    reasons = [
        _button(
            _marked(labels[key], each is given.reason),
            ReasonGiven(topic=topic, language=language, reason=each),
        )
        for each, key in REASONS.items()
    ]
    starts = range(0, len(reasons), REASONS_A_ROW)
    return [votes, *(reasons[at : at + REASONS_A_ROW] for at in starts)]


def follow_row(labels: Labels, topic: str, language: str, *, following: bool = False) -> Row:
    """Return the button that begins or ends a subscription."""
    if following:
        return [_button(labels[UNFOLLOW], TopicUnfollowed(topic=topic, language=language))]
    return [_button(labels[FOLLOW], TopicFollowed(topic=topic, language=language))]


def before_last(
    keyboard: InlineKeyboardMarkup | None, rows: list[Row]
) -> InlineKeyboardMarkup | None:
    """Return `keyboard` with `rows` above its last one, which leads back."""
    before = keyboard.inline_keyboard if keyboard else []
    joined = [*before[:-1], *rows, *before[-1:]]
    return InlineKeyboardMarkup(inline_keyboard=joined) if joined else None


def with_rows(
    keyboard: InlineKeyboardMarkup | None,
    kinds: tuple[type[CallbackData], ...],
    rows: list[Row],
) -> InlineKeyboardMarkup | None:
    """Return `keyboard` with `rows` in the place of its rows of these kinds, last without any."""
    before = keyboard.inline_keyboard if keyboard else []
    kept = [row for row in before if not _is_of(row, kinds)]
    places = (at for at, row in enumerate(before) if _is_of(row, kinds))
    at = next(places, len(before))
    changed = [*kept[:at], *rows, *kept[at:]]
    return InlineKeyboardMarkup(inline_keyboard=changed) if changed else None


def _is_of(row: Row, kinds: tuple[type[CallbackData], ...]) -> bool:
    heads = {f"{kind.__prefix__}{kind.__separator__}" for kind in kinds}
    return any((button.callback_data or "").startswith(tuple(heads)) for button in row)


def _marked(label: str, chosen: bool) -> str:
    return GIVEN + label if chosen else label


def _button(label: str, data: CallbackData) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=label, callback_data=data.pack())
