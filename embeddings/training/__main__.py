"""``python -m embeddings.training train|evaluate --data DIR``: make the model, or measure it."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from embeddings.encoder import load_encoder
from embeddings.errors import EmbeddingsError
from embeddings.training.card import write_card
from embeddings.training.contamination import TestSentences, read_test_texts
from embeddings.training.evaluation import measure_all
from embeddings.training.folder import save_model
from embeddings.training.measure import Measure
from embeddings.training.recipe import RECIPE
from embeddings.training.teacher import EnglishTeacher
from embeddings.training.workshop import train_model

_MODEL: Final = Path(__file__).parents[1] / "model"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 2 where something that it needs is missing."""
    options = _parser().parse_args(arguments)
    if not (options.data / "test").is_dir():
        return _refuse(f"no test/ in {options.data.absolute()}: give --data the text files' folder")
    try:
        if options.command == "train":
            _train(options.data, options.out, options.bench, options.teacher)
        _evaluate(options.data, options.out, options.town)
    except EmbeddingsError as error:
        return _refuse(str(error))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m embeddings.training", description=__doc__)
    parser.add_argument("command", choices=["train", "evaluate"])
    parser.add_argument("--data", type=Path, required=True, help="folder with train/ dict/ test/")
    parser.add_argument("--out", type=Path, default=_MODEL, help="the model's folder")
    parser.add_argument("--bench", type=Path, default=Path("build/training"), help="checkpoints")
    parser.add_argument("--teacher", default="", help="folder of the teacher, if not its package")
    parser.add_argument("--town", type=Path, help="a town's folder, whose questions are measured")
    return parser


def _train(data: Path, out: Path, bench: Path, teacher: str) -> None:
    tests = TestSentences.from_texts(read_test_texts(data))
    trained = train_model(data, bench, RECIPE, EnglishTeacher(teacher), tests, report=_say)
    save_model(out, trained.tokenizer, trained.table)


def _evaluate(data: Path, out: Path, town: Path | None) -> None:
    encoder = load_encoder(str(out.absolute()))
    measures: list[Measure] = []
    for measure in measure_all(data, encoder.encode_queries, town):
        _say(f"{measure.name} {measure.language}: {measure.share:.1%} of {measure.count}")
        measures.append(measure)
    write_card(out, measures)


def _say(line: str) -> None:
    print(time.strftime("%H:%M:%S"), line, flush=True)


def _refuse(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
