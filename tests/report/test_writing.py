"""The page as it is published, in real Chromium too."""

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import async_playwright

from bot.report.changes import Change
from bot.report.figures import Figures, Opinions
from bot.report.material import UnansweredGroup
from bot.report.page import Page
from bot.report.page_writer import PageWriter
from bot.report.words import load_words, report_languages
from bot.report.writing import write_page
from bot.storage.ratings import Rating, RatingCount, Vote
from bot.storage.tally import Asked, AskedCount
from tests.report.conftest import MONTH, material_of

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
COUNTS = [
    AskedCount(Asked("question", "sv", "answer", "vision"), 1200),
    AskedCount(Asked("button", "fi", "answer", "budget"), 8),
    AskedCount(Asked("question", "fi", "fallback"), 6),
    AskedCount(Asked("question", "en", "answer", "vision"), 2),
]
RATED = [RatingCount(Rating("vision", "sv", vote), 7) for vote in Vote]
WILD = "<script>alert(1)</script> | *hej* [länk](x)"


@pytest.fixture
def page() -> Page:
    material = material_of(
        Figures.of(COUNTS),
        Opinions.of(RATED),
        (UnansweredGroup(WILD, 12),),
        (Change(MONTH, WILD),),
    )
    return PageWriter(load_words("sv"), "sv", "sv_SE").page(material, "Lillby", MONTH, ["Prov."])


def test_files_hold_the_figures(page: Page, tmp_path: Path) -> None:
    files = write_page(page, tmp_path / "new", "2026-03-sv")
    names = [file.name for file in files]
    assert names == [
        "2026-03-sv.html",
        "2026-03-sv.md",
        "2026-03-sv-outcomes.svg",
        "2026-03-sv-topics.svg",
    ]
    html, markdown = (file.read_text("utf-8") for file in files[:2])
    for text in (html, markdown):
        assert "Vad invånarna frågade, mars 2026" in text
        assert "1\xa0200" in text
        assert "10 till 19" in text
        assert "97,8\xa0%" in text
        assert "English" not in text
        assert "<script>" not in text
    assert "| Visionen | 1\xa0200 | – | 1\xa0200 |" in markdown
    assert "(2026-03-sv-topics.svg)" in markdown


def test_same_figures_make_the_same_files(page: Page, tmp_path: Path) -> None:
    first = [file.read_bytes() for file in write_page(page, tmp_path / "a", "x")]
    assert first == [file.read_bytes() for file in write_page(page, tmp_path / "b", "x")]


def test_every_language_has_the_same_words() -> None:
    assert {"sv", "fi", "en"} <= set(report_languages())
    keys = [set(load_words(language)) for language in report_languages()]
    assert all(each == keys[0] for each in keys)


def chromium() -> str:
    found = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    if found is None:
        assert not os.environ.get("CI"), "Chromium is missing: tests/system.sh installs it"
        pytest.skip("NO CHROMIUM, THE REPORT IS NOT TESTED: tests/system.sh installs it")
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_page_stands_alone_and_is_accessible(page: Page, tmp_path: Path, scheme: str) -> None:
    (file, *_) = write_page(page, tmp_path, "x")
    asked: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        tab = await browser.new_page(
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": 390, "height": 780},
        )
        tab.on("request", lambda request: asked.append(request.url))
        await tab.goto(file.as_uri())
        found = await Axe().run(tab)
        wide = await tab.evaluate("document.documentElement.scrollWidth")
        await browser.close()
    assert [v["id"] for v in found.response["violations"]] == []
    assert asked == [file.as_uri()]
    assert wide <= 390
