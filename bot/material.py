"""What a town's files hold, read and typed: what everything that answers is made from."""

from dataclasses import dataclass

from bot.answering.mentions import Names, Years
from bot.answering.reading import Reader
from bot.settings import Settings
from knowledge.checks import check_texts
from knowledge.errors import InvalidKnowledge
from knowledge.loading import load_knowledge
from knowledge.model import Knowledge
from knowledge.recognition import Recognition, load_recognition


@dataclass(frozen=True, slots=True)
class Material:
    """A town's own knowledge, and what it shares with all towns."""

    knowledge: Knowledge
    recognition: Recognition


def read_material(settings: Settings) -> Material:
    """Read the town and what it shares; raises `InvalidKnowledge` where it cannot be used."""
    return Material(load_knowledge(settings.town), load_recognition(settings.recognition))


def refuse_broken_texts(settings: Settings) -> None:
    """Raise `InvalidKnowledge` where the town has gaps or texts that cannot be made."""
    errors = [p for p in check_texts(settings.town) if p.severity == "error"]
    if errors:
        raise InvalidKnowledge(errors)


def build_reader(material: Material) -> Reader:
    """Return what sets names and years apart; its context is still to be learnt."""
    town = material.knowledge.municipality
    names = Names(material.recognition, own=[*town.names.values(), *town.also_called])
    return Reader(material.knowledge, names, Years(material.recognition))
