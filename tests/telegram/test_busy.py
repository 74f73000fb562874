import threading

import pytest

from bot.answering.answer import Answer, Outcome
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from bot.telegram.busy import MOST
from tests.telegram.conftest import Door, OpenDoor, ScriptedService

ANSWER = Answer("sv", Outcome.FALLBACK, "a", "a")


async def test_slow_answer_is_announced(open_door: OpenDoor, lillby: AnsweringService) -> None:
    announced = threading.Event()

    def reply(_: Question) -> Answer:
        announced.wait(20)
        return ANSWER

    async with open_door(ScriptedService(lillby, reply)) as door:
        door.server.user(1).send_text("vad?")
        sign = await door.server.wait_for("sendChatAction", chat=1)
        assert sign.parameters["action"] == "typing"
        announced.set()
        assert (await door.server.wait_for("sendMessage")).text == "a"


async def test_quick_answer_is_not(tiny: Door) -> None:
    tiny.server.user(1).send_text("När har ni öppet?")
    await tiny.server.wait_for("sendMessage")
    assert tiny.server.calls.of("sendChatAction") == []


async def test_where_many_wait_some_are_told(open_door: OpenDoor, lillby: AnsweringService) -> None:
    answers = threading.Event()

    def reply(_: Question) -> Answer:
        answers.wait(60)
        return ANSWER

    async with open_door(ScriptedService(lillby, reply)) as door:
        for person in range(1, 3 * MOST):
            door.server.user(person).send_text("vad?")
        for _ in range(MOST):
            await door.server.wait_for("sendChatAction")
        with pytest.raises(TimeoutError):
            await door.server.wait_for("sendChatAction", patience=0.5)
        answers.set()
        for person in range(1, 3 * MOST):
            await door.server.wait_for("sendMessage", chat=person)
