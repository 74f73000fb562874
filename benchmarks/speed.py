"""Milliseconds a question, and seconds for the vectors of many texts."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import cycle, islice

import numpy as np

from benchmarks.minilm import NAME, load_minilm
from benchmarks.table import Table
from benchmarks.town import Town, load_town
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from bot.app import build_service
from bot.settings import Settings
from embeddings.encoder import Encoder

TEXTS = 10_000
WARMING = 50
ASKED = datetime(2026, 11, 23, 12, tzinfo=UTC)


def measure_speed(settings: Settings, texts: int = TEXTS) -> list[Table]:
    """Time each question by itself, and `texts` examples in one go."""
    town = load_town(settings)
    asked = [question.text for question in town.questions]
    many = list(islice(cycle(dict.fromkeys(entry.text for entry in town.entries)), texts))
    # Ours first: torch, once it is there, keeps threads that would compete with it.
    whole = _each(_ask(build_service(settings)), asked)
    alone = _each(_encode(town.encoder), asked)
    ours = _seconds(lambda: town.encoder.encode_documents(many))
    minilm = load_minilm()
    other = _each(_encode(minilm), asked)
    theirs = _seconds(lambda: minilm.encode_documents(many))
    return [_one_by_one(town, whole, alone, other), _in_one_go(texts, ours, theirs)]


def _ask(service: AnsweringService) -> Callable[[str], object]:
    return lambda text: service.answer(Question(text, ASKED))


def _encode(encoder: Encoder) -> Callable[[str], object]:
    return lambda text: encoder.encode_queries([text])


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _each(work: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Return the milliseconds that `work` takes for each text, after a few uncounted ones."""
    for text in texts[:WARMING]:
        work(text)
    return [1000 * _seconds(partial(work, text)) for text in texts]


def _one_by_one(
    town: Town, whole: Sequence[float], alone: Sequence[float], other: Sequence[float]
) -> Table:
    rows = [
        _row("the whole service, question to answer", whole),
        _row("the embedded model, one vector", alone),
        _row(f"{NAME}, one vector", other),
    ]
    shares = zip(_summary(whole), _summary(other), strict=True)
    rows.append(("ratio, first to third", *(f"{one / two:.2f}" for one, two in shares)))
    return Table(
        title="One question at a time",
        columns=("what", "median ms", "99 % within ms"),
        rows=tuple(rows),
        note=f"{len(town.questions):,} test questions, each asked alone, on the processor.",
    )


def _summary(times: Sequence[float]) -> tuple[float, float]:
    return float(np.median(times)), float(np.percentile(times, 99))


def _row(name: str, times: Sequence[float]) -> tuple[str, ...]:
    return name, *(f"{value:.2f}" for value in _summary(times))


def _in_one_go(texts: int, ours: float, theirs: float) -> Table:
    return Table(
        title=f"Vectors of {texts:,} texts",
        columns=("model", "seconds", "texts a second"),
        rows=(
            ("the embedded model", f"{ours:.2f}", f"{texts / ours:,.0f}"),
            (NAME, f"{theirs:.2f}", f"{texts / theirs:,.0f}"),
            ("ratio, first to second", f"{ours / theirs:.3f}", f"{theirs / ours:.0f}"),
        ),
        note="Examples and sentences of the town's answers, on the processor.",
    )
