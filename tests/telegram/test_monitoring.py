"""What the running bot tells its operator: figures and readiness, with real updates behind them."""

import pytest

from bot.answering.answer import Answer
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from bot.monitoring.health import Health
from bot.monitoring.metrics import Metrics
from bot.preview.server import BotApiServer
from bot.settings import Settings
from bot.telegram.retries import ATTEMPTS
from tests.telegram.conftest import Gate, OpenDoor, ScriptedService, running_door


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


def value(metrics: Metrics, name: str, **labels: str) -> float:
    return metrics.registry.get_sample_value(f"kommunsvar_{name}", labels) or 0.0


async def test_updates_answers_and_calls_are_counted(
    server: BotApiServer, open_door: OpenDoor, lillby: AnsweringService, metrics: Metrics
) -> None:
    server.fail_next("sendMessage", retry_after=3)
    server.fail_next("sendMessage", status=502)
    server.fail_next("sendMessage", cut="before")
    server.user(1, "sv").send_text("När har ni öppet?")
    server.member(2, -5, "sv").send_text("not for the bot")
    async with open_door(lillby, metrics=metrics):
        await server.wait_for("sendMessage", chat=1)
    assert value(metrics, "updates_total", kind="message") == 2
    assert value(metrics, "updates_handled_total", result="answered") == 1
    assert value(metrics, "updates_handled_total", result="skipped") == 1
    assert value(metrics, "update_seconds_count", kind="message") == 2
    asked = {"door": "private", "outcome": "answer", "language": "sv"}
    assert value(metrics, "answers_total", **asked) == 1
    assert value(metrics, "answer_seconds_count", door="private") == 1
    results = {
        result: value(metrics, "telegram_calls_total", method="sendMessage", result=result)
        for result in ("429", "5xx", "network", "ok")
    }
    assert results == {"429": 1, "5xx": 1, "network": 1, "ok": 1}


async def test_an_update_that_is_tried_again_is_counted_once(
    server: BotApiServer, open_door: OpenDoor, lillby: AnsweringService, metrics: Metrics
) -> None:
    for _ in range(ATTEMPTS + 1):
        server.fail_next("sendMessage", status=502)
    server.user(1, "sv").send_text("När har ni öppet?")
    async with open_door(lillby, metrics=metrics):
        await server.wait_for("sendMessage", chat=1)
    assert value(metrics, "updates_total", kind="message") == 1
    assert value(metrics, "updates_handled_total", result="answered") == 1
    assert value(metrics, "updates_handled_total", result="failed") == 0


async def test_failed_update_is_counted_as_failed(
    server: BotApiServer, open_door: OpenDoor, lillby: AnsweringService, metrics: Metrics
) -> None:
    def fail(_: Question) -> Answer:
        raise RuntimeError

    server.user(1, "sv").send_text("vad?")
    async with open_door(ScriptedService(lillby, fail), metrics=metrics):
        await server.wait_for("sendMessage", chat=1)
    assert value(metrics, "updates_handled_total", result="failed") == 1


async def test_new_knowledge_is_counted(
    open_door: OpenDoor, lillby: AnsweringService, metrics: Metrics
) -> None:
    async with open_door(lillby, metrics=metrics) as door:
        await door.server.wait_for("getMe")
        lillby.replace(lillby._snapshot)
        assert value(metrics, "knowledge_reloads_total") == 1
        assert value(metrics, "knowledge_info", version=lillby.version[:12]) == 1
    lillby.replace(lillby._snapshot)
    assert value(metrics, "knowledge_reloads_total") == 1


@pytest.fixture
def health() -> Health:
    return Health()


async def test_ready_once_telegram_accepted_the_token_and_not_when_stopping(
    server: BotApiServer, door_settings: Settings, lillby: AnsweringService, health: Health
) -> None:
    gate = Gate()
    server.fail_next("getMe", status=502, times=5)
    server.user(1).send_text("/help")
    async with running_door(door_settings, server, lillby, gate.sleep, health=health) as door:
        await gate.met.wait()
        assert await health.problems() == {"telegram": "it has not accepted the token yet"}
        gate.opened.set()
        await server.wait_for("sendMessage")
        assert await health.problems() == {}
        door.stop.set()
        assert await health.problems() == {"process": "it is being stopped"}


async def test_unreachable_storage_is_told(
    server: BotApiServer,
    door_settings: Settings,
    lillby: AnsweringService,
    health: Health,
    open_door: OpenDoor,
) -> None:
    async with open_door(lillby, health=health):
        server.user(1).send_text("/help")
        await server.wait_for("sendMessage")
        for file in door_settings.data.glob("choices.sqlite*"):
            file.write_bytes(b"broken" * 1000)
        assert await health.problems() == {"storage": "StorageError"}
