"""Everything that outlives a restart, opened together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings
from bot.storage.choices import LanguageChoices
from bot.storage.ciphers import ChatCipher
from bot.storage.database import open_database
from bot.storage.keys import ChatKeys, load_secret
from bot.storage.ratings import Ratings
from bot.storage.subscriptions import Subscriptions

# The file is as old as the first thing that was kept in it.
DATABASE = "choices.sqlite"
SECRET = "secret"


@dataclass(frozen=True, slots=True)
class Storage:
    """What is kept."""

    choices: LanguageChoices
    ratings: Ratings
    subscriptions: Subscriptions


@asynccontextmanager
async def open_storage(settings: Settings) -> AsyncIterator[Storage]:
    """Open the operator's storage, made the first time; raises `StorageError`."""
    given = settings.bot_secret.get_secret_value() if settings.bot_secret else None
    secret = load_secret(given, settings.data / SECRET)
    async with open_database(database_of(settings)) as database:
        keys = ChatKeys(secret)
        yield Storage(
            LanguageChoices(database, keys),
            Ratings(database, keys, settings.storage.ratings_days),
            Subscriptions(database, ChatCipher(secret)),
        )


def database_of(settings: Settings) -> Path:
    """Return where the database lies."""
    return settings.data / DATABASE
