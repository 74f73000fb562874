import json

import pytest

from bot.answering.answer import Answer, Button, Outcome
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from tests.telegram.conftest import NOW, Door, OpenDoor, ScriptedService, labels, labels_of


@pytest.mark.parametrize(
    "text",
    ["När har ni öppet?", "Milloin kunnantalo on auki?", "What is the vision?", "hej", "snö"],
)
async def test_telegram_says_what_ask_says(town: Door, text: str) -> None:
    town.server.user(1, "sv").send_text(text)
    call = await town.server.wait_for("sendMessage", chat=1)
    answer = town.service.answer(Question(text, NOW, language_code="sv"))
    assert call.text == answer.text
    offered = labels_of(town.service.offering.under(answer, None, NOW))
    assert [label for label in labels(call) if label in offered] == offered


async def test_tiny_town_answers(tiny: Door) -> None:
    tiny.server.user(1).send_text("När har ni öppet?")
    call = await tiny.server.wait_for("sendMessage", chat=1)
    assert call.text == tiny.topic("contact.hours").text


async def test_message_is_html_without_preview(tiny: Door) -> None:
    tiny.server.user(1).send_text("När har ni öppet?")
    call = await tiny.server.wait_for("sendMessage", chat=1)
    assert call.parameters["parse_mode"] == "HTML"
    assert json.loads(call.parameters["link_preview_options"]) == {"is_disabled": True}
    assert call.result["entities"][0]["type"] == "bold"


@pytest.mark.parametrize(
    "text",
    ["<b>", "&amp; <script>", "😀" * 2000, "\u202e\u0000\ud83d", "x" * 4096, "{{ 7*7 }}", "'"],
    ids=["tag", "script", "emoji", "control", "long", "template", "quote"],
)
async def test_whatever_is_written_is_answered(town: Door, text: str) -> None:
    town.server.user(1, "sv").send_text(text)
    call = await town.server.wait_for("sendMessage", chat=1)
    assert call.text != town.phrase("error")


async def test_long_answer_comes_in_parts_with_buttons_under_the_last(
    open_door: OpenDoor, lillby: AnsweringService
) -> None:
    paragraphs = ["å" * 1500 + str(number) for number in range(6)]
    answer = Answer(
        language="sv",
        outcome=Outcome.ANSWER,
        text="\n\n".join(paragraphs),
        plain="",
        topic="vision",
        buttons=(Button("Vision", "vision", "sv"),),
    )
    async with open_door(ScriptedService(lillby, lambda _: answer)) as door:
        door.server.user(1).send_text("vad?")
        calls = [await door.server.wait_for("sendMessage", chat=1) for _ in range(3)]
    assert "\n\n".join(call.text for call in calls) == answer.text
    assert ["reply_markup" in call.result for call in calls] == [False, False, True]


async def test_follow_ups_belong_to_their_chat(
    open_door: OpenDoor, lillby: AnsweringService
) -> None:
    seen: list[Question] = []
    answer = Answer("sv", Outcome.FALLBACK, "a", "a")

    def reply(question: Question) -> Answer:
        seen.append(question)
        return answer

    async with open_door(ScriptedService(lillby, reply)) as door:
        for chat in (1, 2, 1):
            door.server.user(chat, "fi").send_text("vad?")
            await door.server.wait_for("sendMessage", chat=chat)
    first, second, third = seen
    assert first.chat == third.chat != second.chat
    assert first.chat != "1", "a keyed hash, not the chat id"
    assert (first.language_code, first.now) == ("fi", NOW)
