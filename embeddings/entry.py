"""What is indexed and what is found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of the index: an example of how `topic` is asked for in `language`."""

    topic: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that resembles a question, with its cosine similarity (-1 to 1)."""

    entry: Entry
    similarity: float
