"""The finished model as a folder that sentence-transformers reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from embeddings.training.tokenizer import UNKNOWN

# The old module paths: sentence-transformers 5.4 and later read them too, earlier ones only them.
_MODULES: Final = [
    {
        "idx": 0,
        "name": "0",
        "path": "",
        "type": "sentence_transformers.models.StaticEmbedding",
    },
    {
        "idx": 1,
        "name": "1",
        "path": "1_Normalize",
        "type": "sentence_transformers.models.Normalize",
    },
]
_CONFIG: Final = {
    "model_type": "SentenceTransformer",
    "prompts": {"query": "", "document": ""},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


def save_model(folder: Path, tokenizer: Tokenizer, table: NDArray[np.float32]) -> None:
    """Write the table in half precision; the row of unknown pieces is nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = table.astype(np.float16)
    rows[tokenizer.token_to_id(UNKNOWN)] = 0
    save_file({"embedding.weight": rows}, folder / "model.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    _write(folder / "modules.json", _MODULES)
    _write(folder / "config_sentence_transformers.json", _CONFIG)
    for path in folder.iterdir():
        if path.is_file():
            path.chmod(0o644)  # safetensors writes files that only their owner may read


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
