"""What an operator must keep to themselves is quoted by no command, whatever goes wrong."""

import asyncio
from pathlib import Path

import pytest

from bot.answering.service import AnsweringService
from bot.preview.server import BotApiServer
from bot.settings import Settings
from tests.conftest import LILLBY, ROOT
from tests.test_cli import run

TOKEN = "987654321:AAH-this_is-no-real-token-but-looks-like-1"
SECRET = "short-but-mine"


@pytest.fixture
def place(tmp_path: Path, tiny_settings: Settings, lillby: AnsweringService) -> Path:
    """A folder with the settings of the tiny town, from which everything is learnt."""
    assert lillby.default_language == "sv"
    text = (ROOT / "config.yaml").read_text("utf-8")
    for old, new in (
        ("town: knowledge/haparanda", f"town: {LILLBY}"),
        ("recognition: knowledge/common", f"recognition: {ROOT}/knowledge/common"),
        ("cache: .cache", f"cache: {tiny_settings.cache}"),
        ("model: embeddings/model", f"model: {ROOT}/embeddings/model"),
    ):
        text = text.replace(old, new)
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    return tmp_path


async def test_a_refused_token_is_not_shown(place: Path) -> None:
    async with BotApiServer("123456:another").running() as server:
        done = await asyncio.to_thread(
            run, "run", cwd=place, BOT_TOKEN=TOKEN, KOMMUNSVAR_TELEGRAM__API_BASE=server.url
        )

    told = done.stderr.decode() + done.stdout.decode()
    assert done.returncode == 2, told
    assert "does not accept BOT_TOKEN" in told
    assert TOKEN not in told
    assert TOKEN.partition(":")[2] not in told
    assert "Traceback" not in told


async def test_a_secret_that_is_too_short_is_not_shown(place: Path) -> None:
    async with BotApiServer(TOKEN).running() as server:
        done = await asyncio.to_thread(
            run,
            "run",
            cwd=place,
            BOT_TOKEN=TOKEN,
            BOT_SECRET=SECRET,
            KOMMUNSVAR_TELEGRAM__API_BASE=server.url,
        )

    told = done.stderr.decode() + done.stdout.decode()
    assert done.returncode == 2, told
    assert "BOT_SECRET is shorter" in told
    assert SECRET not in told
    assert TOKEN not in told


def test_settings_in_the_wrong_place_are_told_without_their_value(place: Path) -> None:
    with (place / "config.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\nbot_token: {TOKEN}\n")

    done = run("check", cwd=place)

    told = done.stderr.decode() + done.stdout.decode()
    assert done.returncode == 2
    assert "secrets belong in .env" in told
    assert TOKEN not in told
