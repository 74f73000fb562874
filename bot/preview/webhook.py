"""What `setWebhook` sets, checked as a self-hosted Bot API server checks it.

Telegram's own server takes https on ports 443, 80, 88 and 8443 alone. A self-hosted one in
`--local` mode takes http, any port and addresses of the local network; this server does too.
https://core.telegram.org/bots/api#setwebhook
"""

import re
from dataclasses import dataclass
from typing import Any

from yarl import URL

from bot.preview.errors import bad_request
from bot.preview.parameters import Parameters

MOST_CONNECTIONS = 100_000
CONNECTIONS = 40
LONGEST_SECRET = 256
SECRET = re.compile(r"[A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates go: an address, at most `connections` at once, with `secret` in a header."""

    url: str
    connections: int = CONNECTIONS
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """The last delivery that failed: seconds since 1970, and why."""

    date: int
    message: str


def read_webhook(given: Parameters) -> Webhook:
    """Return what `setWebhook` asks for, or refuse it with 400."""
    for unknown in ("certificate", "ip_address"):
        if given.text(unknown):
            raise bad_request(f"this server does not know the parameter {unknown}")
    secret = given.text("secret_token")
    if len(secret) > LONGEST_SECRET:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains illegal characters")
    connections = max(1, min(given.integer("max_connections", CONNECTIONS), MOST_CONNECTIONS))
    return Webhook(_checked(given.text("url")), connections, secret)


def _checked(given: str) -> str:
    """Return an address as the sender needs it: without a scheme it is https."""
    text = given if "://" in given else f"https://{given}"
    try:
        url = URL(text)
        valid = url.scheme in {"http", "https"} and bool(url.host)
    except ValueError:
        valid = False
    if not valid or any(letter.isspace() for letter in text):
        raise bad_request("bad webhook: invalid webhook URL specified")
    return text


def webhook_info(
    webhook: Webhook | None, pending: int, trouble: Trouble | None, allowed: frozenset[str] | None
) -> dict[str, Any]:
    """Return the `WebhookInfo` object."""
    info: dict[str, Any] = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": pending,
    }
    if webhook is not None:
        info["max_connections"] = webhook.connections
    if webhook is not None and trouble is not None:
        info |= {"last_error_date": trouble.date, "last_error_message": trouble.message}
    return info | ({"allowed_updates": sorted(allowed)} if allowed is not None else {})
