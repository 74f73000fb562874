"""The page's own words: `knowledge/report/<language>.yaml`."""

from collections.abc import Mapping
from pathlib import Path

from bot.errors import SettingsError
from knowledge.message import FOLDER as MESSAGES
from knowledge.reading import read_yaml

FOLDER: Path = MESSAGES.parent / "report"


def report_languages() -> tuple[str, ...]:
    """Return the languages that a report can be in."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


def load_words(language: str) -> Mapping[str, str]:
    """Return the words of a language; raises `SettingsError` where there are none."""
    if language not in report_languages():
        known = ", ".join(report_languages())
        raise SettingsError(f"{language}: no report is written in it, choose from {known}")
    value = read_yaml(FOLDER / f"{language}.yaml", FOLDER).value
    assert isinstance(value, dict)
    return {key: str(text) for key, text in value.items()}
