import json
import re

import pytest

from bot.answering.answer import Answer, Outcome
from bot.answering.service import AnsweringService
from bot.preview.calls import Call
from knowledge.pictures import Chart, Part, Shows
from tests.telegram.conftest import NOW, Door, OpenDoor, ScriptedService, labels


async def open_topic(door: Door, command: str, language: str = "sv", chat: int = 1) -> Call:
    door.server.user(chat, language).send_text(command)
    return await door.server.wait_for("sendPhoto", chat=chat)


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
@pytest.mark.parametrize("topic", ["budget", "budget.allocation"])
async def test_picture_comes_with_every_figure_in_words(
    town: Door, topic: str, language: str
) -> None:
    payload = topic.replace(".", "-")
    call = await open_topic(town, f"/start {payload}_{language}")
    answer = town.topic(topic, language)
    assert call.text == answer.text
    assert answer.picture is not None
    for part in answer.picture.parts:
        assert part.text in call.result["caption"]
        assert part.label in call.result["caption"]
    assert labels(call)


async def test_picture_is_uploaded_once_a_language(town: Door) -> None:
    first = await open_topic(town, "/budget")
    again = await open_topic(town, "/budget", chat=2)
    other = await open_topic(town, "/budget", "fi", chat=3)
    assert first.parameters["photo"].startswith("attach://")
    assert again.parameters["photo"] == first.result["photo"][-1]["file_id"]
    assert other.parameters["photo"].startswith("attach://")


async def test_picture_takes_the_place_of_a_menu_and_a_text_that_of_a_picture(town: Door) -> None:
    user = town.server.user(1, "sv")
    user.send_text("/start")
    start = await town.server.wait_for("sendMessage")
    user.press_data("t:budget:sv", start.result)
    picture = await town.server.wait_for("editMessageMedia")
    assert picture.result["message_id"] == start.result["message_id"]
    assert json.loads(picture.parameters["media"])["caption"] == town.topic("budget").text
    user.press_data("t:budget.allocation:sv", picture.result)
    picture = await town.server.wait_for("editMessageMedia")
    user.press(picture, town.plain_phrase("button.menu"))
    menu = await town.server.wait_for("sendMessage")
    assert labels(menu) == labels(start)
    await town.server.wait_for("deleteMessage")
    assert picture.result["message_id"] not in town.server.world.chats[1].messages


async def test_picture_that_cannot_be_taken_away_stays(town: Door) -> None:
    call = await open_topic(town, "/budget")
    call.result["date"] = 0
    town.server.user(1).press(call, town.plain_phrase("button.menu"))
    await town.server.wait_for("sendMessage")
    refused = await town.server.wait_for("deleteMessage", status=400)
    assert "can't be deleted" in refused.result
    town.server.user(1).send_text("/help")
    await town.server.wait_for("sendMessage", where=lambda c: c.text == town.phrase("help"))


def with_picture(text: str, parts: tuple[Part, ...]) -> Answer:
    chart = Chart(Shows.BARS, "Titel", parts, "")
    return Answer("sv", Outcome.ANSWER, text, text, "vision", picture=chart)


PARTS = (Part("Skola", "100,0", 1),)  # type: ignore[arg-type]


async def test_text_too_long_for_a_caption_follows_the_picture(
    open_door: OpenDoor, lillby: AnsweringService
) -> None:
    text = "\n\n".join(["å" * 900] * 2)
    async with open_door(ScriptedService(lillby, lambda _: with_picture(text, PARTS))) as door:
        picture = await open_topic(door, "vad?")
        call = await door.server.wait_for("sendMessage")
    assert picture.text == "<b>Titel</b>"
    assert call.text == text
    assert labels(call)
    assert not labels(picture)


async def test_answer_comes_without_a_picture_that_cannot_be_drawn(
    open_door: OpenDoor, lillby: AnsweringService
) -> None:
    async with open_door(ScriptedService(lillby, lambda _: with_picture("Text", ()))) as door:
        door.server.user(1).send_text("vad?")
        assert (await door.server.wait_for("sendMessage")).text == "Text"


def test_asked_year_is_the_pictures_year(haparanda: AnsweringService) -> None:
    chart = haparanda._snapshot.renderer.chart("budget.allocation", "sv", NOW, (2024,))
    assert chart is not None
    assert re.search(r"\b2024\b", chart.title)
