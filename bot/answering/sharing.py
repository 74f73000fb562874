"""Answers as cards that can be put into any chat."""

from dataclasses import dataclass, replace
from textwrap import shorten

from bot.answering.answer import Answer, Outcome
from bot.answering.question import Question
from bot.answering.service import AnsweringService

MOST_CARDS = 10
LONGEST_TITLE = 60
LONGEST_DESCRIPTION = 120


@dataclass(frozen=True, slots=True)
class Card:
    """An answer to be shared: `text` is HTML, with its source and the period that it holds for.

    `stamp` says, as HTML too, from whom and when it is. It is empty where the answer is help in
    distress, which stands alone and whole. `topic` is `None` where the text turns away.
    """

    topic: str | None
    language: str
    title: str
    description: str
    text: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Hand:
    """Cards, best first; `personal` where the asker and not the words decided the language."""

    cards: tuple[Card, ...]
    personal: bool
    language: str


class Sharing:
    """Finds what somebody wants to share."""

    def __init__(self, service: AnsweringService) -> None:
        self._service = service

    def cards(self, question: Question) -> Hand:
        """Return what may be meant, help in distress before all else.

        An empty question gets the first topic of each family. Nothing is remembered.
        """
        told = self._service.language_told(question)
        chosen = self._service.language_for(question.language_code, question.chosen_language)
        language = told or chosen
        if question.text.strip():
            found = self._meant(replace(question, chat=None), language)
        else:
            found = self._opened(self._service.catalogue.families, language, question)
        cards = [self._card(answer, language, question) for answer in found[:MOST_CARDS]]
        return Hand(tuple(cards), told is None, language)

    def _meant(self, question: Question, language: str) -> list[Answer]:
        answer = self._service.answer(question)
        if answer.outcome is Outcome.REDIRECT:
            return [answer]
        if answer.outcome is Outcome.CHOICES:
            return self._opened(answer.choices, language, question)
        if answer.topic is None:
            return []
        related = tuple(button.topic for button in answer.buttons)
        return [answer, *self._opened(related, language, question)]

    def _opened(self, topics: tuple[str, ...], language: str, question: Question) -> list[Answer]:
        urgent_first = sorted(
            topics, key=lambda topic: not self._service.catalogue.is_urgent(topic)
        )
        opened = (self._service.open_topic(t, language, question.now) for t in urgent_first)
        return [answer for answer in opened if answer is not None]

    def _card(self, answer: Answer, language: str, question: Question) -> Card:
        topic, body = answer.topic, answer.plain
        title = "" if topic is None else self._service.catalogue.title(topic, answer.language)
        first, *rest = [line for line in body.removeprefix(title).splitlines() if line.strip()]
        alone = topic is not None and self._service.catalogue.is_urgent(topic)
        return Card(
            topic=topic,
            language=language,
            title=title or shorten(first, LONGEST_TITLE, placeholder="…"),
            description=shorten(" ".join([first, *rest]), LONGEST_DESCRIPTION, placeholder="…"),
            text=answer.text,
            stamp="" if alone else self._service.catalogue.stamp(answer.language, question.now),
        )
