"""QR codes for posters: a picture that opens a topic in a chat with the bot."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import segno
from aiogram.exceptions import TelegramAPIError, TelegramNotFound, TelegramUnauthorizedError

from bot.errors import SettingsError
from bot.settings import Settings
from bot.telegram.app import open_bot
from bot.telegram.deep_links import DeepLink, encode, url_of
from bot.telegram.errors import TelegramRefused
from bot.telegram.polling import server_of
from knowledge.loading import load_knowledge
from knowledge.model import Knowledge
from knowledge.validating import did_you_mean

# A quarter of the picture may be torn or covered, and it still leads to the topic.
ERROR_CORRECTION = "q"
# Pixels a module, and modules of white around it: the standard asks for four.
SCALE, BORDER = 20, 4
NO_NAME = (
    "the bot's name is not known, so no link can lead to it: set BOT_TOKEN in .env, or "
    "`username` under `telegram` in config.yaml"
)


@dataclass(frozen=True, slots=True)
class Poster:
    """What was written, and where it leads."""

    link: str
    files: tuple[Path, ...]


def draw_poster(settings: Settings, topic: str, language: str | None, folder: Path) -> Poster:
    """Write the QR code of `topic` as SVG and PNG.

    Raises:
        SettingsError: there is no such topic or language, no name, or no such place.
        TelegramRefused: the token is not accepted.
    """
    payload = _payload_of(load_knowledge(settings.town), topic, language)
    link = url_of(_username(settings), payload)
    code = segno.make_qr(link, error=ERROR_CORRECTION)
    files = tuple(folder / f"{payload}.{kind}" for kind in ("svg", "png"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            code.save(str(file), scale=SCALE, border=BORDER)
    except OSError as error:
        raise SettingsError(
            f"{folder}: the QR code cannot be written there ({error.strerror}): choose another "
            "folder with --out"
        ) from error
    return Poster(link, files)


def _payload_of(knowledge: Knowledge, topic: str, language: str | None) -> str:
    topics, languages = list(knowledge.topics), list(knowledge.municipality.languages)
    if topic not in topics:
        hint = did_you_mean(topic, topics)
        raise SettingsError(f"topics.yaml has no topic {topic!r}{hint}")
    if language is not None and language not in languages:
        raise SettingsError(f"the town has no language {language!r}: {', '.join(languages)}")
    try:
        return encode(DeepLink(topic, language))
    except ValueError as error:
        raise SettingsError(f"topics.yaml: {error}: give the topic a shorter id") from error


def _username(settings: Settings) -> str:
    """Return the bot's name: as Telegram tells it, else as the operator does."""
    token = settings.bot_token.get_secret_value().strip() if settings.bot_token else ""
    name = asyncio.run(_told_by_telegram(settings)) if token else settings.telegram.username
    if not name.lstrip("@"):
        raise SettingsError(NO_NAME)
    return name.lstrip("@")


async def _told_by_telegram(settings: Settings) -> str:
    async with open_bot(settings) as bot:
        where = server_of(bot.session.api)
        try:
            return (await bot.me()).username or ""
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise TelegramRefused(where) from None
        except TelegramAPIError as error:
            raise SettingsError(
                f"{where} does not tell the bot's name ({error.message}): try again, or leave "
                "BOT_TOKEN out and set `username` under `telegram` in config.yaml"
            ) from error
