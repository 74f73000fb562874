"""What may be delivered to the webhook: by whom, and of which shape."""

import hashlib
import hmac
import json
import re

from bot.errors import SettingsError
from bot.settings import Settings
from bot.storage.keys import load_secret
from bot.storage.storage import SECRET
from bot.telegram.taken import RawUpdate, is_numbered

HEADER = "X-Telegram-Bot-Api-Secret-Token"
# What Telegram allows: https://core.telegram.org/bots/api#setwebhook
ALLOWED_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
# A message within a message within a message: far more than Telegram nests.
DEEPEST = 64


def read_update(body: bytes) -> RawUpdate | None:
    """Return what was delivered, `None` where it is no numbered JSON object, or nested too deep."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if is_numbered(update) and _depth(update) <= DEEPEST else None


def webhook_secret(settings: Settings) -> str:
    """Return what Telegram has to say with each delivery: the operator's word, else a derived one.

    Raises:
        SettingsError: the operator's word is not one that Telegram takes.
        StorageError: there is none, and no secret that it could be derived from.
    """
    if settings.webhook_secret is not None and settings.webhook_secret.get_secret_value():
        given = settings.webhook_secret.get_secret_value()
        if not ALLOWED_SECRET.fullmatch(given):
            raise SettingsError(
                "WEBHOOK_SECRET: takes 16 to 256 of the characters A-Z a-z 0-9 _ -: set another, "
                "or remove it, and one is derived from BOT_SECRET"
            )
        return given
    bot_secret = settings.bot_secret.get_secret_value() if settings.bot_secret else None
    secret = load_secret(bot_secret, settings.data / SECRET)
    return hmac.new(secret, b"webhook", hashlib.sha256).hexdigest()


def _depth(value: object) -> int:
    """Return how deep lists and objects are nested, counted without recursion."""
    depth, level = 0, [value]
    while level:
        inner = [each for each in level if isinstance(each, dict | list)]
        level = [v for each in inner for v in (each.values() if isinstance(each, dict) else each)]
        depth += bool(inner)
    return depth
