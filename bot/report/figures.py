"""A month's counts as they may be published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.answering.answer import Outcome
from bot.report.disclosure import gathered
from bot.storage.ratings import RatingCount, Vote
from bot.storage.tally import AskedCount

# Stands for several that are too small each.
OTHER = "*"
QUESTION, OPENED = "question", "opened"


@dataclass(frozen=True, slots=True)
class Cell:
    """What is counted: in which language, written or opened by a button, with which outcome."""

    language: str
    door: str
    outcome: str
    topic: str


@dataclass(frozen=True)
class Figures:
    """Parts of the month's questions, each of five or more."""

    parts: Mapping[Cell, int]

    @classmethod
    def of(cls, counts: Iterable[AskedCount]) -> "Figures":
        """Gather counts, small ones with others of their outcome, door and language."""
        cells: dict[Cell, int] = {}
        for count in counts:
            asked = count.asked
            door = QUESTION if asked.door == QUESTION else OPENED
            cell = Cell(asked.language, door, asked.outcome, asked.topic)
            cells[cell] = cells.get(cell, 0) + count.times
        coarser = (
            lambda c: Cell(c.language, c.door, c.outcome, OTHER),
            lambda c: Cell(c.language, c.door, OTHER, OTHER),
            lambda c: Cell(c.language, OTHER, OTHER, OTHER),
            lambda _: Cell(OTHER, OTHER, OTHER, OTHER),
        )
        return cls(gathered(cells, coarser))

    @cached_property
    def total(self) -> int:
        """How much was asked, by any way."""
        return sum(self.parts.values())

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that may be named, the commonest first, several small ones last."""
        sums = {c.language: self.sum(language=c.language) for c in self.parts}
        return tuple(sorted(sums, key=lambda code: (code == OTHER, -sums[code], code)))

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """The topics that may be named, the most asked for first."""
        sums = {
            c.topic: self.sum(topic=c.topic)
            for c in self.parts
            if c.outcome == Outcome.ANSWER and c.topic not in ("", OTHER)
        }
        return tuple(sorted(sums, key=lambda topic: (-sums[topic], topic)))

    def sum(self, **wanted: str) -> int:
        """Return the sum of the parts with these fields."""
        return sum(
            times
            for cell, times in self.parts.items()
            if all(getattr(cell, name) == value for name, value in wanted.items())
        )


@dataclass(frozen=True, slots=True)
class Opinions:
    """Ratings by topic and vote, each of five or more; of small ones the sum under `OTHER`."""

    parts: Mapping[tuple[str, Vote], int]

    @classmethod
    def of(cls, counts: Iterable[RatingCount]) -> "Opinions":
        """Gather ratings, small ones over all topics."""
        cells: dict[tuple[str, Vote], int] = {}
        for count in counts:
            key = count.rating.topic, count.rating.vote
            cells[key] = cells.get(key, 0) + count.times
        return cls(gathered(cells, (lambda key: (OTHER, key[1]),)))

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that may be named, several small ones last."""
        named = {topic for topic, _ in self.parts}
        return tuple(sorted(named, key=lambda topic: (topic == OTHER, topic)))

    def of_topic(self, topic: str, vote: Vote) -> int:
        """Return how often that was said, 0 where it may not be told."""
        return self.parts.get((topic, vote), 0)

    def of_all(self, vote: Vote) -> int:
        """Return the sum of what may be told."""
        return sum(times for (_, said), times in self.parts.items() if said is vote)
