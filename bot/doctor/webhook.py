"""In webhook mode: whether what Telegram delivers can arrive, and whether it does."""

import asyncio
import errno
import socket
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from pydantic import BaseModel

from bot.doctor.asking import ask, token_of
from bot.doctor.finding import Finding, Patient, good, note, wrong
from bot.doctor.machine import family_of
from bot.errors import SettingsError
from bot.settings import Settings
from bot.telegram.webhook_secret import given_secret

# https://core.telegram.org/bots/webhooks
PORTS = (443, 80, 88, 8443)
# How long ago a failed delivery still tells something.
RECENT = timedelta(hours=1)
IN_CONFIG = "set webhook.url in config.yaml to the https address that your proxy answers at"


class Deliveries(BaseModel):
    """What getWebhookInfo tells: where Telegram delivers, and how that went last."""

    url: str = ""
    pending_update_count: int = 0
    last_error_date: int = 0
    last_error_message: str = ""


def check_webhook(patient: Patient) -> list[Finding]:
    """Look at address, secret and port, and ask Telegram how deliveries go."""
    settings = patient.settings
    if settings.telegram.mode != "webhook":
        return []
    ill = _address(settings) + _secret(settings)
    if ill:
        return ill
    told = _deliveries(patient) if token_of(settings) else []
    return [good("webhook", f"Telegram is to deliver to {settings.webhook.url}"),
            _port(settings), *told]  # fmt: skip


def _address(settings: Settings) -> list[Finding]:
    url = settings.webhook.url
    if not url:
        return [wrong("webhook", "webhook.url is missing", IN_CONFIG)]
    if settings.telegram.api_base:  # another server may deliver to anything
        return []
    try:
        parts = urlsplit(url)
        fits = parts.scheme == "https" and (parts.port or PORTS[0]) in PORTS
    except ValueError:
        fits = False
    said = f"webhook.url is not https on port {', '.join(map(str, PORTS[:-1]))} or {PORTS[-1]}"
    return [] if fits else [wrong("webhook", f"{said}: {url}", IN_CONFIG)]


def _secret(settings: Settings) -> list[Finding]:
    try:
        given_secret(settings)
    except SettingsError as error:
        return [wrong("webhook", str(error), "mend WEBHOOK_SECRET in the environment")]
    return []


def _port(settings: Settings) -> Finding:
    host, port = settings.webhook.host, settings.webhook.port
    where = f"{host}:{port}"
    try:
        with socket.create_server((host, port), family=family_of(host)):
            return good("webhook port", f"{where} is free")
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            to_do = "as it should be while the bot runs; else set another webhook.port"
            return note("webhook port", f"{where} is in use", to_do)
        said = f"{where} cannot be opened ({error.strerror})"
        return wrong("webhook port", said, "set webhook.host and webhook.port in config.yaml")


def _deliveries(patient: Patient) -> list[Finding]:
    reply = asyncio.run(ask(patient.settings, "getWebhookInfo", Deliveries))
    if reply is None or reply.result is None:
        return []  # the token's finding says why
    told = reply.result
    if told.url != patient.settings.webhook.url:
        said = "Telegram does not deliver to webhook.url yet"
        return [note("deliveries", said, "the bot says so to Telegram when it starts")]
    failed = datetime.fromtimestamp(told.last_error_date, UTC)
    if told.last_error_message and patient.now - failed < RECENT:
        said = (
            f"Telegram could not deliver at {failed:%H:%M} UTC ({told.last_error_message}), "
            f"{told.pending_update_count} wait"
        )
        return [wrong("deliveries", said, "see that the proxy passes webhook.url on to the bot")]
    return [good("deliveries", f"{told.pending_update_count} wait at Telegram")]
