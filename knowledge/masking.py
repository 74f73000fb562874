"""Words that show an address: `common/masking.yaml`. They change no answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import InvalidKnowledge
from knowledge.facts import FactValue
from knowledge.model import Knowledge
from knowledge.reading import read_yaml
from knowledge.shared_files import MASKING, MaskingFile
from knowledge.validating import validated


@dataclass(frozen=True, slots=True)
class MaskingWords:
    """How names of streets end, which words are none, and what makes a number an amount."""

    street_endings: tuple[str, ...]
    not_streets: tuple[str, ...]
    amounts: tuple[str, ...]


def load_masking(folder: Path) -> MaskingWords:
    """Read the shared folder's file; raises `InvalidKnowledge` with every problem."""
    content, problems = validated(read_yaml(folder / f"{MASKING}.yaml", folder), MaskingFile)
    if problems or content is None:
        raise InvalidKnowledge(sorted(problems))
    return MaskingWords(
        tuple(content.street_endings), tuple(content.not_streets), tuple(content.amounts)
    )


def own_texts(knowledge: Knowledge) -> tuple[str, ...]:
    """Return every text among the town's facts: its own numbers and addresses are among them."""
    return tuple(
        text
        for group in knowledge.facts.values()
        for value in group.values.values()
        for text in _texts(value)
    )


def _texts(value: FactValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, tuple):
        yield from value
