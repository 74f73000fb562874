"""From text files to a finished model folder, each step kept so that a broken run goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from embeddings.training.batches import Batches, Compass, first_table
from embeddings.training.contamination import TestSentences
from embeddings.training.contrast import Stage, run_stage
from embeddings.training.corpus import Corpus, load_corpus
from embeddings.training.neighbours import Neighbours
from embeddings.training.recipe import Recipe
from embeddings.training.teacher import Lessons, Teacher, encode_lessons
from embeddings.training.tokenizer import Words, cut_words, sample_texts, train_tokenizer

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Trained:
    """A finished model before it is written down."""

    tokenizer: Tokenizer
    table: NDArray[np.float32]


def train_model(
    data: Path,
    bench: Path,
    recipe: Recipe,
    teacher: Teacher | None,
    test_sentences: TestSentences,
    *,
    report: Report = print,
) -> Trained:
    """Run the recipe on ``data``; steps already finished under ``bench`` are not done again."""
    bench.mkdir(parents=True, exist_ok=True)
    corpus = load_corpus(data, test_sentences, recipe.seed, recipe.sources)
    report(f"corpus: {len(corpus)} pairs of {len(corpus.texts)} texts")
    tokenizer = _tokenizer(corpus, bench / "tokenizer.json", recipe)
    words = _words(tokenizer, corpus, bench / "words.npz", recipe.seed)
    report(f"tokenizer: {tokenizer.get_vocab_size()} pieces")
    lessons, vectors = _lessons(corpus, teacher, bench / "teacher", recipe, report)
    neighbours = Neighbours.from_vectors(vectors, recipe.neighbours) if len(vectors) > 1 else None
    batches = Batches(corpus, words, lessons, vectors, neighbours)
    pieces = tokenizer.get_vocab_size()
    table = first_table(words, corpus, batches, pieces, recipe.seed)
    for stage in recipe.stages:
        table = _stage(table, batches, stage, bench, report)
    # Half precision keeps most digits of rows about one long; a text's direction stays as it is.
    return Trained(tokenizer, table / np.linalg.norm(table, axis=1).mean())


def _tokenizer(corpus: Corpus, path: Path, recipe: Recipe) -> Tokenizer:
    if not path.exists():
        texts = sample_texts(corpus, recipe.sampled_pairs, recipe.seed)
        train_tokenizer(texts, recipe.pieces).save(str(path), pretty=False)
    return Tokenizer.from_file(str(path))


def _words(tokenizer: Tokenizer, corpus: Corpus, path: Path, seed: int) -> Words:
    if not path.exists():
        cut_words(tokenizer, corpus.texts, seed=seed).save(path)
    return Words.load(path)


def _lessons(
    corpus: Corpus,
    teacher: Teacher | None,
    folder: Path,
    recipe: Recipe,
    report: Report,
) -> tuple[Lessons, NDArray[np.float32]]:
    """The teacher's vectors of all English texts, and the same turned to our width."""
    if teacher is None:
        return Lessons.none(), np.zeros((1, recipe.width), dtype=np.float32)
    lessons = encode_lessons(teacher, corpus.texts, corpus.taught, folder, report)
    compass = Compass.from_vectors(lessons.vectors, recipe.width)
    return lessons, compass.turn(lessons.vectors)


def _stage(
    table: NDArray[np.float32],
    batches: Batches,
    stage: Stage,
    bench: Path,
    report: Report,
) -> NDArray[np.float32]:
    finished = bench / f"{stage.name}.npy"
    if not finished.exists():
        checkpoint = bench / f"{stage.name}.checkpoint"
        table = run_stage(table, batches, stage, checkpoint=checkpoint, report=report)
        np.save(finished, table)
    return np.asarray(np.load(finished), dtype=np.float32)
