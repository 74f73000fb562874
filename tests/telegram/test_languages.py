from bot.answering.service import AnsweringService
from tests.telegram.conftest import NOW, Door, OpenDoor, labels, labels_of


async def choose_finnish(door: Door, chat: int = 1) -> None:
    user = door.server.user(chat, "en")
    user.send_text("/language")
    picker = await door.server.wait_for("sendMessage", chat=chat)
    user.press(picker, "Suomi")
    await door.server.wait_for("editMessageText", chat=chat)


async def test_picker_shows_each_language_in_its_own_name(town: Door) -> None:
    town.server.user(1, "en").send_text("/language")
    call = await town.server.wait_for("sendMessage", chat=1)
    names = labels(call)
    assert call.text == town.phrase("language_choose", "en")
    assert names == list(town.service.languages.values())


async def test_choice_is_told_in_the_language_and_in_place(town: Door) -> None:
    user = town.server.user(1, "en")
    user.send_text("/language")
    picker = await town.server.wait_for("sendMessage", chat=1)
    query = user.press(picker, "Suomi")
    answered = await town.server.wait_for("answerCallbackQuery")
    edited = await town.server.wait_for("editMessageText", chat=1)
    assert answered.parameters["callback_query_id"] == query
    assert edited.result["message_id"] == picker.result["message_id"]
    assert edited.text == town.phrase("language_chosen", "fi", language="Suomi")
    assert labels(edited) == labels_of(town.service.offering.menus.start("fi", NOW).rows)


async def test_choice_outlives_a_restart(open_door: OpenDoor, haparanda: AnsweringService) -> None:
    async with open_door(haparanda) as door:
        await choose_finnish(door)
    async with open_door(haparanda) as door:
        door.server.user(1, "en").send_text("/help")
        call = await door.server.wait_for("sendMessage", chat=1)
        assert call.text == door.phrase("help", "fi")


async def test_choice_is_one_persons(town: Door) -> None:
    await choose_finnish(town)
    town.server.user(2, "en").send_text("/help")
    assert (await town.server.wait_for("sendMessage", chat=2)).text == town.phrase("help", "en")


async def test_language_that_the_town_dropped_is_a_stale_button(tiny: Door) -> None:
    user = tiny.server.user(1)
    user.press_data("l:tlh", user.send_text("/language"))
    notice = await tiny.server.wait_for("answerCallbackQuery")
    assert notice.text == tiny.plain_phrase("stale_button")
    assert notice.parameters["show_alert"] == "true"
