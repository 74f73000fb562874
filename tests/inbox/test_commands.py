"""The commands on a copy of the tiny town, with a real database."""

import asyncio
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.inbox.workbench import InboxError
from bot.settings import load_settings
from bot.storage.inbox import Vain, VainQuestion
from bot.storage.storage import open_storage
from knowledge.loading import load_knowledge
from tests.conftest import LILLBY, ROOT

SNOW = ("när plogas snön på gatorna", "när plogas vägarna från snö")
BOOKS = "kan jag låna böcker på biblioteket ring [phone]"
Run = Callable[..., str]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    shutil.copytree(LILLBY, tmp_path / "lillby")
    text = (ROOT / "config.yaml").read_text("utf-8")
    for key, value in {
        "town: knowledge/haparanda": "town: lillby",
        "recognition: knowledge": f"recognition: {ROOT}/knowledge",
        "model: embeddings": f"model: {ROOT}/embeddings",
    }.items():
        assert key in text
        text = text.replace(key, value)
    file = tmp_path / "config.yaml"
    file.write_text(text, "utf-8")
    return file


@pytest.fixture
def run(config: Path) -> Run:
    async def fill() -> None:
        today = datetime.now(UTC).date()
        async with open_storage(load_settings(config)) as storage:
            for at, text in enumerate((*SNOW, BOOKS)):
                asked = VainQuestion(text, "sv", Vain.FALLBACK)
                await storage.inbox.keep(f"chat {at}", asked, today)

    asyncio.run(fill())

    def runs(*words: str) -> str:
        done = CliRunner().invoke(
            app, ["inbox", *words, "--config", str(config), "--language", "sv"]
        )
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.output

    return runs


def test_list_show_and_drop(run: Run) -> None:
    listed = run()
    assert "1: minst 2 frågare, 2 frågor (sv 2; inget svar 2)" in listed
    assert "[telefonnummer]" in listed
    assert "närmast nu: " in listed
    shown = run("show", "2")
    assert all(text in shown for text in SNOW)
    run("drop", "1")
    assert SNOW[0] not in run()
    with pytest.raises(InboxError, match="nummer 2"):
        run("show", "2")


def test_promote_writes_the_town_and_empties_the_group(run: Run, config: Path) -> None:
    said = run("promote", "1", "--topic", "vision", "--question", "hur går det till med snön")
    assert "questions/sv/topics.yaml" in said
    snippet = load_knowledge(config.parent / "lillby").snippet("vision", "sv")
    assert snippet is not None
    assert snippet.questions[-1] == "hur går det till med snön"
    assert SNOW[0] not in run()


def test_new_begins_a_topic(run: Run, config: Path) -> None:
    run("new", "1", "--id", "vision.snow")
    snippet = load_knowledge(config.parent / "lillby").snippet("vision.snow", "sv")
    assert snippet is not None
    assert set(snippet.questions) == set(SNOW)


@pytest.mark.parametrize(
    "words",
    [
        ("promote", "3", "--topic", "vision"),
        ("promote", "1", "--topic", "snö"),
        ("promote", "1", "--topic", "vision", "--question-language", "fi"),
        ("new", "1", "--id", "vision"),
        ("drop", "99"),
    ],
    ids=["masked", "topic", "language", "id", "number"],
)
def test_bad_input_loses_nothing(run: Run, config: Path, words: tuple[str, ...]) -> None:
    town = config.parent / "lillby"
    before = {file: file.read_bytes() for file in town.rglob("*.yaml")}
    with pytest.raises(InboxError):
        run(*words)
    assert {file: file.read_bytes() for file in town.rglob("*") if file.is_file()} == before
    assert SNOW[0] in run("show", "1")
