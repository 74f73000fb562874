"""Everything that outlives a restart, opened together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.settings import Settings
from bot.storage.choices import LanguageChoices
from bot.storage.ciphers import ChatCipher
from bot.storage.database import open_database
from bot.storage.errors import StorageError
from bot.storage.inbox import Inbox
from bot.storage.keys import ChatKeys, load_secret
from bot.storage.location import locate
from bot.storage.ratings import Ratings
from bot.storage.subscriptions import Subscriptions
from bot.storage.tally import Tally

SECRET = "secret"
NO_SECRET = (
    "BOT_SECRET is missing: workers that share a PostgreSQL database need the same secret. Put a "
    "random text of at least 16 characters into the environment of each."
)


@dataclass(frozen=True, slots=True)
class Storage:
    """What is kept."""

    choices: LanguageChoices
    ratings: Ratings
    subscriptions: Subscriptions
    inbox: Inbox
    tally: Tally


@asynccontextmanager
async def open_storage(settings: Settings) -> AsyncIterator[Storage]:
    """Open the operator's storage, made the first time.

    Raises:
        StorageError: the database or the secret cannot be used.
        SettingsError: `storage.url` is no address of a database.
    """
    url = locate(settings)
    given = settings.bot_secret.get_secret_value() if settings.bot_secret else None
    if not given and url.get_backend_name() != "sqlite":
        raise StorageError(NO_SECRET)
    secret = load_secret(given, settings.data / SECRET)
    async with open_database(url) as database:
        keys = ChatKeys(secret)
        yield Storage(
            LanguageChoices(database, keys),
            Ratings(database, keys, settings.storage.ratings_days),
            Subscriptions(database, ChatCipher(secret)),
            Inbox(database, keys, settings.inbox.days),
            Tally(database, settings.report.days),
        )
