import asyncio
import struct
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.errors import SettingsError
from bot.preview.server import BotApiServer
from bot.settings import Settings, TelegramPart
from bot.telegram.errors import TelegramRefused
from bot.telegram.posters import draw_poster

LINK = "https://t.me/kommun_bot?start=contact-hours_sv"


@pytest.fixture
def offline(settings: Settings) -> Settings:
    """No token; the operator has set the name."""
    return changed(settings, bot_token=None, telegram=TelegramPart(username="@kommun_bot"))


def changed(settings: Settings, **changes: Any) -> Settings:
    return settings.model_copy(update=changes)


def test_poster_leads_to_the_topic(offline: Settings, tmp_path: Path) -> None:
    poster = draw_poster(offline, "contact.hours", "sv", tmp_path / "new")
    assert poster.link == LINK
    svg, png = poster.files
    assert (svg.name, png.name) == ("contact-hours_sv.svg", "contact-hours_sv.png")
    assert "<svg" in svg.read_text("utf-8")
    content = png.read_bytes()
    width, height = struct.unpack(">II", content[16:24])
    assert content.startswith(b"\x89PNG")
    assert width == height > 500


def test_same_topic_gives_the_same_picture(offline: Settings, tmp_path: Path) -> None:
    first, second = (
        draw_poster(offline, "contact.hours", None, tmp_path / name) for name in ("a", "b")
    )
    assert first.files[1].read_bytes() == second.files[1].read_bytes()
    assert first.link == "https://t.me/kommun_bot?start=contact-hours"


async def test_telegram_tells_the_name(
    server: BotApiServer, door_settings: Settings, tmp_path: Path
) -> None:
    poster = await asyncio.to_thread(draw_poster, door_settings, "vision", "fi", tmp_path)
    assert poster.link == "https://t.me/local_bot?start=vision_fi"
    assert [call.method for call in server.calls.all] == ["getMe"]


async def test_refused_token_is_told(door_settings: Settings, tmp_path: Path) -> None:
    wrong = changed(door_settings, bot_token=SecretStr("123456:wrong"))
    with pytest.raises(TelegramRefused):
        await asyncio.to_thread(draw_poster, wrong, "vision", None, tmp_path)


async def test_server_that_tells_nothing_is_told(
    server: BotApiServer, door_settings: Settings, tmp_path: Path
) -> None:
    server.fail_next("getMe", retry_after=9000)
    with pytest.raises(SettingsError, match="does not tell the bot's name"):
        await asyncio.to_thread(draw_poster, door_settings, "vision", None, tmp_path)


@pytest.mark.parametrize(
    ("topic", "language", "told"),
    [
        ("contact.hour", None, "contact.hours"),
        ("vision", "tlh", "no language 'tlh'"),
    ],
    ids=["topic", "language"],
)
def test_what_the_town_lacks_is_told(
    offline: Settings, tmp_path: Path, topic: str, language: str | None, told: str
) -> None:
    with pytest.raises(SettingsError, match=told):
        draw_poster(offline, topic, language, tmp_path)


def test_unknown_name_is_told(offline: Settings, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="BOT_TOKEN"):
        draw_poster(changed(offline, telegram=TelegramPart()), "vision", None, tmp_path)


def test_unusable_folder_is_told(offline: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="--out"):
        draw_poster(offline, "vision", None, tmp_path / "file" / "below")
