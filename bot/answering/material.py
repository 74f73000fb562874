"""What a town's files hold, read and typed: what everything that answers is made from."""

from dataclasses import dataclass
from pathlib import Path

from bot.answering.mentions import Names, Years
from bot.answering.reading import Reader
from knowledge.checks import try_texts
from knowledge.errors import InvalidKnowledge
from knowledge.loading import load_knowledge
from knowledge.model import Knowledge
from knowledge.problem import Problem
from knowledge.recognition import Recognition, load_recognition


@dataclass(frozen=True, slots=True)
class Material:
    """A town's own knowledge, and what it shares with all towns."""

    knowledge: Knowledge
    recognition: Recognition

    @property
    def version(self) -> str:
        """Changes whenever something in the files does."""
        return f"{self.knowledge.version}-{self.recognition.version}"


def read_material(town: Path, recognition: Path) -> Material:
    """Read the town and what it shares; raises `InvalidKnowledge` where it cannot be used."""
    return Material(load_knowledge(town), load_recognition(recognition))


def try_material(town: Path, recognition: Path) -> tuple[Material | None, list[Problem]]:
    """Read both and try every text: the material, or the errors that forbid to answer from it."""
    knowledge, problems = try_texts(town)
    errors = [problem for problem in problems if problem.severity == "error"]
    try:
        shared = load_recognition(recognition)
    except InvalidKnowledge as error:
        return None, sorted([*errors, *error.problems])
    if knowledge is None or errors:
        return None, errors
    return Material(knowledge, shared), []


def build_reader(material: Material) -> Reader:
    """Return what sets names and years apart; its context is still to be learnt."""
    town = material.knowledge.municipality
    names = Names(material.recognition, own=[*town.names.values(), *town.also_called])
    return Reader(material.knowledge, names, Years(material.recognition))
