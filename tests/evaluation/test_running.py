"""The command: which questions are asked, and what is printed."""

import json
import shutil
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.evaluation.running import evaluate_town
from bot.settings import Settings
from knowledge.errors import InvalidKnowledge
from tests.conftest import LILLBY


def evaluate(
    settings: Settings, *wanted: str, list_misses: bool = False, as_json: bool = False
) -> tuple[bool, list[str]]:
    lines: list[str] = []
    passed = evaluate_town(
        settings, wanted, list_misses=list_misses, as_json=as_json, echo=lines.append
    )
    return passed, lines


def written(folder: Path, text: str) -> str:
    folder.mkdir()
    file = folder / "topics.yaml"
    file.write_text(text, "utf-8")
    return str(file)


def test_a_file_from_anywhere_is_measured(tiny_settings: Settings, tmp_path: Path) -> None:
    file = written(tmp_path / "sv", "vision:\n  - vad har Lillby för vision\n")

    passed, lines = evaluate(tiny_settings, file)

    assert passed
    assert lines[0].split() == ["sv/topics", "1", "right", "1", "(100.0%)"]


def test_a_miss_is_listed_with_its_place_and_what_it_was_taken_for(
    tiny_settings: Settings, tmp_path: Path
) -> None:
    file = written(tmp_path / "sv", "contact.hours:\n  - vad har Lillby för vision\n")

    passed, lines = evaluate(tiny_settings, file, list_misses=True)

    assert not passed
    assert "taken for another: 1 x contact.hours -> vision" in lines
    assert any(line.startswith(f"{file}:2: 'vad har Lillby för vision'") for line in lines)


def test_json_holds_measures_reliability_and_every_question(tiny_settings: Settings) -> None:
    _, lines = evaluate(tiny_settings, as_json=True)
    found = json.loads("".join(lines))

    assert {"measures", "reliability", "questions"} == set(found)
    assert {"question", "wanted", "verdict", "outcome", "score"} <= set(found["questions"][0])


@pytest.mark.parametrize("name", ["zz", "sv/nothing"])
def test_an_unknown_group_is_refused_with_the_known_ones(
    tiny_settings: Settings, name: str
) -> None:
    with pytest.raises(SettingsError, match=rf"{name}: .* sv/topics"):
        evaluate(tiny_settings, name)


def test_a_file_must_lie_in_a_languages_folder(tiny_settings: Settings, tmp_path: Path) -> None:
    file = written(tmp_path / "xx", "vision:\n  - vad vill ni\n")

    with pytest.raises(SettingsError, match="'xx', which is no language of the town"):
        evaluate(tiny_settings, file)


def test_a_files_unknown_topic_is_refused_with_its_line(
    tiny_settings: Settings, tmp_path: Path
) -> None:
    file = written(tmp_path / "sv", "visoin:\n  - vad vill ni\n")

    with pytest.raises(InvalidKnowledge, match=r"topics\.yaml:\d: visoin: .*did you mean `vision`"):
        evaluate(tiny_settings, file)


def test_a_known_failure_that_is_answered_must_leave_the_list(
    tiny_settings: Settings, tmp_path: Path
) -> None:
    _, lines = evaluate(tiny_settings, "sv/topics", as_json=True)
    asked = json.loads(lines[0])["questions"]
    answered = next(each["question"] for each in asked if each["verdict"] == "right")
    town = shutil.copytree(LILLBY, tmp_path / "lillby")
    (town / "questions" / "known_failures.yaml").write_text(f'- "{answered}"\n', "utf-8")

    passed, lines = evaluate(tiny_settings.model_copy(update={"town": town}))

    assert not passed
    assert lines[-1].startswith("known failure is answered now")
