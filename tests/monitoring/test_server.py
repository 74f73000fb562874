"""The monitoring's pages over HTTP, beside the real bot."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.errors import SettingsError
from bot.monitoring.health import Health
from bot.monitoring.metrics import Metrics
from bot.monitoring.server import monitoring
from bot.settings import MonitoringPart


@pytest.fixture
def part() -> MonitoringPart:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return MonitoringPart(port=taken.getsockname()[1])


async def read(address: str | None, page: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"{address}{page}") as response:
        return response.status, await response.text()


@pytest.fixture
async def address(part: MonitoringPart, health: Health, metrics: Metrics) -> AsyncIterator[str]:
    async with monitoring(part, health, metrics) as opened:
        assert opened is not None
        yield opened


@pytest.fixture
def health() -> Health:
    return Health(patience=0.01)


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


async def test_alive_and_ready(address: str) -> None:
    assert await read(address, "/healthz") == (200, '{"status": "alive"}')
    assert await read(address, "/readyz") == (200, '{"status": "ready"}')
    assert (await read(address, "/other"))[0] == 404


async def test_what_is_missing_is_told_and_alive_stays_alive(address: str, health: Health) -> None:
    async def stuck() -> None:
        await asyncio.Event().wait()

    async def broken() -> None:
        raise RuntimeError("of somebody's question")

    health.waits_for("knowledge", "it is being read")
    health.require("answering", stuck)
    health.require("storage", broken)

    status, text = await read(address, "/readyz")

    assert status == 503
    assert json.loads(text)["problems"] == {
        "knowledge": "it is being read",
        "answering": "no answer within 0.01 seconds",
        "storage": "RuntimeError",
    }
    assert (await read(address, "/healthz"))[0] == 200
    health.has("knowledge")
    assert "knowledge" not in (await read(address, "/readyz"))[1]


async def test_figures_follow_the_knowledge(address: str, metrics: Metrics) -> None:
    versions = ["0123456789abcdef"]
    metrics.watch_knowledge(lambda: versions[-1])
    assert (
        'kommunsvar_knowledge_info{version="0123456789ab"} 1.0'
        in (await read(address, "/metrics"))[1]
    )

    versions.append("fedcba9876543210")

    page = (await read(address, "/metrics"))[1]
    assert 'version="fedcba987654"' in page
    assert "0123456789ab" not in page


async def test_taken_port_is_one_sentence(part: MonitoringPart, address: str) -> None:
    with pytest.raises(SettingsError, match=rf"cannot listen on 127\.0\.0\.1:{part.port}.*port"):
        async with monitoring(part, Health(), Metrics()):
            pass
    assert (await read(address, "/healthz"))[0] == 200


async def test_without_a_port_nothing_is_served(health: Health, metrics: Metrics) -> None:
    async with monitoring(MonitoringPart(), health, metrics) as address:
        assert address is None
