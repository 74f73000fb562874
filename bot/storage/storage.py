"""Everything that outlives a restart, opened together."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date

import structlog

from bot.settings import Settings
from bot.storage.choices import LanguageChoices
from bot.storage.ciphers import UPDATES, ChatCipher, Cipher
from bot.storage.database import open_database
from bot.storage.errors import StorageError
from bot.storage.inbox import Inbox
from bot.storage.keys import ChatKeys, load_secret
from bot.storage.location import locate
from bot.storage.ratings import Ratings
from bot.storage.received import ReceivedUpdates
from bot.storage.subscriptions import Subscriptions
from bot.storage.switches import Switches
from bot.storage.tally import Tally

log = structlog.get_logger()
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
    received: ReceivedUpdates
    switches: Switches

    async def keep_until(self, today: date) -> None:
        """Delete from every table what is older than it may become; call it every day."""
        await self.ratings.keep_until(today)
        await self.tally.keep_until(today)
        given_up = await self.received.keep_until(today)
        if given_up:
            log.error("updates_given_up", updates=given_up)
        # The last, as it empties SQLite's log of all that was deleted.
        await self.inbox.keep_until(today)


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
            ReceivedUpdates(
                database,
                Cipher(secret, UPDATES),
                _bot_number(settings),
                # No two processes are the same worker, also where one takes another's place.
                secrets.token_hex(8),
                settings.storage.lease_seconds,
            ),
            Switches(database),
        )


def _bot_number(settings: Settings) -> int:
    """Return the bot's own number, which begins its token: other bots' updates count anew."""
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    number = token.strip().partition(":")[0]
    return int(number) if number.isascii() and number.isdecimal() else 0
