"""From what was understood to an answer: the decision is carried out, and composed."""

from datetime import datetime

from bot.answering.answer import Answer, Outcome
from bot.answering.decision import CHOICES, Costs, decide
from bot.answering.parts import SURE, find_two_topics
from bot.answering.snapshot import Snapshot
from bot.answering.understanding import Understanding

# With a smaller share of known words a question is not understood rather than turned away,
UNDERSTOOD = 0.34
# unless its words are made of known parts, as a compound is that nobody asked for before.
FAMILIAR = 0.75


class Replying:
    """Answers in `language` at `now`, from one snapshot."""

    def __init__(self, snapshot: Snapshot, costs: Costs, language: str, now: datetime) -> None:
        self._snapshot = snapshot
        self._composer = snapshot.composer
        self._costs = costs
        self._language = language
        self._now = now

    def nothing_asked(self) -> Answer:
        """Answer a message without a letter or a digit."""
        return self._composer.phrase("empty", Outcome.FALLBACK, self._language, self._now)

    def reply(self, text: str, understood: Understanding) -> Answer:
        """Answer `text`, and what else it asks, as it was `understood`."""
        answer = self._decided(understood)
        if answer.urgent:
            return answer
        if answer.outcome in (Outcome.ANSWER, Outcome.CHOICES):
            topics = self._two_topics(text, understood)
            if topics is not None and answer.topic in (None, *topics):
                answer = self._both(answer, topics)
        variety = self._snapshot.varieties.find(text, self._language)
        if variety is None or answer.urgent:
            return answer
        return self._composer.with_note(answer, variety, self._now)

    def _decided(self, understood: Understanding) -> Answer:
        """Do what is expected to cost least."""
        topics, belief = understood.signals.topics.labels, understood.belief
        outcome = decide(belief, self._costs, distress_of(self._snapshot, understood))
        if outcome is not Outcome.ANSWER and not _has_sense(understood, more_than=0):
            return self._fallback(belief.best)
        if outcome is Outcome.ANSWER:
            years = understood.known_years
            return self._composer.topic(topics[0], self._language, self._now, belief.best, years)
        if outcome is Outcome.CHOICES:
            offered = topics[:CHOICES]
            return self._composer.choices(offered, self._language, self._now, belief.best)
        if outcome is Outcome.SMALLTALK:
            label = understood.signals.smalltalk.labels[0]
            return self._composer.smalltalk(label, self._language, self._now, belief.best)
        return self._refusal(understood)

    def _two_topics(self, text: str, understood: Understanding) -> tuple[str, str] | None:
        snapshot = self._snapshot
        year = snapshot.year(self._now)
        return find_two_topics(snapshot.understander, snapshot.joints, text, year, understood)

    def _both(self, answer: Answer, topics: tuple[str, str]) -> Answer:
        """Answer one of two topics and offer the other; urgent help comes first, and alone."""
        first, second = topics
        if answer.topic == second or self._snapshot.knowledge.topics[second].urgent:
            first, second = second, first
        if answer.topic != first:
            answer = self._composer.topic(first, self._language, self._now, SURE)
        if answer.urgent:
            return answer
        return self._composer.with_second(answer, second, self._language, self._now)

    def _refusal(self, understood: Understanding) -> Answer:
        score, kind = understood.belief.best, self._kind_of(understood)
        if kind is None or not _has_sense(understood, more_than=UNDERSTOOD):
            return self._fallback(score)
        years = understood.unknown_years
        return self._composer.elsewhere(kind, self._language, self._now, score, years)

    def _fallback(self, score: float) -> Answer:
        return self._composer.phrase("fallback", Outcome.FALLBACK, self._language, self._now, score)

    def _kind_of(self, understood: Understanding) -> str | None:
        """Return the kind of elsewhere whose text turns away, `None` where there is none."""
        knowledge = self._snapshot.knowledge
        default = knowledge.municipality.default_language
        for kind in (understood.away, "places" if understood.away else None):
            if kind and knowledge.snippet(f"elsewhere.{kind}", default):
                return f"elsewhere.{kind}"
        labels = understood.signals.elsewhere.labels
        return labels[0] if labels else None


def _has_sense(understood: Understanding, more_than: float) -> bool:
    """Whether a message can be turned away as understood: it names something that is elsewhere, or
    `more_than` this share of its words is known, or they are made of known parts.
    """
    known = understood.signals.coverage > more_than or understood.familiarity >= FAMILIAR
    return known or understood.away is not None


def distress_of(snapshot: Snapshot, understood: Understanding) -> float:
    """Return how likely the best topic, or it and the next, are help in distress, 0 to 1."""
    belief, best = understood.belief, understood.signals.topics.labels[:2]
    urgent = [snapshot.knowledge.topics[topic].urgent for topic in best]
    if not urgent or not urgent[0]:
        return 0.0
    return belief.best + (belief.other if all(urgent) else 0.0)
