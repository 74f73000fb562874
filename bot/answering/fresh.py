"""Examples that are newer than what was learnt: recognised as they stand until they are learnt."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.answering.decision import Belief, Ranked, Signals
from bot.answering.language import LanguageBelief
from knowledge.copies import find_copies
from knowledge.model import Kind

# How sure it is that who asks as an example does means its topic.
SURE = 0.97
REST = (1 - SURE) / 3


@dataclass(frozen=True, slots=True)
class Known:
    """What a question is about that is asked as a new example is, and the example's language."""

    topic: str
    language: str


class Fresh:
    """New examples as (id, language, text).

    A question is recognised that equals one of them but for case, accents and punctuation, or has
    four in five of its words from one.
    """

    def __init__(self, examples: Iterable[tuple[str, str, str]] = ()) -> None:
        self._known: dict[str, Known] = {}
        for topic, language, text in examples:
            self._known.setdefault(text, Known(topic, language))
        self._texts = tuple(self._known)

    def find(self, text: str) -> Known | None:
        """Return what `text` is about, `None` where it resembles no new example."""
        if not self._texts:
            return None
        found = next(find_copies([text], self._texts), None)
        return None if found is None else self._known[found[1]]


def signals_for(known: Known, kind: Kind, signals: Signals) -> Signals:
    """Put what is known first among the labels of its kind; every word counts as known."""
    changed = replace(signals, coverage=1.0, similarity=1.0)
    if kind is Kind.TOPIC:
        return replace(changed, topics=_led_by(known.topic, signals.topics))
    if kind is Kind.ELSEWHERE:
        return replace(changed, elsewhere=_led_by(known.topic, signals.elsewhere))
    return replace(changed, smalltalk=_led_by(known.topic, signals.smalltalk))


def _led_by(label: str, ranked: Ranked) -> Ranked:
    others = [pair for pair in zip(ranked.labels, ranked.scores, strict=True) if pair[0] != label]
    return Ranked((label, *(name for name, _ in others)), (1.0, *(score for _, score in others)))


def belief_for(kind: Kind) -> Belief:
    """Return the probabilities for what is known."""
    return Belief(
        best=SURE if kind is Kind.TOPIC else REST,
        other=REST,
        elsewhere=SURE if kind is Kind.ELSEWHERE else REST,
        smalltalk=SURE if kind is Kind.SMALLTALK else REST,
    )


def language_for(known: Known, codes: Iterable[str]) -> LanguageBelief:
    """Return the example's own language, certain, before all others."""
    others = [(code, 0.0) for code in codes if code != known.language]
    return LanguageBelief(((known.language, 1.0), *others))
