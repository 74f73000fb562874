"""What Telegram fails at each time, told apart from a Telegram that is away."""

import asyncio
from datetime import timedelta

from aiogram.exceptions import TelegramRetryAfter, TelegramServerError
from aiogram.methods import SendMessage
from structlog.testing import capture_logs

from bot.answering.service import AnsweringService
from bot.preview.calls import Call
from bot.preview.faults import Misbehaviour
from bot.preview.server import BotApiServer
from bot.telegram.patience import MANY, MOST_PASSED_OVER, Patience
from tests.telegram.conftest import NOW, OpenDoor

POISON = "poisonous"
METHOD = SendMessage(chat_id=1, text="")
REFUSED = Misbehaviour(server_error=1, texts=frozenset({POISON}))
AWAY = Misbehaviour(server_error=1, methods=frozenset({"sendMessage", "sendChatAction"}))


async def test_an_answer_that_is_always_refused_gives_way_with_an_apology(
    server: BotApiServer, open_door: OpenDoor, echo: AnsweringService
) -> None:
    server.faults.behave(REFUSED)
    with capture_logs() as entries:
        async with open_door(echo) as door:
            server.user(1).send_text(POISON)
            server.user(1).send_text("next")
            await server.wait_for("sendMessage", chat=1, where=lambda call: call.text == "next")
    said = [call.text for call in server.calls.of("sendMessage", 1) if call.status == 200]
    assert said == [door.phrase("error"), "next"]
    (given_up,) = [entry for entry in entries if entry["event"] == "answer_given_up"]
    assert given_up["reason"] == "refused"
    assert POISON not in str(entries)


async def test_an_outage_of_hours_takes_no_answer(
    server: BotApiServer, open_door: OpenDoor, echo: AnsweringService
) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if sum(pauses) > 2 * 3600:
            server.faults.behave(Misbehaviour())
        await asyncio.sleep(0)

    server.faults.behave(AWAY)
    async with open_door(echo, sleep):
        server.user(1).send_text("a")
        server.user(1).send_text("b")
        answers = [await server.wait_for("sendMessage", chat=1) for _ in range(2)]
    assert [call.text for call in answers] == ["a", "b"]


async def test_an_outage_that_ends_with_the_apology_takes_no_answer(
    server: BotApiServer, open_door: OpenDoor, echo: AnsweringService
) -> None:
    def back(call: Call) -> None:
        if call.text not in {"", "a"}:
            server.faults.behave(Misbehaviour())

    server.calls.watch(back)
    server.faults.behave(AWAY)
    async with open_door(echo) as door:
        server.user(1).send_text("a")
        answers = [await server.wait_for("sendMessage", chat=1) for _ in range(2)]
    assert [call.text for call in answers] == [door.phrase("error"), "a"]


async def test_what_no_apology_can_be_sent_for_gives_way_too(
    server: BotApiServer, open_door: OpenDoor, lillby: AnsweringService
) -> None:
    server.faults.behave(Misbehaviour(server_error=1, methods=frozenset({"answerInlineQuery"})))
    with capture_logs() as entries:
        async with open_door(lillby):
            server.user(1).ask_inline("öppet")
            await server.wait_for("answerInlineQuery", status=None)
            async with asyncio.timeout(60):
                while not [entry for entry in entries if entry["event"] == "answer_given_up"]:
                    await asyncio.sleep(0)
    assert server.calls.of("sendMessage") == []


def test_a_chat_that_nothing_reaches_is_left_when_many_others_were_answered() -> None:
    patience = Patience(NOW)
    for others in range(MOST_PASSED_OVER):
        patience.failed(TelegramServerError(METHOD, ""), others)
        assert patience.ends(NOW) is None
    patience.failed(TelegramServerError(METHOD, ""), MOST_PASSED_OVER)
    assert patience.ends(NOW) == "chat out of reach"


def test_where_nobody_is_answered_it_is_tried_as_long_as_it_is_kept() -> None:
    patience = Patience(NOW)
    for _ in range(MOST_PASSED_OVER * 2):
        patience.failed(TelegramServerError(METHOD, ""), others=7)
    assert patience.ends(NOW + timedelta(hours=47)) is None
    assert patience.ends(NOW + timedelta(hours=48)) == "too old"


def test_being_told_to_wait_is_no_refusal() -> None:
    patience, wait = Patience(NOW), TelegramRetryAfter(METHOD, "", retry_after=500)
    for others in range(MOST_PASSED_OVER * 2):
        assert patience.failed(wait, others) == 500
        assert not patience.doubtful
    for _ in range(MANY):
        patience.failed(TelegramServerError(METHOD, ""), 0)
    assert patience.doubtful
    patience.reached = True
    patience.failed(wait, 0)
    assert patience.ends(NOW) is None
    patience.failed(TelegramServerError(METHOD, ""), 0)
    assert patience.ends(NOW) == "refused"
