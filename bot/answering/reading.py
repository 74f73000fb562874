"""How a question is read before it is searched for: names and years set apart.

The search sees a question without names and years that are only mentioned in passing, and it is
told how likely another place, organisation or year is what the question is about.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.context import ASKED, PASSING, ContextModel, context_of
from bot.answering.mentions import Mention, Names, Years, without
from embeddings.lexical import fold
from knowledge.model import Kind, Knowledge, Snippet

LIKELY = 0.5
# What an inflected form adds to a name: Norrbottens län, lääninhallituksen.
LONGEST_ENDING = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it is searched for.

    `text` is without what is mentioned in passing; `asked_names` and `asked_years` are what the
    question may be about, each with its probability.
    """

    text: str
    asked_names: tuple[tuple[Mention, str, float], ...]
    asked_years: tuple[tuple[int, float], ...]


class Reader:
    """Sets names and years apart."""

    def __init__(self, knowledge: Knowledge, names: Names, years: Years) -> None:
        self._names = names
        self._years = years
        self._own = names.own
        self._urgent = frozenset(t.id for t in knowledge.topics.values() if t.urgent)
        self.comparing = frozenset(t.id for t in knowledge.topics.values() if t.compares)
        self._topic_names = {
            topic.id: tuple(map(fold, topic.names)) for topic in knowledge.topics.values()
        }
        self._known_years = {topic: knowledge.known_years(topic) for topic in knowledge.topics}
        self._named_years = knowledge.named_years
        self.figure_years = knowledge.figure_years
        # Whether there are figures for a year is looked up, never learnt: with another year in
        # facts.yaml the search finds as before. The other years tell what is meant (Vision 2035).
        self.telling_years = self._named_years - self.figure_years
        self.context: ContextModel | None = None

    def mentions(self, text: str, this_year: int) -> list[Mention]:
        """Return the names and years of `text`."""
        return [*self._names.find(text), *self._years.find(text, this_year)]

    def read(self, text: str, this_year: int) -> Reading:
        """Read a question as it is asked in `this_year`."""
        names: list[tuple[Mention, str, float]] = []
        years: list[tuple[int, float]] = []
        dropped: list[Mention] = []
        for mention in self.mentions(text, this_year):
            asked = self._asked(text, mention)
            if mention.year is not None:
                years.append((mention.year, asked))
                if mention.year not in self.telling_years:
                    dropped.append(mention)
            else:
                names.append((mention, text[mention.start : mention.end], asked))
                if asked < LIKELY or not self.is_name_of_a_topic(text, mention):
                    dropped.append(mention)
        return Reading(without(text, dropped), tuple(names), tuple(years))

    def knows_name(self, topic: str, name: str) -> bool:
        """Whether `name` belongs to `topic`, so that it does not lead away from it.

        Nothing leads away from help in distress.
        """
        return topic in self._urgent or self.bears_name(topic, name)

    def bears_name(self, topic: str, name: str) -> bool:
        """Whether `name` is one of the topic's own: Sveriges, but not Sverigedemokraterna."""
        folded = fold(name)
        return any(
            folded.startswith(own) and len(folded) <= len(own) + LONGEST_ENDING
            for own in self._topic_names.get(topic, ())
        )

    def knows_year(self, topic: str, year: int, this_year: int) -> bool:
        """Whether `topic` has something to say for `year`."""
        if topic not in self._known_years or topic in self._urgent:
            return True
        known = self._known_years[topic]
        if known is None:  # nothing is said for any year: those that the facts name do no harm
            return year == this_year or year in self._named_years
        return year in known

    def _asked(self, text: str, mention: Mention) -> float:
        return self.context.asked(self.context_of(text, mention)) if self.context else 1.0

    def context_of(self, text: str, mention: Mention) -> str:
        """Describe the words around `mention`."""
        return context_of(text, mention, self._own)

    def is_name_of_a_topic(self, text: str, mention: Mention) -> bool:
        """Whether some topic bears the name."""
        name = text[mention.start : mention.end]
        return any(self.bears_name(topic, name) for topic in self._topic_names)


@dataclass(frozen=True, slots=True)
class Lesson:
    """An example as the search learns it, and the contexts that it shows."""

    text: str | None
    contexts: tuple[tuple[str, str], ...]


def lesson_of(
    reader: Reader, snippet: Snippet, text: str, this_year: int, away: Sequence[str]
) -> Lesson:
    """Read an example of `snippet`; `away` are the kinds that turn other names and years away.

    An example that only a name or a year turns away teaches the context alone: without them it
    would read as one of ours.
    """
    contexts: list[tuple[str, str]] = []
    dropped: list[Mention] = []
    teaches_topic = True
    for mention in reader.mentions(text, this_year):
        telling = mention.year in reader.telling_years
        name = text[mention.start : mention.end]
        if snippet.kind is Kind.ELSEWHERE:
            if snippet.id in away or snippet.id == f"elsewhere.{mention.kind}":
                contexts.append((reader.context_of(text, mention), ASKED))
                teaches_topic &= telling or reader.is_name_of_a_topic(text, mention)
            elif mention.year is not None and not telling:
                dropped.append(mention)
        elif snippet.kind is Kind.TOPIC and not reader.knows_name(snippet.id, name) and not telling:
            if mention.year not in reader.figure_years:
                contexts.append((reader.context_of(text, mention), PASSING))
            dropped.append(mention)
    return Lesson(without(text, dropped) if teaches_topic else None, tuple(contexts))
