"""What Telegram has to say with each delivery."""

import hashlib
import hmac
import re

from bot.errors import SettingsError
from bot.settings import Settings
from bot.storage.keys import load_secret
from bot.storage.storage import SECRET

# What Telegram allows: https://core.telegram.org/bots/api#setwebhook
ALLOWED_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


def given_secret(settings: Settings) -> str | None:
    """Return the operator's word, `None` where there is none.

    Raises:
        SettingsError: it is not one that Telegram takes.
    """
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    if secret and not ALLOWED_SECRET.fullmatch(secret):
        raise SettingsError(
            "WEBHOOK_SECRET: takes 16 to 256 of the characters A-Z a-z 0-9 _ -: set another, "
            "or remove it, and one is derived from BOT_SECRET"
        )
    return secret or None


def webhook_secret(settings: Settings) -> str:
    """Return the operator's word, else one derived from the bot's secret.

    Raises:
        SettingsError: the operator's word is not one that Telegram takes.
        StorageError: there is none, and no secret that one could be derived from.
    """
    given = given_secret(settings)
    if given is not None:
        return given
    bot_secret = settings.bot_secret.get_secret_value() if settings.bot_secret else None
    secret = load_secret(bot_secret, settings.data / SECRET)
    return hmac.new(secret, b"webhook", hashlib.sha256).hexdigest()
