"""Examples of different topics that mean nearly the same, for an editor to reword or take away."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bot.learning import build_encoder
from bot.settings import Settings
from embeddings.encoder import Encoder
from knowledge.loading import load_knowledge
from knowledge.model import Kind, Knowledge, Snippet
from knowledge.references.lines import Lines

# Cosine from which two examples are told: below it, words beside the meaning tell them apart.
ALIKE = 0.93


@dataclass(frozen=True, slots=True)
class Pair:
    """Two examples under different ids, and the cosine of their vectors."""

    similarity: float
    first: tuple[Snippet, int]
    second: tuple[Snippet, int]


def print_confusions(settings: Settings, echo: Callable[[str], None]) -> None:
    """Print every such pair as file:line, the nearest first."""
    knowledge = load_knowledge(settings.town)
    encoder = build_encoder(settings.embedding)
    pairs = sorted(find_confusions(knowledge, encoder), key=lambda pair: -pair.similarity)
    lines = Lines(knowledge.folder)
    for pair in pairs:
        (one, at), (two, there) = pair.first, pair.second
        message = (
            f"{one.questions[at]!r} is nearly {two.questions[there]!r} of {two.id} "
            f"({pair.similarity:.2f})"
        )
        echo(str(lines.in_snippet(one, ("questions", at), message, "warning")))
    echo(f"{len(pairs)} pairs of examples that can hardly be told apart")


def find_confusions(knowledge: Knowledge, encoder: Encoder) -> Iterator[Pair]:
    """Yield the pairs, each once, within a language: others do not meet in one editor's file."""
    for language in knowledge.understood_languages:
        places = [
            (snippet, at)
            for snippet in knowledge.snippets.values()
            if snippet.language == language and snippet.kind is not Kind.SMALLTALK
            for at in range(len(snippet.questions))
        ]
        yield from _pairs(places, encoder)


def _pairs(places: Sequence[tuple[Snippet, int]], encoder: Encoder) -> Iterator[Pair]:
    vectors = encoder.encode_documents([snippet.questions[at] for snippet, at in places])
    for at, (snippet, _) in enumerate(places):
        near = vectors[at + 1 :] @ vectors[at]
        for offset in np.flatnonzero(near >= ALIKE):
            other = places[at + 1 + int(offset)]
            if _tell_apart(snippet, other[0]):
                yield Pair(float(near[offset]), places[at], other)


def _tell_apart(one: Snippet, other: Snippet) -> bool:
    """Whether it matters which of two is meant: kinds of elsewhere all turn the asker away."""
    return one.id != other.id and Kind.TOPIC in (one.kind, other.kind)
