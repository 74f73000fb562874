"""What doors ask of the answering room: answers, topics and phrases of the newest snapshot."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from datetime import datetime
from time import perf_counter

from bot.answering.answer import Answer
from bot.answering.answer_language import asker_language
from bot.answering.catalogue import Catalogue
from bot.answering.considering import consider
from bot.answering.decision import Costs
from bot.answering.explaining import Considered, Explanation, explanation_of
from bot.answering.followup import Conversations
from bot.answering.learnt import Learnt
from bot.answering.markup import html_of
from bot.answering.offers.offering import Offering
from bot.answering.question import Question
from bot.answering.snapshot import Snapshot
from bot.answering.tidy import has_words, tidy
from knowledge.model import Municipality, TopicOff

COMMANDS = ("contact", "vision", "budget", "goals", "about", "privacy")


class AnsweringService:
    """Answers questions from a snapshot.

    Calls are CPU-bound and meant for one thread (`bot.answering.worker.Worker`).
    """

    def __init__(self, snapshot: Snapshot, costs: Costs) -> None:
        self._snapshot = snapshot
        self._costs = costs
        self._conversations = Conversations()
        self._watchers: list[Callable[[], object]] = []
        self._switched: tuple[TopicOff, ...] = ()
        self._listeners: list[Callable[[Explanation], object]] = []

    @property
    def snapshot(self) -> Snapshot:
        """What is answered from at the moment."""
        return self._snapshot

    @property
    def learnt(self) -> Learnt:
        """What questions are understood by."""
        return self._snapshot.learnt

    @property
    def version(self) -> str:
        """Changes whenever the knowledge does."""
        return self._snapshot.knowledge.version

    @property
    def languages(self) -> Mapping[str, str]:
        """The languages that one can choose, by code, each in its own name."""
        return {code: language.name for code, language in self._town.languages.items()}

    @property
    def default_language(self) -> str:
        """The language that is used when nothing else is known."""
        return self._town.default_language

    @property
    def command_topics(self) -> Mapping[str, str]:
        """Commands that open a topic of this town."""
        return {name: name for name in COMMANDS if name in self._snapshot.knowledge.topics}

    @property
    def catalogue(self) -> Catalogue:
        """The topics of the town."""
        return Catalogue(self._snapshot.knowledge, self._snapshot.renderer)

    @property
    def offering(self) -> Offering:
        """What goes with answers: menus, contacts, other languages."""
        return Offering(self._snapshot.knowledge, self._snapshot.renderer)

    def as_it_stands(self) -> "AnsweringService":
        """Return this service with today's snapshot for good, for what must come from one state.

        Conversations and listeners are shared.
        """
        return copy(self)

    def replace(self, snapshot: Snapshot) -> None:
        """Answer from `snapshot` from the next question on, and tell those who watch."""
        snapshot.renderer.switched = self._switched
        self._snapshot = snapshot
        for watcher in self._watchers:
            watcher()

    def switch_off(self, topics: Sequence[TopicOff]) -> None:
        """Take out these topics besides those that the files take out, until told otherwise."""
        self._switched = self._snapshot.renderer.switched = tuple(topics)

    def topics_off(self, now: datetime) -> list[tuple[str, TopicOff]]:
        """Return the topics that are taken out, each with by what."""
        off = self._snapshot.renderer.off
        found = [(topic, off(topic, now)) for topic in self._snapshot.knowledge.topics]
        return [(topic, by) for topic, by in found if by is not None]

    def notice(self, language: str, now: datetime) -> str:
        """Return the notices in force as plain text, "" for none."""
        return self._snapshot.renderer.notice(language, now)

    def watch(self, watcher: Callable[[], object]) -> Callable[[], None]:
        """Have `watcher` called after every replacement; return what ends that.

        It is called in the thread that replaces.
        """
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def language_told(self, question: Question) -> str | None:
        """Return the language that the words themselves tell, `None` where the asker decides."""
        text = tidy(question.text)
        if not has_words(text):
            return None
        understood = self._snapshot.understander.understand(text, question.now.year)
        return understood.language.best if understood.language.confident else None

    def forget(self, chat: str) -> None:
        """Drop what is remembered of a conversation."""
        self._conversations.forget(chat)

    def answer(self, question: Question) -> Answer:
        """Return the reply to `question`."""
        if not self._listeners:
            return self._consider(question).answer
        explanation = self.explain(question)
        for listener in self._listeners:
            listener(explanation)
        return explanation.answer

    def listen(self, listener: Callable[[Explanation], object]) -> None:
        """Have `listener` told why each question is answered so, in the thread that answers."""
        self._listeners.append(listener)

    def explain(self, question: Question) -> Explanation:
        """Answer `question` as `answer` does, and return what the answer rested on."""
        began = perf_counter()
        considered = self._consider(question)
        return explanation_of(question, considered, self._costs, perf_counter() - began)

    def open_topic(self, topic: str, language: str, now: datetime) -> Answer | None:
        """Return the answer that a button or command asks for, `None` for an unknown topic."""
        snapshot = self._snapshot
        if topic not in snapshot.knowledge.topics or language not in self.languages:
            return None
        return snapshot.composer.topic(topic, language, now, score=1.0)

    def open_both(self, topic: str, language: str, beside: str, now: datetime) -> Answer | None:
        """Return a topic's answer in two languages, `None` for an unknown topic or language."""
        first = self.open_topic(topic, language, now)
        second = self.open_topic(topic, beside, now)
        if first is None or second is None:
            return None
        return self._snapshot.composer.side_by_side(first, second)

    def phrase(self, key: str, language: str, now: datetime, /, **values: str) -> str:
        """Return one of the bot's own phrases as HTML."""
        return html_of(self.plain_phrase(key, language, now, **values))

    def plain_phrase(self, key: str, language: str, now: datetime, /, **values: str) -> str:
        """Return one of the bot's own phrases as plain text."""
        return self._snapshot.renderer.phrase(key, language, now, **values)

    def plain_phrases(self, keys: Iterable[str], language: str, now: datetime) -> dict[str, str]:
        """Return several phrases as plain text, by key."""
        return {key: self.plain_phrase(key, language, now) for key in keys}

    def language_for(self, language_code: str | None, chosen: str | None) -> str:
        """Return the language to use where no question tells it."""
        language, _ = asker_language(self._town, chosen, language_code)
        return language

    @property
    def _town(self) -> Municipality:
        return self._snapshot.knowledge.municipality

    def _consider(self, question: Question) -> Considered:
        return consider(question, self._snapshot, self._costs, self._conversations)
