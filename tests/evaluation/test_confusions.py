"""Examples of different topics that are nearly alike are named with their place."""

import shutil
from pathlib import Path

from bot.evaluation.confusions import print_confusions
from bot.settings import Settings
from tests.conftest import LILLBY


def told_of(settings: Settings) -> list[str]:
    lines: list[str] = []
    print_confusions(settings, lines.append)
    return lines


def test_an_example_that_another_topic_nearly_has_is_told(
    tiny_settings: Settings, tmp_path: Path
) -> None:
    town = shutil.copytree(LILLBY, tmp_path / "lillby")
    file = town / "sv" / "contact.yaml"
    text = file.read_text("utf-8")
    vision = (town / "sv" / "vision.yaml").read_text("utf-8")
    example = next(line for line in vision.splitlines() if line.startswith("    - "))
    file.write_text(text.replace("  questions:\n", f"  questions:\n{example}!\n", 1), "utf-8")

    lines = told_of(tiny_settings.model_copy(update={"town": town}))

    assert lines[-1].startswith("1 pair")
    assert "vision.yaml:" in lines[0] or "contact.yaml:" in lines[0]
    assert example.removeprefix("    - ") in lines[0]


def test_a_clear_town_has_none(tiny_settings: Settings) -> None:
    assert told_of(tiny_settings) == ["0 pairs of examples that can hardly be told apart"]
