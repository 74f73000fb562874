"""The whole way from a question to an answer: the only place that knows all of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.answering.answer import Answer, Button, Outcome
from bot.answering.decision import CHOICES, Costs, decide
from bot.answering.followup import Conversations
from bot.answering.markup import html_of, plain_of
from bot.answering.question import Question
from bot.answering.tidy import tidy
from bot.answering.understanding import Understander, Understanding
from knowledge.model import Knowledge, Status
from knowledge.rendering import Renderer

COMMANDS = ("contact", "vision", "budget", "goals")
# A redirect names what it is about only where that is likelier than not; else it stays general.
SURE_OF_KIND = 0.0
# With fewer known words than this a question is not understood rather than turned away.
UNDERSTOOD = 0.34


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Knowledge with everything that was fitted to it; replaced as a whole on reload."""

    knowledge: Knowledge
    renderer: Renderer
    understander: Understander


class AnsweringService:
    """Answers questions from a snapshot.

    Calls are CPU-bound and meant for one thread (`bot.answering.worker.Worker`).
    """

    def __init__(self, snapshot: Snapshot, costs: Costs) -> None:
        self._snapshot = snapshot
        self._costs = costs
        self._conversations = Conversations()

    @property
    def version(self) -> str:
        """Changes whenever the knowledge does."""
        return self._snapshot.knowledge.version

    @property
    def languages(self) -> Mapping[str, str]:
        """The languages that one can choose, by code, each in its own name."""
        municipality = self._snapshot.knowledge.municipality
        return {code: language.name for code, language in municipality.languages.items()}

    @property
    def default_language(self) -> str:
        """The language that is used when nothing else is known."""
        return self._snapshot.knowledge.municipality.default_language

    @property
    def command_topics(self) -> Mapping[str, str]:
        """Commands that open a topic of this town."""
        return {name: name for name in COMMANDS if name in self._snapshot.knowledge.topics}

    def replace(self, snapshot: Snapshot) -> None:
        """Answer from `snapshot` from the next question on."""
        self._snapshot = snapshot

    def forget(self, chat: str) -> None:
        """Drop what is remembered of a conversation."""
        self._conversations.forget(chat)

    def answer(self, question: Question) -> Answer:
        """Return the reply to `question`."""
        text = tidy(question.text)
        language = self.language_for(question.language_code, question.chosen_language)
        if not text:
            return self._phrase_answer("empty", language, question.now)
        return Answering(self._snapshot, self._costs, self._conversations, question, text).answer()

    def open_topic(self, topic: str, language: str, now: datetime) -> Answer | None:
        """Return the answer that a button or command asks for, `None` for an unknown topic."""
        if topic not in self._snapshot.knowledge.topics:
            return None
        return topic_answer(self._snapshot, topic, language, now, score=1.0)

    def phrase(self, key: str, language: str, now: datetime, **values: str) -> str:
        """Return one of the bot's own phrases as HTML."""
        return html_of(self.plain_phrase(key, language, now, **values))

    def plain_phrase(self, key: str, language: str, now: datetime, **values: str) -> str:
        """Return one of the bot's own phrases as plain text."""
        return self._snapshot.renderer.phrase(key, language, now, **values)

    def language_for(self, language_code: str | None, chosen: str | None) -> str:
        """Return the language to use where no question tells it."""
        for code in (chosen, (language_code or "").split("-")[0].lower()):
            if code and code in self.languages:
                return code
        return self.default_language

    def _phrase_answer(self, key: str, language: str, now: datetime) -> Answer:
        plain = self.plain_phrase(key, language, now)
        return Answer(
            self.answering_language(language), Outcome.FALLBACK, html_of(plain), plain_of(plain)
        )

    def answering_language(self, language: str) -> str:
        """Return the language that texts asked for in `language` come in."""
        return answering_language(self._snapshot.knowledge, language)


def answering_language(knowledge: Knowledge, language: str) -> str:
    """Return `language`, or the one that answers for it where it is only understood."""
    known = knowledge.municipality.languages[language]
    return known.answers_in or language if known.status is Status.UNDERSTOOD else language
