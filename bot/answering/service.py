"""The whole way from a question to an answer: the only place that knows all of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import perf_counter
from zoneinfo import ZoneInfo

from bot.answering.answer import Answer, Outcome
from bot.answering.catalogue import Catalogue
from bot.answering.composing import Composer
from bot.answering.decision import CHOICES, Costs, decide
from bot.answering.explaining import Considered, Explanation, LanguageReason, explanation_of
from bot.answering.followup import Conversations, Turn, what_follows
from bot.answering.learnt import Learnt
from bot.answering.markup import html_of
from bot.answering.offers.offering import Offering
from bot.answering.parts import SURE, find_two_topics
from bot.answering.question import Question
from bot.answering.reading import LIKELY
from bot.answering.tidy import tidy
from bot.answering.understanding import Understander, Understanding
from bot.answering.varieties import Varieties
from knowledge.model import Knowledge, TopicOff
from knowledge.rendering import Renderer

COMMANDS = ("contact", "vision", "budget", "goals", "about", "privacy")
# With a smaller share of known words a question is not understood rather than turned away.
UNDERSTOOD = 0.34


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Knowledge with everything that was fitted to it; replaced as a whole on reload."""

    learnt: Learnt
    knowledge: Knowledge
    renderer: Renderer
    composer: Composer
    understander: Understander
    follow_ups: tuple[str, ...] = ()
    joints: tuple[str, ...] = ()
    varieties: Varieties = field(default_factory=lambda: Varieties(()))


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

    @property
    def catalogue(self) -> Catalogue:
        """The topics of the town."""
        return Catalogue(self._snapshot.knowledge, self._snapshot.renderer)

    @property
    def offering(self) -> Offering:
        """What goes with answers: menus, contacts, other languages."""
        return Offering(self._snapshot.knowledge, self._snapshot.renderer)

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
        if not any(char.isalnum() for char in text):
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

    def _consider(self, question: Question) -> Considered:
        snapshot = self._snapshot
        text = tidy(question.text)
        if not any(char.isalnum() for char in text):
            language, reason = self._language_without_words(question)
            empty = snapshot.composer.phrase("empty", Outcome.FALLBACK, language, question.now)
            return Considered(empty, language, reason)
        zone = ZoneInfo(snapshot.knowledge.municipality.time_zone)
        year = question.now.astimezone(zone).year
        understood = self._understood(snapshot, text, year, question)
        language, reason = self._language_of(understood, question)
        answer = self._reply(snapshot, understood, language, question.now)
        if answer.outcome in (Outcome.ANSWER, Outcome.CHOICES) and not answer.urgent:
            topics = find_two_topics(snapshot.understander, snapshot.joints, text, year, understood)
            if topics is not None and answer.topic in (None, *topics):
                answer = self._both(snapshot, answer, topics, language, question.now)
        variety = snapshot.varieties.find(text, language)
        if variety is not None and not answer.urgent:
            answer = snapshot.composer.with_note(answer, variety, question.now)
        if answer.urgent and question.chat is not None:
            self._conversations.forget(question.chat)
        else:
            turn = Turn(language, answer.topic, question.now, understood.known_years)
            self._conversations.remember(question.chat, turn)
        distress = _distress(snapshot.knowledge, understood)
        return Considered(answer, language, reason, understood, distress)

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
        for code in (chosen, _primary(language_code)):
            if code and code in self.languages:
                return code
        return self.default_language

    def _language_of(
        self, understood: Understanding, question: Question
    ) -> tuple[str, LanguageReason]:
        if understood.language.confident:
            return understood.language.best, LanguageReason.WORDS
        last = self._conversations.last(question.chat, question.now)
        return self._language_without_words(question, last.language if last else None)

    def _language_without_words(
        self, question: Question, last: str | None = None
    ) -> tuple[str, LanguageReason]:
        """Return the language that the asker tells rather than the words, and what tells it."""
        told = (
            (question.chosen_language, LanguageReason.CHOSEN),
            (last, LanguageReason.LAST),
            (_primary(question.language_code), LanguageReason.CLIENT),
        )
        for code, reason in told:
            if code and code in self.languages:
                return code, reason
        return self.default_language, LanguageReason.DEFAULT

    def _understood(
        self, snapshot: Snapshot, text: str, year: int, question: Question
    ) -> Understanding:
        """Understand `text` by itself or, if likelier, as going on from the last answer.

        What goes on keeps the years that were asked about, where it names none.
        """
        alone = snapshot.understander.understand(text, year)
        last = self._conversations.last(question.chat, question.now)
        rest = what_follows(text, snapshot.follow_ups)
        if last is None or rest is None:
            return alone
        alone = replace(alone, known_years=alone.known_years or last.years)
        if last.topic is None or alone.belief.best >= SURE:
            return alone
        for subject in (last.topic.rpartition(".")[0], last.topic):
            if subject not in snapshot.knowledge.topics:
                continue
            title = snapshot.renderer.title(subject, last.language)
            joined = snapshot.understander.understand(f"{title} {rest}", year)
            # The family's name alone leads to the family: then the rest was about the last topic.
            led = joined.signals.topics.labels[0] != subject or subject == last.topic
            if led and joined.belief.best > max(alone.belief.best, LIKELY):
                years = joined.known_years or last.years
                return replace(joined, language=alone.language, known_years=years)
        return alone

    def _both(
        self,
        snapshot: Snapshot,
        answer: Answer,
        topics: tuple[str, str],
        language: str,
        now: datetime,
    ) -> Answer:
        """Answer one of two topics and offer the other."""
        first, second = topics
        if answer.topic == second or snapshot.knowledge.topics[second].urgent:
            first, second = second, first
        if answer.topic != first:
            answer = snapshot.composer.topic(first, language, now, SURE)
        if answer.urgent:
            return answer
        return snapshot.composer.with_second(answer, second, language, now)

    def _reply(
        self, snapshot: Snapshot, understood: Understanding, language: str, now: datetime
    ) -> Answer:
        belief, composer = understood.belief, snapshot.composer
        topics = understood.signals.topics.labels
        outcome = decide(belief, self._costs, _distress(snapshot.knowledge, understood))
        if not understood.signals.coverage and outcome is not Outcome.ANSWER:
            return composer.phrase("fallback", Outcome.FALLBACK, language, now, belief.best)
        if outcome is Outcome.ANSWER:
            return composer.topic(topics[0], language, now, belief.best, understood.known_years)
        if outcome is Outcome.CHOICES:
            return composer.choices(topics[:CHOICES], language, now, belief.best)
        if outcome is Outcome.SMALLTALK:
            label = understood.signals.smalltalk.labels[0]
            return composer.smalltalk(label, language, now, belief.best)
        return self._refusal(snapshot, understood, language, now)

    def _refusal(
        self, snapshot: Snapshot, understood: Understanding, language: str, now: datetime
    ) -> Answer:
        score = understood.belief.best
        kind = self._kind_of(snapshot, understood)
        if kind is None or (understood.signals.coverage < UNDERSTOOD and understood.away is None):
            return snapshot.composer.phrase("fallback", Outcome.FALLBACK, language, now, score)
        return snapshot.composer.elsewhere(kind, language, now, score, understood.unknown_years)

    def _kind_of(self, snapshot: Snapshot, understood: Understanding) -> str | None:
        default = snapshot.knowledge.municipality.default_language
        for kind in (understood.away, "places" if understood.away else None):
            if kind and snapshot.knowledge.snippet(f"elsewhere.{kind}", default):
                return f"elsewhere.{kind}"
        labels = understood.signals.elsewhere.labels
        return labels[0] if labels else None


def _primary(tag: str | None) -> str:
    """Return the language of an IETF tag, without region or script."""
    return (tag or "").split("-")[0].lower()


def _distress(knowledge: Knowledge, understood: Understanding) -> float:
    """Return how likely the best topic, or it and the next, are help in distress."""
    belief, best = understood.belief, understood.signals.topics.labels[:2]
    urgent = [knowledge.topics[topic].urgent for topic in best]
    if not urgent or not urgent[0]:
        return 0.0
    return belief.best + (belief.other if all(urgent) else 0.0)
