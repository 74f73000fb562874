"""What the doctor finds where Telegram is to deliver."""

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.doctor.finding import Finding, Patient, State
from bot.doctor.webhook import check_webhook
from bot.preview.parameters import Parameters
from bot.preview.server import BotApiServer
from bot.settings import Settings, TelegramPart, WebhookPart
from tests.telegram.conftest import free_port

TOKEN = "123456:local-secret-of-the-doctor"
ADDRESS = "https://bot.example.org/telegram"


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer(TOKEN).running() as running:
        yield running


def patient(
    settings: Settings, url: str = ADDRESS, *, api: str = "", secret: str = "", port: int = 0
) -> Patient:
    changes = {
        "telegram": TelegramPart(mode="webhook", api_base=api),
        "webhook": WebhookPart(url=url, port=port or free_port()),
        "webhook_secret": SecretStr(secret),
        "bot_token": SecretStr(TOKEN) if api else None,
    }
    return Patient(settings.model_copy(update=changes), Path(), datetime.now(UTC))


async def found(ill: Patient) -> dict[str, Finding]:
    return {each.about: each for each in await asyncio.to_thread(check_webhook, ill)}


async def test_polling_needs_none(settings: Settings) -> None:
    assert await found(Patient(settings, Path(), datetime.now(UTC))) == {}


@pytest.mark.parametrize(
    ("url", "secret", "said"),
    [
        ("", "", "webhook.url is missing"),
        ("http://bot.example.org/telegram", "", "not https on port 443, 80, 88 or 8443"),
        ("https://bot.example.org:8080/", "", "not https on port"),
        ("https://bot.example.org:http/", "", "not https on port"),
        (ADDRESS, "short", "WEBHOOK_SECRET"),
    ],
    ids=["none", "plain", "port", "no port", "secret"],
)
async def test_what_telegram_does_not_take_is_told(
    settings: Settings, url: str, secret: str, said: str
) -> None:
    (told,) = (await found(patient(settings, url, secret=secret))).values()
    assert told.state is State.WRONG
    assert said in told.said


async def test_what_will_work_is_told_with_its_port(settings: Settings) -> None:
    states = {name: each.state for name, each in (await found(patient(settings))).items()}
    assert states == {"webhook": State.GOOD, "webhook port": State.GOOD}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        told = await found(patient(settings, port=taken.getsockname()[1]))
    assert told["webhook port"].state is State.NOTE


async def test_deliveries_that_fail_are_told_in_telegrams_words(
    settings: Settings, server: BotApiServer
) -> None:
    url = f"http://127.0.0.1:{free_port()}/nobody"
    there = patient(settings, url, api=server.url)
    assert (await found(there))["deliveries"].state is State.NOTE
    await server.door.set_webhook(Parameters({"url": url}))
    assert (await found(there))["deliveries"].state is State.GOOD
    server.user(1).send_text("hej")
    async with asyncio.timeout(60):
        while (told := (await found(there))["deliveries"]).state is not State.WRONG:
            pass
    assert "1 wait" in told.said
    assert TOKEN not in str(told)
