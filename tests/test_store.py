"""What was fitted outlives a restart, and is built again when it cannot be used or does not fit."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from bot.answering import store
from bot.answering.answer import Answer
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from bot.app import build_service
from bot.learning import LEARNT_BY
from bot.settings import EmbeddingSettings, Settings
from knowledge.errors import InvalidKnowledge
from tests.conftest import LILLBY, NOW, ROOT
from tests.test_house import imported_by

QUESTIONS = ("När har ni öppet?", "vad är er vision", "hej", "vad är Storbys vision", "2010", "")


@pytest.fixture
def own(tiny_settings: Settings, lillby: AnsweringService, tmp_path: Path) -> Settings:
    """Settings of a tiny town that a test may change, with what was fitted for it already."""
    assert lillby.default_language == "sv"
    shutil.copytree(tiny_settings.cache, tmp_path / "cache")
    shutil.copytree(LILLBY, tmp_path / "town")
    return tiny_settings.model_copy(update={"town": tmp_path / "town", "cache": tmp_path / "cache"})


def built(settings: Settings) -> tuple[AnsweringService, bool]:
    """Build a service, and tell whether anything had to be learnt."""
    steps: list[str] = []
    return build_service(settings, steps.append), bool(steps)


def answers(service: AnsweringService) -> list[Answer]:
    return [service.answer(Question(text, NOW)) for text in QUESTIONS]


def folders(settings: Settings) -> set[str]:
    return {folder.name for folder in settings.cache.iterdir()}


def test_what_was_saved_answers_as_what_was_fitted(own: Settings) -> None:
    shutil.rmtree(own.cache)
    first, learnt = built(own)
    second, learnt_again = built(own)

    assert (learnt, learnt_again) == (True, False)
    assert answers(first) == answers(second)


def garbage(folder: Path) -> None:
    for name in (store.ARRAYS, store.TEXTS):
        (folder / name).write_bytes(b"\xff" * 100)


def half_a_file(folder: Path) -> None:
    file = folder / store.ARRAYS
    file.write_bytes(file.read_bytes()[:1000])


def missing_file(folder: Path) -> None:
    (folder / store.TEXTS).unlink()


def other_shape(folder: Path) -> None:
    (folder / store.TEXTS).write_text("[1, 2]", encoding="utf-8")


def changed(folder: Path, name: str, change: Callable[[Any], Any]) -> None:
    """Write one array of a cache anew, as a damaged or foreign file would have it."""
    arrays = load_file(folder / store.ARRAYS)
    arrays[name] = np.ascontiguousarray(change(arrays[name]))
    save_file(arrays, folder / store.ARRAYS)


def fewer_vectors(folder: Path) -> None:
    changed(folder, "vectors", lambda rows: rows[:-1])


def fewer_weights(folder: Path) -> None:
    changed(folder, "topics.weights", lambda rows: rows[:-1])


def more_labels(folder: Path) -> None:
    changed(folder, "languages.bias", lambda row: np.append(row, row[:1]))


def no_number(folder: Path) -> None:
    changed(folder, "topics.weights", lambda rows: np.where(rows == rows[5, 0], np.nan, rows))


def an_infinite_vector(folder: Path) -> None:
    changed(folder, "vectors", lambda rows: np.where(rows == rows[3, 3], np.inf, rows))


def another_decision(folder: Path) -> None:
    changed(folder, "decider.weights", lambda rows: rows[:, :3])


@pytest.mark.parametrize(
    "broken", [garbage, half_a_file, missing_file, other_shape], ids=lambda made: made.__name__
)
def test_a_broken_cache_is_built_again(own: Settings, broken: Callable[[Path], None]) -> None:
    expected = answers(built(own)[0])
    broken(next(own.cache.iterdir()))

    service, learnt = built(own)

    assert learnt
    assert answers(service) == expected
    assert not built(own)[1], "what was built again is kept"


@pytest.mark.parametrize(
    "broken",
    [fewer_vectors, fewer_weights, more_labels, no_number, an_infinite_vector, another_decision],
    ids=lambda made: made.__name__,
)
def test_arrays_that_do_not_fit_are_not_used(own: Settings, broken: Callable[[Path], None]) -> None:
    folder = next(own.cache.iterdir())
    assert store.load(folder) is not None

    broken(folder)

    assert store.load(folder) is None


def test_a_changed_example_is_learnt(own: Settings) -> None:
    built(own)
    before = folders(own)
    file = own.town / "sv" / "vision.yaml"
    file.write_text(file.read_text("utf-8").replace("- framtidsbild", "- drömbild"), "utf-8")

    assert built(own)[1]
    assert folders(own) - before


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("sv/vision.yaml", "antog den", "bestämde den"),
        ("sv/interface.yaml", "Just nu är det stängt", "Nu är det stängt"),
        ("facts.yaml", "0999-100 00", "0999-200 00"),
    ],
    ids=["answer", "phrase", "fact"],
)
def test_a_changed_text_costs_no_learning(
    own: Settings, file: str, before: str, after: str
) -> None:
    version = built(own)[0].version
    text = (own.town / file).read_text("utf-8")
    assert before in text
    (own.town / file).write_text(text.replace(before, after), "utf-8")

    service, learnt = built(own)

    assert service.version != version
    assert not learnt


def test_texts_are_checked_even_if_nothing_is_learnt(own: Settings) -> None:
    built(own)
    file = own.town / "sv" / "vision.yaml"
    file.write_text(file.read_text("utf-8").replace("vision.adopted", "vision.adoptd"), "utf-8")

    with pytest.raises(InvalidKnowledge, match="adoptd"):
        built(own)
    with pytest.raises(InvalidKnowledge, match="adoptd"):
        built(own)


def test_a_changed_test_question_changes_nothing(own: Settings) -> None:
    built(own)
    file = own.town / "questions" / "sv" / "smalltalk.yaml"
    file.write_text(file.read_text("utf-8").replace("hejsan svejsan", "morsning"), "utf-8")

    assert not built(own)[1]


def test_the_fingerprint_follows_parts_and_code(tmp_path: Path) -> None:
    code = tmp_path / "a.py"
    code.write_text("A = 1\n", encoding="utf-8")
    first = store.fingerprint(["one", "two"], [code])

    assert store.fingerprint(["one", "two"], [code]) == first
    assert store.fingerprint(["onetwo", ""], [code]) != first
    code.write_text("A = 2\n", encoding="utf-8")
    assert store.fingerprint(["one", "two"], [code]) != first


def test_all_code_that_learning_runs_is_part_of_the_fingerprint() -> None:
    rooms = ("bot/answering/", "embeddings/")
    seen: set[Path] = set()
    waiting = [ROOT / "bot" / "answering" / "fitting.py", ROOT / "bot" / "answering" / "store.py"]
    while waiting:
        file = waiting.pop()
        if file not in seen and file.relative_to(ROOT).as_posix().startswith(rooms):
            seen.add(file)
            names = [name.replace(".", "/") + ".py" for name in imported_by(file)]
            waiting += [ROOT / name for name in names if (ROOT / name).exists()]
    # An enumeration, errors and a look at what was read: nothing in them changes what is learnt.
    aside = {
        "bot/answering/answer.py",
        "bot/answering/soundness.py",
        "embeddings/errors.py",
    }

    assert {f.relative_to(ROOT).as_posix() for f in seen} - aside == {
        file.relative_to(ROOT).as_posix() for file in LEARNT_BY
    }


def test_only_the_last_few_are_kept_and_nothing_else_is_touched(own: Settings) -> None:
    built(own)
    fitted = store.load(next(own.cache.iterdir()))
    assert fitted is not None
    (own.cache / "something else").mkdir()
    for number in range(5):
        store.save(fitted, own.cache / f"made{number}")

    assert len(list(own.cache.glob(f"*/{store.TEXTS}"))) == store.KEPT
    assert store.load(own.cache / "made4") is not None
    assert (own.cache / "something else").is_dir()


def test_a_language_without_a_single_example_does_no_harm(own: Settings) -> None:
    (own.town / "fi").mkdir()
    file = own.town / "municipality.yaml"
    draft = "  fi: {name: Suomi, locale: fi_FI, status: draft, steward: vacant}\n"
    file.write_text(file.read_text("utf-8") + draft, "utf-8")

    service, _ = built(own)

    assert {answer.language for answer in answers(service)} == {"sv"}


def test_another_model_runs_the_town_and_is_learnt_anew(
    own: Settings, transformer_folder: Path
) -> None:
    built(own)
    model = EmbeddingSettings(model=str(transformer_folder))
    other = own.model_copy(update={"embedding": model})
    prompted = own.model_copy(
        update={"embedding": model.model_copy(update={"query_prompt": "query: "})}
    )

    service, learnt = built(other)

    assert learnt
    assert not built(other)[1]
    assert built(prompted)[1], "a prompt changes the vectors"
    assert not built(own)[1], "the first model's index is still there"
    found = service._snapshot.understander.understand("när har ni öppet", NOW.year)
    assert found.signals.topics.labels[0] == "contact.hours"
    assert all(answer.text for answer in answers(service))
