"""What helps to recognise names, years and where a question's weight lies; shared by all towns."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """How people put a name or a year, with `{name}` in its place.

    `asked`: it is what the question is about. `passing`: it is mentioned by the way.
    """

    asked: tuple[str, ...]
    passing: tuple[str, ...]


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
