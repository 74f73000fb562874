"""Small towns on disk for the tests: Lillby, or Lillby with something changed."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from knowledge.loading import load_knowledge
from knowledge.rendering import Renderer

LILLBY = Path(__file__).parents[1] / "towns" / "lillby"
WEDNESDAY = datetime(2026, 3, 4, 9, tzinfo=UTC)

BUDGET = """
  budget:
    source: page
    unit: MSEK
    years:
      2023: {valid_until: 2023-12-31, values: {social: 300.0}}
      2024: {valid_until: 2024-12-31, values: {social: 308.0, planning: 252.9, roads: 149.2}}
"""


def copy_of_lillby(folder: Path) -> Path:
    """Copy Lillby to where a test may change it."""
    return Path(shutil.copytree(LILLBY, folder / "lillby"))


def change(file: Path, old: str, new: str) -> int:
    """Replace the one `old` in `file`; returns its line."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def append(file: Path, text: str) -> None:
    """Write `text` at the end of `file`."""
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def renderer_of(folder: Path) -> Renderer:
    """Load a town and return what renders it."""
    return Renderer(load_knowledge(folder))


def plain(text: str) -> str:
    """Return `text` with ordinary spaces for Babel's non-breaking ones."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def second_language(town: Path, entry: str, *files: str) -> Path:
    """Give `town` a language `en` with Swedish's `files`; returns its folder."""
    folder = town / "en"
    folder.mkdir()
    for name in files:
        shutil.copy(town / "sv" / name, folder / name)
    append(town / "municipality.yaml", f"  en: {{name: English, locale: en_GB, {entry}}}\n")
    return folder
