"""What was fitted, kept on disk under a fingerprint of everything that it depends on.

Arrays go into safetensors and texts into JSON: nothing that is read can run code. The files are a
cache: they may be deleted at any time, and whatever does not fit is built anew.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from bot.answering.context import SHAPE, ContextModel
from bot.answering.decision import Decider
from bot.answering.fitting import Fitted
from bot.answering.language import LanguageModel
from bot.answering.soundness import refuse_unsound
from embeddings.entry import Entry
from embeddings.lexical import LexicalFeatures
from embeddings.scoring import LinearScorer

ARRAYS, TEXTS, CHECKED = "fitted.safetensors", "fitted.json", "checked.txt"
KEPT = 3
Arrays = dict[str, NDArray[Any]]


def fingerprint(parts: Sequence[str], code: Sequence[Path]) -> str:
    """Return a hash of `parts` and of the files `code`."""
    digest = hashlib.sha256("\0".join(parts).encode())
    for file in code:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:24]


def save(fitted: Fitted, folder: Path) -> None:
    """Write `fitted` into `folder`, whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if load(folder) is None:
        _forget(folder)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as made:
        new = Path(made) / "fitted"
        new.mkdir()
        save_file(_arrays_of(fitted), new / ARRAYS)
        (new / TEXTS).write_text(json.dumps(_texts_of(fitted), ensure_ascii=False), "utf-8")
        with suppress(OSError):  # another process has saved the same in the meantime
            new.replace(folder)
    _forget_old(folder)


def load(folder: Path) -> Fitted | None:
    """Return what was saved in `folder`, `None` where there is nothing usable."""
    try:
        arrays = load_file(folder / ARRAYS)
        texts = json.loads((folder / TEXTS).read_text("utf-8"))
        fitted = _fitted_of(arrays, texts)
        refuse_unsound(fitted)
    except (OSError, ValueError, KeyError, TypeError, SafetensorError):
        return None
    with suppress(OSError):  # a cache that cannot be written still serves
        os.utime(folder)
    return fitted


def is_checked(folder: Path, mark: str) -> bool:
    """Whether the texts that go by `mark` were found right once."""
    try:
        return mark in (folder / CHECKED).read_text("utf-8").split()
    except (OSError, ValueError):
        return False


def note_checked(folder: Path, mark: str) -> None:
    """Note beside what was learnt that the texts that go by `mark` are right."""
    # A cache that cannot be written costs a check at each start.
    with suppress(OSError), (folder / CHECKED).open("a", encoding="utf-8") as file:
        file.write(f"{mark}\n")


def _arrays_of(fitted: Fitted) -> Arrays:
    arrays: Arrays = {
        "vectors": fitted.vectors.astype(np.float16),
        "lexical.known": fitted.lexical.known,
        "lexical.idf": fitted.lexical.idf,
        "decider.mean": fitted.decider.mean,
        "decider.scale": fitted.decider.scale,
        "decider.weights": np.ascontiguousarray(fitted.decider.weights),
        "decider.bias": fitted.decider.bias,
        **_scorer_arrays("topics", fitted.topics),
        **_scorer_arrays("languages", fitted.languages),
    }
    if fitted.context is not None:
        arrays |= {
            "context.known": fitted.context.lexical.known,
            "context.idf": fitted.context.lexical.idf,
            **_scorer_arrays("context", fitted.context.scorer),
        }
    return arrays


def _scorer_arrays(name: str, scorer: LinearScorer) -> Arrays:
    return {
        f"{name}.weights": np.ascontiguousarray(scorer.weights.astype(np.float16)),
        f"{name}.bias": scorer.bias,
    }


def _texts_of(fitted: Fitted) -> dict[str, object]:
    model = fitted.language_model
    return {
        "entries": [[entry.topic, entry.language, entry.text] for entry in fitted.entries],
        "topics": fitted.topics.labels,
        "languages": fitted.languages.labels,
        "meaning": fitted.meaning,
        "language_model": [model.codes, model.general, model.special],
        "context": None
        if fitted.context is None
        else [fitted.context.scorer.labels, fitted.context.slope],
    }


def _fitted_of(arrays: Arrays, texts: dict[str, Any]) -> Fitted:
    def scorer(name: str, labels: Sequence[str]) -> LinearScorer:
        return LinearScorer(tuple(labels), arrays[f"{name}.weights"], arrays[f"{name}.bias"])

    codes, general, special = texts["language_model"]
    context = None
    if texts["context"] is not None:
        labels, slope = texts["context"]
        words = LexicalFeatures(arrays["context.known"], arrays["context.idf"], SHAPE)
        context = ContextModel(words, scorer("context", labels), slope)
    return Fitted(
        entries=tuple(Entry(*entry) for entry in texts["entries"]),
        vectors=arrays["vectors"].astype(np.float32),
        lexical=LexicalFeatures(arrays["lexical.known"], arrays["lexical.idf"]),
        topics=scorer("topics", texts["topics"]),
        languages=scorer("languages", texts["languages"]),
        meaning=texts["meaning"],
        language_model=LanguageModel(tuple(codes), general, special),
        decider=Decider(
            arrays["decider.mean"],
            arrays["decider.scale"],
            arrays["decider.weights"],
            arrays["decider.bias"],
        ),
        context=context,
    )


def _forget_old(newest: Path) -> None:
    """Keep those used last; an older one is built again if its knowledge comes back."""
    others = [file.parent for file in newest.parent.glob(f"[!.]*/{TEXTS}") if file.parent != newest]
    others.sort(key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in others[KEPT - 1 :]:
        _forget(folder)


def _forget(folder: Path) -> None:
    for name in (ARRAYS, TEXTS, CHECKED):
        (folder / name).unlink(missing_ok=True)
    with suppress(OSError):  # there is none, or something else lies in it
        folder.rmdir()
