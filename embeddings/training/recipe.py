"""The numbers that made the committed model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from embeddings.training.contrast import Stage
from embeddings.training.sources import SOURCES, Source


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that a run depends on beside the text itself."""

    pieces: int
    width: int
    stages: tuple[Stage, ...]
    sampled_pairs: int = 800_000
    neighbours: int = 16
    seed: int = 0
    sources: tuple[Source, ...] = SOURCES


RECIPE: Final = Recipe(
    pieces=68_000,
    width=256,
    stages=(
        Stage("translations", steps=2000, batch=1024, rate=0.01),
        Stage(
            "topics",
            steps=500,
            batch=2048,
            rate=0.003,
            warmup=30,
            contrast=0.3,
            likeness_temperature=0.07,
            crowd=3,
        ),
        Stage(
            "wide",
            steps=450,
            batch=4096,
            rate=0.006,
            warmup=40,
            imitation=0.5,
            likeness=0.5,
            crowd=1,
        ),
    ),
)
