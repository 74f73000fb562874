"""A whole training on a few dozen made-up pairs, and the proof that no test sentence is learnt."""

from __future__ import annotations

import json
import lzma
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from embeddings.encoder import load_encoder
from embeddings.training.__main__ import main
from embeddings.training.card import write_card
from embeddings.training.contamination import TestSentences, fold, read_test_texts
from embeddings.training.contrast import Stage
from embeddings.training.corpus import load_corpus
from embeddings.training.evaluation import measure_all
from embeddings.training.folder import save_model
from embeddings.training.neighbours import Neighbours
from embeddings.training.questions import Questions, measure_questions
from embeddings.training.recipe import RECIPE, Recipe
from embeddings.training.sources import Source
from embeddings.training.tokenizer import Ragged, cut_words, train_tokenizer
from embeddings.training.workshop import train_model

PLACES = ["school", "library", "bridge", "river", "forest", "harbour", "church", "museum"]
SWEDISH = ["skolan", "biblioteket", "bron", "älven", "skogen", "hamnen", "kyrkan", "museet"]
FINNISH = ["koulu", "kirjasto", "silta", "joki", "metsä", "satama", "kirkko", "museo"]
DEEDS = ["opens", "closes", "burns", "grows"]
SWEDISH_DEEDS = ["öppnar", "stänger", "brinner", "växer"]
FINNISH_DEEDS = ["avautuu", "sulkeutuu", "palaa", "kasvaa"]

TINY = Recipe(
    pieces=400,
    width=16,
    stages=(
        Stage("translations", steps=60, batch=16, rate=0.05, warmup=5, crowd=2),
        Stage("topics", steps=10, batch=16, rate=0.01, warmup=2, contrast=0.3),
    ),
    sampled_pairs=200,
    sources=(
        Source("train/made_up", "CC0", "this test"),
        Source("svfi/made_up", "CC0", "this test"),
    ),
)


class WordTeacher:
    """Likes two English texts as much as they share words: a place each, a deed each."""

    def __init__(self) -> None:
        self.texts_read = 0

    def read(self, texts: Sequence[str]) -> NDArray[np.floating]:
        self.texts_read += len(texts)
        words = [*PLACES, *DEEDS]
        hits = [[2.0 * (word in text.split()) for word in words] for text in texts]
        rows = np.array(hits) + np.random.default_rng(0).normal(scale=0.01, size=(len(hits), 12))
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def write_rows(path: Path, rows: list[tuple[str, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.writelines("\t".join(row) + "\n" for row in rows)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    rows: list[tuple[str, ...]] = [("lang", "text", "en")]
    direct: list[tuple[str, ...]] = [("sv", "fi")]
    for place, swedish, finnish in zip(PLACES, SWEDISH, FINNISH, strict=True):
        for deed, sv_deed, fi_deed in zip(DEEDS, SWEDISH_DEEDS, FINNISH_DEEDS, strict=True):
            rows.append(("sv", f"{swedish} {sv_deed}", f"{place} {deed}"))
            rows.append(("fi", f"{finnish} {fi_deed}", f"{place} {deed}"))
            direct.append((f"{swedish} {sv_deed}", f"{finnish} {fi_deed}"))
    rows.append(("sv", "Älven är BRED!", "The river is wide."))
    write_rows(folder / "train" / "made_up.tsv.xz", rows)
    write_rows(folder / "svfi" / "made_up.tsv.xz", direct)
    return folder


def test_training_from_text_to_a_model_that_translates(data: Path, tmp_path: Path) -> None:
    said: list[str] = []
    tests = TestSentences.from_texts([])
    trained = train_model(data, tmp_path / "bench", TINY, None, tests, report=said.append)
    save_model(tmp_path / "model", trained.tokenizer, trained.table)
    encoder = load_encoder(str(tmp_path / "model"))

    swedish = encoder.encode_queries(SWEDISH)
    finnish = encoder.encode_queries(FINNISH)

    assert encoder.dimensions == 16
    assert ((swedish @ finnish.T).argmax(1) == np.arange(len(SWEDISH))).mean() >= 0.75
    assert any("translations: step 50 of 60" in line for line in said)


def test_teacher_is_read_once_and_makes_shared_words_alike(data: Path, tmp_path: Path) -> None:
    teacher = WordTeacher()
    tests = TestSentences.from_texts([])
    recipe = replace(TINY, width=8)
    for _ in range(2):
        trained = train_model(data, tmp_path / "bench", recipe, teacher, tests)
    save_model(tmp_path / "model", trained.tokenizer, trained.table)
    encode = load_encoder(str(tmp_path / "model")).encode_queries

    bridge, same_place, elsewhere = encode(["bron brinner", "silta sulkeutuu", "metsä kasvaa"])

    assert teacher.texts_read == len(PLACES) * len(DEEDS) + 1
    assert bridge @ same_place > bridge @ elsewhere


def test_broken_run_goes_on_where_it_stopped(data: Path, tmp_path: Path) -> None:
    tests = TestSentences.from_texts([])
    first = train_model(data, tmp_path, TINY, None, tests)
    (tmp_path / "topics.npy").unlink()
    said: list[str] = []

    again = train_model(data, tmp_path, TINY, None, tests, report=said.append)

    assert not any("translations" in line for line in said)
    np.testing.assert_allclose(again.table, first.table, atol=1e-5)


def test_rows_with_a_test_sentence_on_either_side_are_dropped(data: Path) -> None:
    clean = load_corpus(data, TestSentences.from_texts([]), sources=TINY.sources)
    for sentence in ("alven ar bred", "the river is WIDE?"):
        tests = TestSentences.from_texts([sentence])
        corpus = load_corpus(data, tests, sources=TINY.sources)

        assert len(corpus) == len(clean) - 1
        assert tests.find_leaks(clean.texts)
        assert not tests.find_leaks(corpus.texts)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Får jag, åka?", "far jag aka"),
        ("  STRASSE – Straße ", "strasse strasse"),
        ("e-post: 0922-260 00", "e post 0922 260 00"),
        ("?!", ""),
    ],
    ids=["accents", "case", "punctuation", "nothing left"],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_committed_hashes_cover_the_public_test_sets() -> None:
    committed = TestSentences.load()

    assert len(committed.hashes) > 80_000
    assert "Menar du allvar?" not in TestSentences.from_texts([])
    # The first sentences of NTREX-128 and FLORES-200 devtest.
    assert "Welsh AMs worried about 'looking like muppets'" in committed
    assert (
        '"We now have 4-month-old mice that are non-diabetic that used to be diabetic," he added.'
        in committed
    )


def test_hashes_survive_saving(tmp_path: Path) -> None:
    tests = TestSentences.from_texts(["Var ligger stadshuset?", "Missä?", "Missä!", "..."])
    tests.save(tmp_path / "hashes")

    assert TestSentences.load(tmp_path / "hashes") == tests
    assert len(tests.hashes) == 2
    assert "missa" in tests


def test_words_are_cut_whole_or_in_other_ways() -> None:
    tokenizer = train_tokenizer(["kommunens budget", "kunnan talousarvio"] * 9, pieces=120)
    words = cut_words(tokenizer, ["kommunens budget", "", "Budget!"], clean=0.0)

    whole = words.cut(np.array([0, 1, 2]))
    other = words.cut(np.array([0] * 50), np.random.default_rng(0))

    assert np.diff(whole.starts).tolist()[1] == 0
    assert whole.values.tolist()[-1:] == tokenizer.encode("budget").ids[-1:]
    assert len(set(np.diff(other.starts).tolist())) > 1


def test_ragged_rows_are_taken_in_any_order() -> None:
    ragged = Ragged.from_rows([[1], [], [2, 3]])
    taken = ragged.take(np.array([2, 1, 0, 2]))

    assert taken.values.tolist() == [2, 3, 1, 2, 3]
    assert taken.starts.tolist() == [0, 2, 2, 3, 5]


def test_neighbours_leave_oneself_out() -> None:
    angles = np.linspace(0, 1, 12)
    vectors = np.stack([np.cos(angles), np.sin(angles)], 1).astype(np.float32)
    nearest = Neighbours.from_vectors(vectors, count=2).nearest

    assert nearest.shape == (12, 2)
    assert not (nearest == np.arange(12)[:, None]).any()
    assert nearest[0].tolist() == [1, 2]


@pytest.fixture
def town(tmp_path: Path) -> Path:
    town = tmp_path / "town"
    (town / "sv").mkdir(parents=True)
    (town / "questions" / "sv").mkdir(parents=True)
    (town / "sv" / "topics.yaml").write_text(
        "school: {questions: [skolan öppnar, skola]}\nbridge: {questions: [bron stänger, bro]}\n",
        encoding="utf-8",
    )
    (town / "questions" / "sv" / "topics.yaml").write_text(
        "school: [när öppnar skolan]\nbridge: [stänger bron]\n", encoding="utf-8"
    )
    return town


def test_questions_are_read_and_brought_to_their_topic(town: Path) -> None:
    tokenizer = train_tokenizer(["skolan öppnar bron stänger när"] * 9, pieces=120)
    table = np.random.default_rng(0).normal(size=(tokenizer.get_vocab_size(), 64))
    save_model(town / "model", tokenizer, table.astype(np.float32))
    questions = Questions.read(town)
    measures = list(measure_questions(questions, load_encoder(str(town / "model")).encode_queries))

    assert len(questions.examples) == 4
    assert questions.tests == {"sv": (("school", "när öppnar skolan"), ("bridge", "stänger bron"))}
    assert [measure.count for measure in measures] == [2, 2, 2]
    assert all(measure.share == 1 for measure in measures)


def test_measures_and_card(town: Path, tmp_path: Path) -> None:
    data = tmp_path / "data" / "test"
    for code in [
        "swe",
        "fin",
        "nob",
        "dan",
        "deu",
        "est",
        "rus",
        "ukr",
        "ara",
        "fra",
        "spa",
        "pol",
        "tur",
        "pes",
    ]:
        write_rows(data / "tatoeba" / f"{code}.tsv.xz", [("skola", "school"), ("bro", "bridge")])
    languages = ["sv", "fi", "nb", "de", "et", "uk", "ru", "ar"]
    news: list[tuple[str, ...]] = [("lang", "text", "en")]
    news += [(language, "skola", "school") for language in languages]
    for name in ("ntrex128", "flores200_devtest"):
        write_rows(data / f"{name}.tsv.xz", news)
    item = {"question": "när", "candidate_answers": ["klockan åtta", "aldrig"], "label": 0}
    with lzma.open(data / "swefaq_dev.jsonl.xz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(item) + "\n")
    tokenizer = train_tokenizer(["skola school bro bridge"] * 3, pieces=60)
    rows = np.ones((tokenizer.get_vocab_size(), 4), dtype=np.float32)
    save_model(tmp_path / "model", tokenizer, rows)
    encode = load_encoder(str(tmp_path / "model")).encode_queries

    measures = list(measure_all(tmp_path / "data", encode, town))
    write_card(tmp_path / "model", measures)

    card = (tmp_path / "model" / "README.md").read_text(encoding="utf-8")
    assert "$" not in card
    assert "multilingual-e5-small" in card
    assert all(source.path in card for source in RECIPE.sources)
    assert "klockan åtta" in set(read_test_texts(tmp_path / "data"))


def test_command_without_data_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "--data", str(tmp_path)]) == 2
    assert "give --data" in capsys.readouterr().err
