"""Draws the pictures of the editors' guide anew: `make pictures`.

Terminal pictures are what real commands print, on a copy of the town with a mistake made on
purpose; rich lays them out and Chromium photographs them.
"""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.text import Text

from bot.pictures.drawing import draw
from knowledge.loading import load_knowledge
from knowledge.rendering import Renderer

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
TOWN = ROOT / "knowledge" / "haparanda"
CHROMIUM = "/usr/bin/chromium"
WIDTH = 100
NEXT_YEAR = """          planning: 5.2
      2025:
        valid_until: 2025-12-31
        values: {executive: 150.0, social: 316.0, education: 255.4, planning: 5.2}
"""
# It meets a telephone number that was typed in by hand.
CHECK = ("check", "--language", "sv", "--on", "2026-06-01")


def changed(file: Path, old: str, new: str) -> None:
    """Replace `old` in a file of the copy."""
    text = file.read_text("utf-8")
    if old not in text:
        raise SystemExit(f"{file}: {old!r} is not there any more: change docs/pictures.py")
    file.write_text(text.replace(old, new, 1), "utf-8")


def printed(town: Path, arguments: tuple[str, ...]) -> str:
    """Return what `python -m bot` prints about the copy, as if it were the town itself."""
    environment = {**os.environ, "KOMMUNSVAR_TOWN": str(town), "COLUMNS": str(WIDTH)}
    command = [sys.executable, "-m", "bot", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.stderr:
        raise SystemExit(done.stderr)
    return done.stdout.replace(str(town), "knowledge/haparanda")


def page_of(arguments: tuple[str, ...], output: str) -> str:
    """Return a terminal with a command and its output, as SVG."""
    console = Console(record=True, width=WIDTH, file=StringIO())
    console.print(Text(f"$ .venv/bin/python -m bot {' '.join(arguments)}", style="bold"))
    console.print(Text(output.rstrip()))
    return console.export_svg(title="")


def main() -> None:
    """Write every picture."""
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as made, sync_playwright() as playwright:
        town = Path(shutil.copytree(TOWN, Path(made) / "haparanda"))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        number = "{{ contact.phone | phone }}"
        changed(town / "en" / "contact.yaml", number, "0922-260 00")
        page = browser.new_page(viewport={"width": 1240, "height": 400})
        page.set_content(page_of(CHECK, printed(town, CHECK)))
        page.locator("svg").screenshot(path=IMAGES / "check.png")
        browser.close()
        changed(town / "facts.yaml", "          planning: 5.2\n", NEXT_YEAR)
        day = datetime(2025, 6, 1, tzinfo=UTC)
        chart = Renderer(load_knowledge(town)).chart("budget.change", "sv", day)
        if chart is not None:
            (IMAGES / "budget.png").write_bytes(draw(chart))


if __name__ == "__main__":
    main()
