"""What helps to recognise names, years and where a question's weight lies; shared by all towns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from knowledge.errors import InvalidKnowledge
from knowledge.loading import version_of
from knowledge.problem import Problem
from knowledge.reading import read_yaml
from knowledge.shared_files import ContextsFile, CuesFile, NamesFile, PhraseEntry
from knowledge.validating import validated

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Phrases:
    """How people put a name or a year, with `{name}` in its place.

    `asked`: it is what the question is about. `passing`: it is mentioned by the way.
    """

    asked: tuple[str, ...]
    passing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variety:
    """A way of speaking without texts of its own, such as Meänkieli.

    `key` names the phrase that says so. One of `words`, a word with one of `beginnings`, or two of
    `hints` show it.
    """

    key: str
    answered_in: str
    words: tuple[str, ...]
    beginnings: tuple[str, ...]
    hints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recognition:
    """Names by kind, the endings they take, and the words that name years.

    `years` maps an offset from the current year (0, -1, 1) to the words for it.
    """

    kinds: Mapping[str, tuple[str, ...]]
    everyday_words: tuple[str, ...]
    endings: tuple[str, ...]
    before_name: tuple[str, ...]
    after_name: tuple[str, ...]
    years: Mapping[int, tuple[str, ...]]
    names_in_context: Phrases
    years_in_context: Phrases
    follow_ups: tuple[str, ...] = ()
    joints: tuple[str, ...] = ()
    varieties: tuple[Variety, ...] = ()
    version: str = ""


def load_recognition(folder: Path) -> Recognition:
    """Read the shared folder; raises `InvalidKnowledge` with every problem."""
    problems: list[Problem] = []

    def read(file: Path, shape: type[M]) -> M | None:
        content, found = validated(read_yaml(file, folder), shape)
        problems.extend(found)
        return content

    cues = read(folder / "cues.yaml", CuesFile)
    names = read(folder / "names.yaml", NamesFile)
    contexts = [read(file, ContextsFile) for file in sorted((folder / "contexts").glob("*.yaml"))]
    if problems or cues is None or names is None:
        raise InvalidKnowledge(sorted(problems))
    known = [entry for entry in contexts if entry is not None]
    return Recognition(
        kinds={kind: tuple(listed) for kind, listed in names.kinds.items()},
        everyday_words=tuple(names.everyday_words),
        endings=tuple(cues.endings),
        before_name=tuple(cues.municipality_words.before),
        after_name=tuple(cues.municipality_words.after),
        years={
            0: tuple(cues.years.this),
            -1: tuple(cues.years.last),
            1: tuple(cues.years.next),
        },
        names_in_context=_joined([entry.names for entry in known]),
        years_in_context=_joined([entry.years for entry in known]),
        follow_ups=tuple(cues.follow_ups),
        joints=tuple(cues.joints),
        varieties=tuple(
            Variety(
                key, told.answered_in, tuple(told.words), tuple(told.beginnings), tuple(told.hints)
            )
            for key, told in cues.varieties.items()
        ),
        version=version_of(folder),
    )


def _joined(entries: Sequence[PhraseEntry]) -> Phrases:
    return Phrases(
        asked=tuple(text for entry in entries for text in entry.asked),
        passing=tuple(text for entry in entries for text in entry.passing),
    )
