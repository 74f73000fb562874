"""A town as the benchmarks see it: what it learns from, what it is asked, and what it understands.

Everyone who is compared gets the same examples and the same questions.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.answering.examples import gather_lessons, kinds_of
from bot.answering.material import build_reader, read_material
from bot.answering.understanding import Understander
from bot.app import build_snapshot
from bot.learning import build_encoder
from bot.settings import Settings
from embeddings.encoder import Encoder
from embeddings.entry import Entry
from knowledge.model import Kind
from knowledge.questions import TestQuestion, load_test_questions


@dataclass(frozen=True, slots=True)
class Town:
    """Examples of all kinds with the kind of each label, and all test questions."""

    understander: Understander
    encoder: Encoder
    entries: tuple[Entry, ...]
    kinds: Mapping[str, Kind]
    questions: tuple[TestQuestion, ...]

    @property
    def examples(self) -> tuple[Entry, ...]:
        """The examples of topics: what answers are chosen among."""
        return tuple(e for e in self.entries if self.kinds[e.topic] is Kind.TOPIC)

    @property
    def in_scope(self) -> tuple[TestQuestion, ...]:
        """The test questions that a topic answers."""
        return tuple(question for question in self.questions if question.topic is not None)


def load_town(settings: Settings) -> Town:
    """Build the service's understanding, and gather again the examples that it was fitted to."""
    material = read_material(settings.town, settings.recognition)
    lessons = gather_lessons(material.knowledge, build_reader(material), material.recognition)
    return Town(
        understander=build_snapshot(settings).understander,
        encoder=build_encoder(settings.embedding),
        entries=lessons.entries,
        kinds=kinds_of(material.knowledge),
        questions=load_test_questions(settings.town),
    )
