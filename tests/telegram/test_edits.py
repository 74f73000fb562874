import json

from bot.answering.answer import Answer, Outcome
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from bot.preview.visitor import Visitor
from tests.telegram.conftest import Door, OpenDoor, ScriptedService

GROUP = -100


async def settle(door: Door, user: Visitor) -> None:
    """Wait until everything before this is done: a chat's updates come in order."""
    user.send_text("/forget")
    await door.server.wait_for("sendMessage", where=lambda c: c.text == door.phrase("forgotten"))


async def test_changed_question_changes_its_answer(town: Door) -> None:
    user = town.server.user(1, "sv")
    question = user.send_text("När har ni öppet?")
    answer = await town.server.wait_for("sendMessage")
    user.edit(question, "Vad är er vision?")
    edited = await town.server.wait_for("editMessageText")
    assert edited.result["message_id"] == answer.result["message_id"]
    assert edited.text == town.topic("vision").text
    user.edit(question, "När har ni öppet?")
    assert (await town.server.wait_for("editMessageText")).text == answer.text
    assert len(town.server.calls.of("sendMessage")) == 1


async def test_text_gives_way_to_a_picture_and_back(town: Door) -> None:
    user = town.server.user(1, "sv")
    question = user.send_text("Vad är er vision?")
    answer = await town.server.wait_for("sendMessage")
    user.edit(question, "Hur fördelas budgeten?")
    picture = await town.server.wait_for("editMessageMedia")
    assert picture.result["message_id"] == answer.result["message_id"]
    user.edit(question, "Vad är er vision?")
    again = await town.server.wait_for("sendMessage")
    await town.server.wait_for("deleteMessage")
    own = [m for m in town.server.world.chats[1].messages.values() if m["from"]["is_bot"]]
    assert [m["message_id"] for m in own] == [again.result["message_id"]]


async def test_parts_come_and_go_with_the_question(
    open_door: OpenDoor, lillby: AnsweringService
) -> None:
    def reply(question: Question) -> Answer:
        text = "\n\n".join(letter * 3000 for letter in question.text)
        return Answer("sv", Outcome.ANSWER, text, text, "vision")

    async with open_door(ScriptedService(lillby, reply)) as door:
        user = door.server.user(1)
        question = user.send_text("ab")
        for _ in "ab":
            await door.server.wait_for("sendMessage")
        user.edit(question, "cde")
        await door.server.wait_for("sendMessage")
        user.edit(question, "f")
        for _ in "de":
            await door.server.wait_for("deleteMessage")
        own = [m for m in door.server.world.chats[1].messages.values() if m["from"]["is_bot"]]
        assert [m["text"][0] for m in own] == ["f"]
        assert "reply_markup" in own[0]


async def test_change_in_a_group_counts_where_the_bot_was_asked(town: Door) -> None:
    member = town.server.member(1, GROUP, "sv")
    talk = member.send_text("När har ni öppet?")
    asked = member.send_text("@local_bot När har ni öppet?")
    answer = await town.server.wait_for("sendMessage", chat=GROUP)
    quoted = json.loads(answer.parameters["reply_parameters"])
    assert quoted["message_id"] == asked["message_id"]
    member.edit(talk, "@local_bot Vad är er vision?")
    member.edit(asked, "@local_bot Vad är er vision?")
    edited = await town.server.wait_for("editMessageText", chat=GROUP)
    assert edited.text == town.topic("vision").text
    await settle(town, member)
    assert len(town.server.calls.of("sendMessage", GROUP)) == 2


async def test_message_that_comes_again_is_answered_once(town: Door) -> None:
    user = town.server.user(1, "sv")
    question = user.send_text("När har ni öppet?")
    await town.server.wait_for("sendMessage")
    town.server.updates.add("message", question)
    await settle(town, user)
    assert len(town.server.calls.of("sendMessage")) == 2


async def test_what_was_forgotten_is_left_alone(town: Door) -> None:
    user = town.server.user(1, "sv")
    question, command = user.send_text("När har ni öppet?"), user.send_text("/help")
    await settle(town, user)
    user.edit(question, "Vad är er vision?")
    user.edit(command, "Vad är er vision?")
    await settle(town, user)
    assert town.server.calls.of("editMessageText") == []
    assert len(town.server.calls.of("sendMessage")) == 4
