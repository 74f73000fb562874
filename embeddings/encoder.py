"""Text to unit vectors: a light door for static models, sentence-transformers for all others.

A static model is a table with one row for each piece of a word; a text is the mean of its rows.
Serving one needs neither torch nor sentence-transformers, whose import alone costs seconds and
hundreds of megabytes. ``model2vec`` reads the same folders, but cuts texts at 512 pieces and drops
unknown ones, so its vectors are not always those of sentence-transformers; ours are (see tests).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

_STATIC: Final = "StaticEmbedding"
_NORMALIZE: Final = "Normalize"
_TABLE: Final = "embedding.weight"
_BATCH: Final = 256
_CHUNK: Final = 1 << 20
_PATIENCE: Final = 10.0


class Encoder(Protocol):
    """Whatever turns texts into vectors; tests pass any object of this shape."""

    @property
    def dimensions(self) -> int:
        """Width of a vector."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the vectors may: hash of the model's files, or of id and revision."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """What residents ask: unit rows ``(len(texts), dimensions)``; blank text is zeros."""

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """What is searched, in the same shape."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """Words that some models want before a text, like e5's ``query: `` and ``passage: ``."""

    query: str = ""
    document: str = ""


class StaticEncoder:
    """The light door: tokenizer and table of a ``StaticEmbedding`` folder, numpy for the rest."""

    def __init__(
        self,
        tokenizer: Tokenizer,
        table: NDArray[np.floating],
        fingerprint: str = "",
        prompts: Prompts | None = None,
    ) -> None:
        self._tokenizer = tokenizer
        self._table = table
        self._prompts = prompts or Prompts()
        self.fingerprint = fingerprint

    @classmethod
    def from_folder(cls, folder: Path, prompts: Prompts | None = None) -> StaticEncoder:
        """Read ``tokenizer.json`` and ``model.safetensors``; half precision stays so."""
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        part = folder / _static_part(folder)
        prompts = prompts or Prompts()
        tokenizer = Tokenizer.from_file(str(part / "tokenizer.json"))
        tokenizer.no_padding()
        table = load_file(part / "model.safetensors")[_TABLE]
        return cls(tokenizer, table, _fingerprint_folder(folder, prompts), prompts)

    @property
    def dimensions(self) -> int:
        """Width of a vector."""
        return int(self._table.shape[1])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit rows of the questions, the query prompt before each."""
        return self._encode(texts, self._prompts.query)

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Unit rows of the documents, the document prompt before each."""
        return self._encode(texts, self._prompts.document)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            some = [prompt + text for text in texts[start : start + _BATCH]]
            encodings = self._tokenizer.encode_batch(some, add_special_tokens=False)
            for row, encoding in enumerate(encodings, start):
                if encoding.ids and texts[row].strip():
                    # A sum has the mean's direction, and only the direction is kept.
                    vectors[row] = self._table[encoding.ids].sum(axis=0, dtype=np.float32)
        return _unit(vectors)


class SentenceTransformerEncoder:
    """Any model that sentence-transformers loads; also the reference for the light door."""

    def __init__(
        self, model: SentenceTransformer, fingerprint: str = "", prompts: Prompts | None = None
    ) -> None:
        # Tables stored in half precision would else be summed in half precision.
        self._model = model.float()
        self._prompts = prompts or Prompts()
        self.fingerprint = fingerprint

    @classmethod
    def from_name(cls, model: str, prompts: Prompts | None = None) -> SentenceTransformerEncoder:
        """Load a folder or a hub id; the id is looked for in the local cache before the network."""
        from sentence_transformers import SentenceTransformer

        prompts = prompts or Prompts()
        folder = Path(model).expanduser()
        try:
            if folder.is_dir():
                loaded = SentenceTransformer(str(folder.resolve()), device="cpu")
                return cls(loaded, _fingerprint_folder(folder, prompts), prompts)
            try:
                loaded = SentenceTransformer(model, device="cpu", local_files_only=True)
            except (OSError, ValueError):
                _reach_hub(model)
                loaded = SentenceTransformer(model, device="cpu")
        except Exception as error:  # the libraries below share no error of their own
            raise EncoderError(_unloadable(model, folder, error)) from error
        return cls(loaded, _fingerprint_hub(model, prompts), prompts)

    @property
    def dimensions(self) -> int:
        """Width of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit rows of the questions; without a prompt given, the model's own for queries."""
        prompt = self._prompts.query or None
        return _zero_blanks(
            texts,
            self._model.encode_query(
                list(texts), prompt=prompt, normalize_embeddings=True, show_progress_bar=False
            ),
            self.dimensions,
        )

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Unit rows of the documents; without a prompt given, the model's own for documents."""
        prompt = self._prompts.document or None
        return _zero_blanks(
            texts,
            self._model.encode_document(
                list(texts), prompt=prompt, normalize_embeddings=True, show_progress_bar=False
            ),
            self.dimensions,
        )


def load_encoder(model: str, *, query_prompt: str = "", document_prompt: str = "") -> Encoder:
    """The encoder for a folder or a hub id.

    A folder with a static model gets the light door; every other model goes through
    sentence-transformers on the processor. Raises `EncoderError` if it cannot be had.
    """
    prompts = Prompts(query_prompt, document_prompt)
    folder = Path(model).expanduser()
    if not folder.is_dir():
        if _looks_like_path(model):
            raise EncoderError(
                f"model folder not found: {folder.absolute()}. Set the model to a folder that "
                "holds modules.json, or to a hub id such as intfloat/multilingual-e5-small."
            )
        return SentenceTransformerEncoder.from_name(model, prompts)
    if not is_static(folder):
        return SentenceTransformerEncoder.from_name(model, prompts)
    try:
        return StaticEncoder.from_folder(folder, prompts)
    except Exception as error:  # tokenizers raises bare Exception for a broken file
        raise EncoderError(_unloadable(model, folder, error)) from error


def is_static(folder: Path) -> bool:
    """Whether the folder holds one static table, at most with a normalisation after it."""
    kinds = [module["type"].rsplit(".", 1)[-1] for module in _modules(folder)]
    return kinds in ([_STATIC], [_STATIC, _NORMALIZE])


def _modules(folder: Path) -> list[dict[str, str]]:
    path = folder / "modules.json"
    if not path.exists():
        return []
    try:
        modules: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise EncoderError(
            f"{path}: not valid JSON ({error}). Restore the model folder."
        ) from error
    return modules


def _static_part(folder: Path) -> str:
    return _modules(folder)[0].get("path", "")


def _looks_like_path(model: str) -> bool:
    """A hub id is ``name`` or ``owner/name``; what starts or goes deeper otherwise is a path."""
    if model.startswith((".", "/", "~")) or "\\" in model or model.count("/") != 1:
        return model.count("/") != 0 or model.startswith((".", "~"))
    return Path(model.split("/", 1)[0]).is_dir()


def _unloadable(model: str, folder: Path, error: Exception) -> str:
    told = str(error).strip().splitlines() or [type(error).__name__]
    reason = told[0].rstrip(".") + "."
    if folder.is_dir():
        return (
            f"the model in {folder.absolute()} cannot be loaded: {reason} "
            "Restore its files (modules.json, tokenizer.json, model.safetensors), or name another."
        )
    return (
        f"model {model!r} is neither a folder under {Path.cwd()} nor in the local cache, and could "
        f"not be fetched from the hub: {reason} Check the name, or fetch it once with a network."
    )


def _fingerprint_folder(folder: Path, prompts: Prompts) -> str:
    """Hash of the files' names and bytes; texts about the model (``.md``) do not change vectors."""
    digest = blake2b(repr(prompts).encode(), digest_size=16)
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        if path.is_file() and path.suffix != ".md" and not hidden:
            digest.update(inside.as_posix().encode())
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
    return digest.hexdigest()


def _reach_hub(model: str) -> None:
    """Raise at once where there is no network: loading would try for most of a minute."""
    from huggingface_hub import model_info
    from huggingface_hub.errors import HfHubHTTPError

    with suppress(HfHubHTTPError):  # the hub answers; what it lacks, loading tells better
        model_info(model, timeout=_PATIENCE)


def _fingerprint_hub(model: str, prompts: Prompts) -> str:
    """Hash of the id, the revision that the local cache holds, and the prompts."""
    from huggingface_hub import try_to_load_from_cache

    revision = "unknown"
    for name in (model, f"sentence-transformers/{model}"):
        found = None if name.count("/") > 1 else try_to_load_from_cache(name, "config.json")
        if isinstance(found, str):
            revision = Path(found).parent.name
            break
    return blake2b(repr((model, revision, prompts)).encode(), digest_size=16).hexdigest()


def _zero_blanks(texts: Sequence[str], vectors: NDArray[np.floating], dimensions: int) -> Vectors:
    rows = np.array(vectors, dtype=np.float32).reshape(len(texts), dimensions)
    rows[[not text.strip() for text in texts]] = 0
    return _unit(rows)


def _unit(vectors: Vectors) -> Vectors:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 0)
    return unit
