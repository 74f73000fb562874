"""The light door gives sentence-transformers' vectors; what cannot be loaded says why."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from embeddings.encoder import (
    Prompts,
    SentenceTransformerEncoder,
    StaticEncoder,
    is_static,
    load_encoder,
)
from embeddings.errors import EncoderError
from embeddings.training.folder import save_model
from embeddings.training.tokenizer import train_tokenizer

ROOT = Path(__file__).parents[2]
EMBEDDED = ROOT / "embeddings" / "model"
TEXTS = [
    "Hur mycket pengar får skolan?",
    "Milloin virasto on auki?",
    "Коли відчинено?",
    "كيف أتصل بالبلدية؟",
    "e-post",
    "a b " * 700,
    "日本",
]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return train_tokenizer(TEXTS * 3, pieces=300)


@pytest.fixture(scope="module")
def static_folder(tokenizer: Tokenizer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("static")
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(tokenizer.get_vocab_size(), 16)).astype(np.float32)
    save_model(folder, tokenizer, rows)
    return folder


@pytest.mark.parametrize("half", [False, True], ids=["made here", "embedded"])
def test_static_door_equals_sentence_transformers(half: bool, static_folder: Path) -> None:
    folder = EMBEDDED if half else static_folder
    light = load_encoder(str(folder))
    reference = SentenceTransformerEncoder.from_name(str(folder))

    assert isinstance(light, StaticEncoder)
    assert light.dimensions == reference.dimensions
    assert light.fingerprint == reference.fingerprint
    np.testing.assert_allclose(
        light.encode_queries(TEXTS), reference.encode_queries(TEXTS), atol=1e-5
    )


def test_rows_are_unit_and_blank_text_is_zeros(static_folder: Path) -> None:
    vectors = load_encoder(str(static_folder)).encode_documents(["skola", "", "  \n", "?!"])

    assert vectors.dtype == np.float32
    assert vectors.shape == (4, 16)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 0, 0, 0], atol=1e-5)


def test_no_texts_give_no_rows(static_folder: Path, transformer_folder: Path) -> None:
    assert load_encoder(str(static_folder)).encode_queries([]).shape == (0, 16)
    assert load_encoder(str(transformer_folder)).encode_queries([]).shape == (0, 32)


def test_batches_do_not_change_vectors(static_folder: Path) -> None:
    encoder = load_encoder(str(static_folder))
    texts = [f"skola {number} {'auki ' * (number % 7)}" for number in range(600)]

    together = encoder.encode_documents(texts)

    alone = np.vstack([encoder.encode_documents([text]) for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_transformer_folder_is_served_with_its_prompts(transformer_folder: Path) -> None:
    plain = load_encoder(str(transformer_folder))
    prompted = load_encoder(
        str(transformer_folder), query_prompt="query: ", document_prompt="passage: "
    )

    assert isinstance(prompted, SentenceTransformerEncoder)
    assert prompted.dimensions == 32
    assert prompted.fingerprint != plain.fingerprint
    asked = prompted.encode_queries(["skola", " "])
    np.testing.assert_allclose(np.linalg.norm(asked, axis=1), [1, 0], atol=1e-5)
    np.testing.assert_allclose(asked[0], plain.encode_queries(["query: skola"])[0], atol=1e-5)
    np.testing.assert_allclose(
        prompted.encode_documents(["skola"]), plain.encode_documents(["passage: skola"]), atol=1e-5
    )


def test_static_prompts_stand_before_the_text(static_folder: Path) -> None:
    prompted = StaticEncoder.from_folder(static_folder, Prompts("fråga ", "svar "))
    plain = StaticEncoder.from_folder(static_folder)

    np.testing.assert_array_equal(
        prompted.encode_queries(["skola"]), plain.encode_queries(["fråga skola"])
    )
    np.testing.assert_array_equal(
        prompted.encode_documents(["skola"]), plain.encode_documents(["svar skola"])
    )


def test_fingerprint_follows_the_files(static_folder: Path, tmp_path: Path) -> None:
    for path in static_folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    same = load_encoder(str(tmp_path)).fingerprint
    (tmp_path / "README.md").write_text("a card changes no vector", encoding="utf-8")
    (tmp_path / ".cache").write_text("neither does this", encoding="utf-8")

    assert same == load_encoder(str(static_folder)).fingerprint
    assert same == load_encoder(str(tmp_path)).fingerprint
    (tmp_path / "tokenizer.json").write_text(
        (tmp_path / "tokenizer.json").read_text(encoding="utf-8") + "\n", encoding="utf-8"
    )
    assert load_encoder(str(tmp_path)).fingerprint != same


@pytest.mark.parametrize(
    "name", ["/no/such/model", "./missing", "../a/b/c", "a/b/c", "~/nowhere-at-all"]
)
def test_missing_folder_says_where(name: str) -> None:
    with pytest.raises(EncoderError, match=r"model folder not found: .*/\w[\w-]*\. Set the model"):
        load_encoder(name)


def test_broken_static_folder_says_what_to_do(static_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_bytes((static_folder / "modules.json").read_bytes())

    with pytest.raises(EncoderError, match=r"cannot be loaded.*Restore its files"):
        load_encoder(str(tmp_path))


def test_broken_list_of_modules_is_named(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[", encoding="utf-8")

    with pytest.raises(EncoderError, match=r"modules\.json: not valid JSON"):
        load_encoder(str(tmp_path))


def test_folder_without_a_model_is_an_encoder_error(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="cannot be loaded"):
        load_encoder(str(tmp_path))


@pytest.mark.parametrize(
    ("kinds", "static"),
    [
        (["StaticEmbedding"], True),
        (["StaticEmbedding", "Normalize"], True),
        (["Transformer", "Pooling"], False),
        (["StaticEmbedding", "Dense"], False),
    ],
    ids=["table", "table, normalised", "transformer", "table with a layer after it"],
)
def test_only_bare_tables_are_static(kinds: list[str], static: bool, tmp_path: Path) -> None:
    modules = [{"type": f"sentence_transformers.models.{kind}", "path": ""} for kind in kinds]
    (tmp_path / "modules.json").write_text(json.dumps(modules), encoding="utf-8")

    assert is_static(tmp_path) is static


def test_serving_a_static_model_imports_no_torch() -> None:
    code = (
        "import sys; from embeddings.encoder import load_encoder; "
        f"load_encoder({str(EMBEDDED)!r}).encode_queries(['skola']); "
        "sys.exit('torch' in sys.modules or 'sentence_transformers' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)

    assert done.returncode == 0


def test_hub_id_without_a_network_says_what_was_tried(tmp_path: Path) -> None:
    code = (
        "from embeddings.encoder import load_encoder\n"
        "from embeddings.errors import EncoderError\n"
        "try: load_encoder('no-such-owner/no-such-model')\n"
        "except EncoderError as error: print(error)"
    )
    quiet = {"HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | quiet,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "'no-such-owner/no-such-model' is neither a folder" in done.stdout
    assert "fetch it once with a network" in done.stdout
