"""What several rooms' tests share: the towns, each built once a session, and a small model."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import hypothesis
import pytest

from bot.answering.service import AnsweringService
from bot.app import build_service
from bot.settings import Settings, load_settings
from tests.postgres import MISSING, Cluster, find_programs, running_cluster

ROOT = Path(__file__).parents[1]
LILLBY = ROOT / "tests" / "towns" / "lillby"
TREVIK = ROOT / "tests" / "towns" / "trevik"
NOW = datetime(2026, 1, 15, 10, tzinfo=UTC)  # a Thursday, in office hours
DATABASES = count(1)

# The same wild input every time: a failure is the change's, and comes again where it is looked for.
hypothesis.settings.register_profile("same", derandomize=True)
hypothesis.settings.load_profile("same")


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The repository's own settings, without a second process that follows the files."""
    return load_settings(ROOT / "config.yaml").model_copy(update={"reload": False})


@pytest.fixture(scope="session")
def tiny_settings(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The tiny town, with costs of its own and a cache that ends with the tests."""
    cache = tmp_path_factory.mktemp("lillby-cache")
    costs = {"wrong_answer": 1.9, "needless_choices": 1, "pointless_choices": 1.3}
    decision = settings.decision.model_copy(update={**costs, "needless_refusal": 1.9})
    return settings.model_copy(update={"town": LILLBY, "cache": cache, "decision": decision})


@pytest.fixture(scope="session")
def lillby(tiny_settings: Settings) -> AnsweringService:
    """The tiny town: two topics, one language."""
    return build_service(tiny_settings)


@pytest.fixture(scope="session")
def trevik(tiny_settings: Settings) -> AnsweringService:
    """The town with three years of budgets, in two languages."""
    return build_service(tiny_settings.model_copy(update={"town": TREVIK}))


@pytest.fixture(scope="session")
def haparanda(settings: Settings) -> AnsweringService:
    """The real town, fitted once and then read from the cache."""
    return build_service(settings)


@pytest.fixture(scope="session")
def transformer_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A transformer of one layer and random weights, in sentence-transformers' own format."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    source = tmp_path_factory.mktemp("bert")
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ":"]
    vocabulary = marks + letters + [f"##{letter}" for letter in letters]
    (source / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    BertTokenizer(vocab={p: i for i, p in enumerate(vocabulary)}).save_pretrained(source)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(source)
    transformer = Transformer(str(source))
    folder = tmp_path_factory.mktemp("transformer")
    model = SentenceTransformer(modules=[transformer, Pooling(32)], device="cpu")
    model.save(str(folder))
    return folder


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A real PostgreSQL; without one its tests are skipped, and fail in CI."""
    programs = find_programs()
    if programs is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    with running_cluster(programs) as running:
        yield running


@pytest.fixture
def postgres_url(cluster: Cluster) -> Iterator[str]:
    """The URL of an empty database of the test's own."""
    name = f"test_{next(DATABASES)}"
    yield cluster.make_database(name)
    cluster.drop_database(name)
