import pytest

from bot.answering.answer import Answer, Button, Outcome
from bot.answering.service import AnsweringService
from bot.preview.calls import Call
from bot.preview.visitor import Visitor
from tests.telegram.conftest import Door, OpenDoor, ScriptedService

CHOICES = Answer(
    language="sv",
    outcome=Outcome.CHOICES,
    text="?",
    plain="?",
    choices=("vision", "contact"),
    buttons=(Button("Visionen", "vision", "sv"), Button("Kontakt", "contact.hours", "sv")),
)


async def ask(door: Door, user: Visitor) -> Call:
    user.send_text("vad")
    return await door.server.wait_for("sendMessage", chat=user.chat.id)


@pytest.fixture
def undecided(lillby: AnsweringService) -> AnsweringService:
    return ScriptedService(lillby, lambda _: CHOICES)


async def test_choice_answers_in_place(open_door: OpenDoor, undecided: AnsweringService) -> None:
    async with open_door(undecided) as door:
        user = door.server.user(1)
        asked = await ask(door, user)
        user.press(asked, "Visionen")
        await door.server.wait_for("answerCallbackQuery")
        edited = await door.server.wait_for("editMessageText", chat=1)
        assert edited.result["message_id"] == asked.result["message_id"]
        assert edited.text == door.topic("vision").text
        assert len(door.server.calls.of("sendMessage")) == 1


async def test_pressing_twice_changes_nothing(
    open_door: OpenDoor, undecided: AnsweringService
) -> None:
    async with open_door(undecided) as door:
        user = door.server.user(1)
        asked = await ask(door, user)
        data = asked.result["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        for _ in range(2):
            user.press_data(data, asked.result)
        await door.server.wait_for("editMessageText", chat=1)
        again = await door.server.wait_for("editMessageText", chat=1, status=400)
        assert "not modified" in again.result
        await ask(door, user)
        assert len(door.server.calls.of("sendMessage")) == 2, "nobody was bothered with it"


async def test_message_that_cannot_change_any_more_is_followed_by_a_new_one(
    open_door: OpenDoor, undecided: AnsweringService
) -> None:
    async with open_door(undecided) as door:
        user = door.server.user(1)
        asked = await ask(door, user)
        user.press_data("t:vision:sv", asked.result, too_old=True)
        assert (await door.server.wait_for("sendMessage")).text == door.topic("vision").text
        del door.server.world.chats[1].messages[asked.result["message_id"]]
        user.press_data("t:vision:sv", asked.result)
        assert (await door.server.wait_for("sendMessage")).text == door.topic("vision").text


@pytest.mark.parametrize(
    "data",
    [
        "t:gone:sv",
        "t:vision:tlh",
        "t:vision",
        "t",
        "x" * 64,
        "å:å",
        "t:vision:sv:more",
        "m:tlh",
        "m",
        "f:gone:sv",
        "f:vision:tlh",
        "b:vision:sv:tlh",
        "b:gone:sv:sv",
        "c:sv",
    ],
)
async def test_stale_button_is_told_politely(tiny: Door, data: str) -> None:
    user = tiny.server.user(1)
    message = user.send_text("/help")
    user.press_data(data, message)
    notice = await tiny.server.wait_for("answerCallbackQuery")
    assert notice.text == tiny.plain_phrase("stale_button")


async def test_related_topics_lead_on(town: Door) -> None:
    user = town.server.user(1, "fi")
    user.send_text("/goals")
    answer = town.topic("goals", "fi")
    call = await town.server.wait_for("sendMessage", chat=1)
    for button in answer.buttons:
        user.press(call, button.label)
        edited = await town.server.wait_for("editMessageText", chat=1)
        assert edited.text == town.topic(button.topic, button.language).text
        user.press_data("t:goals:fi", edited.result)
        call = await town.server.wait_for("editMessageText", chat=1)
    assert answer.buttons


async def test_expired_query_does_not_stop_the_answer(
    open_door: OpenDoor, undecided: AnsweringService
) -> None:
    async with open_door(undecided) as door:
        user = door.server.user(1)
        asked = await ask(door, user)
        door.server.world.open_queries.discard(user.press(asked, "Visionen"))
        assert (await door.server.wait_for("editMessageText")).text == door.topic("vision").text
