"""The model card: the prose of ``card.md`` with sources, recipe and measured numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from string import Template
from typing import Final

from embeddings.training.evaluation import TATOEBA
from embeddings.training.measure import Measure
from embeddings.training.recipe import RECIPE, Recipe
from embeddings.training.sources import Source

_PROSE: Final = Path(__file__).with_name("card.md")
# Accuracy on the same Tatoeba files, from embeddings-benchmark/results @ f4cc6c8.
_PUBLISHED: Final[dict[str, dict[str, float]]] = {
    "paraphrase-multilingual-MiniLM-L12-v2": {
        "sv": 95.6, "fi": 94.7, "nb": 98.3, "da": 96.0, "de": 97.7, "et": 98.0, "ru": 93.8,
        "uk": 94.4, "ar": 90.6, "fr": 93.5, "es": 96.5, "pl": 95.5, "tr": 96.2, "fa": 94.2,
    },
    "multilingual-e5-small": {
        "sv": 89.7, "fi": 77.1, "nb": 92.9, "da": 90.4, "de": 98.0, "et": 66.8, "ru": 92.3,
        "uk": 88.1, "ar": 80.7, "fr": 93.0, "es": 95.4, "pl": 91.4, "tr": 92.6, "fa": 89.0,
    },
    "static-similarity-mrl-multilingual-v1": {
        "sv": 84.6, "fi": 81.3, "nb": 90.9, "da": 91.1, "de": 96.5, "et": 55.2, "ru": 91.8,
        "uk": 91.7, "ar": 85.9, "fr": 90.8, "es": 94.7, "pl": 85.7, "tr": 95.8, "fa": 72.7,
    },
    "potion-multilingual-128M": {
        "sv": 62.9, "fi": 46.3, "nb": 68.9, "da": 66.2, "de": 70.1, "et": 42.4, "ru": 57.8,
        "uk": 49.3, "ar": 40.2, "fr": 52.5, "es": 61.6, "pl": 54.2, "tr": 49.3, "fa": 59.5,
    },
}  # fmt: skip
_QUESTIONS: Final = ("questions, nearest", "questions, mean of three", "questions, logistic")


def write_card(folder: Path, measures: Sequence[Measure], recipe: Recipe = RECIPE) -> None:
    """Write ``README.md`` into the model's folder."""
    prose = Template(_PROSE.read_text(encoding="utf-8"))
    card = prose.substitute(
        pieces=f"{recipe.pieces:,}",
        width=recipe.width,
        stages="\n".join(_stage_lines(recipe)),
        sources="\n".join(_source_lines(recipe.sources)),
        tatoeba="\n".join(_tatoeba_lines(measures)),
        news="\n".join(_news_lines(measures)),
        questions="\n".join(_question_lines(measures)),
        swefaq=_percent(measures, "swefaq", "sv"),
    )
    (folder / "README.md").write_text(card, encoding="utf-8")


def _stage_lines(recipe: Recipe) -> Iterable[str]:
    yield "| stage | steps | pairs a step | rate | contrast | imitation | likeness | neighbours |"
    yield "|---|---|---|---|---|---|---|---|"
    for stage in recipe.stages:
        shares = f"{stage.contrast:g} | {stage.imitation:g} | {stage.likeness:g}"
        pace = f"{stage.steps} | {stage.batch} | {stage.rate:g}"
        yield f"| {stage.name} | {pace} | {shares} | {stage.crowd or 'none'} |"


def _source_lines(sources: Iterable[Source]) -> Iterable[str]:
    yield "| file | licence | repository and commit | weight |"
    yield "|---|---|---|---|"
    for source in sources:
        yield f"| {source.path} | {source.licence} | {source.origin} | {source.weight:g} |"


def _tatoeba_lines(measures: Sequence[Measure]) -> Iterable[str]:
    yield "| model | " + " | ".join(TATOEBA) + " |"
    yield "|---|" + "---|" * len(TATOEBA)
    ours = (_percent(measures, "tatoeba", language) for language in TATOEBA)
    yield "| **this model** | " + " | ".join(ours) + " |"
    for name, shares in _PUBLISHED.items():
        yield f"| {name} | " + " | ".join(f"{shares[language]:.1f}" for language in TATOEBA) + " |"


def _news_lines(measures: Sequence[Measure]) -> Iterable[str]:
    pairs = [measure.language for measure in measures if measure.name == "ntrex128"]
    yield "| test set | " + " | ".join(pairs) + " |"
    yield "|---|" + "---|" * len(pairs)
    for name in ("ntrex128", "flores200_devtest"):
        yield f"| {name} | " + " | ".join(_percent(measures, name, pair) for pair in pairs) + " |"


def _question_lines(measures: Sequence[Measure]) -> Iterable[str]:
    found = [measure for measure in measures if measure.name == _QUESTIONS[0]]
    languages = [measure.language for measure in found]
    yield "| score | " + " | ".join(languages) + " | all |"
    yield "|---|" + "---|" * (len(languages) + 1)
    for name in _QUESTIONS:
        mine = [measure for measure in measures if measure.name == name]
        total = sum(m.share * m.count for m in mine) / max(1, sum(m.count for m in mine))
        shares = [_percent(measures, name, language) for language in languages]
        yield f"| {name.split(', ')[1]} | " + " | ".join(shares) + f" | {100 * total:.1f} |"
    counts = [str(measure.count) for measure in found]
    yield "| number | " + " | ".join(counts) + f" | {sum(m.count for m in found)} |"


def _percent(measures: Iterable[Measure], name: str, language: str) -> str:
    shares = [m.share for m in measures if (m.name, m.language) == (name, language)]
    return f"{100 * shares[0]:.1f}" if shares else "-"
