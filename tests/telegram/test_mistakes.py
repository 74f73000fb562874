import logging

import pytest
from structlog.testing import capture_logs

from bot.answering.answer import Answer
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from bot.preview.server import BotApiServer
from bot.settings import Settings
from tests.telegram.conftest import Door, OpenDoor, ScriptedService

SECRET = "my husband hits me"


def fail(question: Question) -> Answer:
    raise RuntimeError(f"cannot answer {question.text!r}")


@pytest.fixture
def failing(lillby: AnsweringService) -> AnsweringService:
    return ScriptedService(lillby, fail)


async def test_resident_gets_an_apology_and_the_log_not_a_word_of_theirs(
    open_door: OpenDoor, failing: AnsweringService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as entries:
        async with open_door(failing) as door:
            door.server.user(987654321, "sv").send_text(SECRET)
            call = await door.server.wait_for("sendMessage", chat=987654321)
            assert call.text == door.phrase("error")
    fault = next(entry for entry in entries if entry["event"] == "handler_failed")
    assert fault["error"] == "RuntimeError"
    assert fault["place"].startswith("test_mistakes.py:")
    written = str(entries) + caplog.text
    assert SECRET not in written
    assert "987654321" not in written
    assert "123456:local" not in written


async def test_bot_goes_on_after_a_mistake(open_door: OpenDoor, failing: AnsweringService) -> None:
    async with open_door(failing) as door:
        user = door.server.user(1)
        user.send_text("vad?")
        await door.server.wait_for("sendMessage")
        user.send_text("/help")
        assert (await door.server.wait_for("sendMessage")).text == door.phrase("help")


async def test_those_who_block_the_bot_are_left_in_peace(tiny: Door) -> None:
    user = tiny.server.user(1)
    with capture_logs() as entries:
        user.send_text("/start")
        user.block()
        await tiny.server.wait_for("sendMessage", status=None)
        other = tiny.server.user(2)
        other.send_text("/help")
        await tiny.server.wait_for("sendMessage", chat=2)
    assert [entry for entry in entries if entry["event"] == "handler_failed"] == []


async def test_failing_apology_is_survived(open_door: OpenDoor, failing: AnsweringService) -> None:
    async with open_door(failing) as door:
        door.server.fail_next("sendMessage", status=400, description="Bad Request: no rights")
        user = door.server.user(1)
        user.send_text("vad?")
        await door.server.wait_for("sendMessage", status=400)
        user.send_text("/help")
        assert (await door.server.wait_for("sendMessage")).text == door.phrase("help")


async def test_broken_storage_does_not_stop_answers(
    server: BotApiServer, door_settings: Settings, open_door: OpenDoor, lillby: AnsweringService
) -> None:
    async with open_door(lillby) as door:
        server.user(1).send_text("/help")
        await server.wait_for("sendMessage")
        for file in door_settings.data.glob("choices.sqlite*"):
            file.write_bytes(b"broken" * 1000)
        server.user(1).send_text("När har ni öppet?")
        assert (await server.wait_for("sendMessage")).text == door.topic("contact.hours").text
