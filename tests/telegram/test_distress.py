import pytest

from tests.telegram.conftest import NOW, Door, labels

DISTRESS = [("sv", "jag vill dö"), ("fi", "mieheni hakkaa minua"), ("en", "I want to kill myself")]


@pytest.mark.parametrize(("language", "text"), DISTRESS)
async def test_help_in_distress_stands_alone(town: Door, language: str, text: str) -> None:
    town.server.user(1, language).send_text(text)
    call = await town.server.wait_for("sendMessage")
    answers = [town.topic(topic, language).text for topic in ("emergency", "equality.violence")]
    assert call.text in answers
    assert "reply_markup" not in call.result


async def test_nothing_about_distress_is_kept(town: Door) -> None:
    turns = town.service._conversations._turns
    before = dict(turns)
    user = town.server.user(1, "sv")
    question = user.send_text("När har ni öppet?")
    await town.server.wait_for("sendMessage")
    user.edit(question, "jag vill dö")
    edited = await town.server.wait_for("editMessageText")
    assert edited.text == town.topic("emergency").text
    user.edit(question, "När har ni öppet?")
    user.send_text("/help")
    await town.server.wait_for("sendMessage", where=lambda c: c.text == town.phrase("help"))
    assert len(town.server.calls.of("editMessageText")) == 1
    assert turns == before


async def test_those_who_walk_there_find_the_way_out(town: Door) -> None:
    user = town.server.user(1, "sv")
    user.send_text("/start")
    start = await town.server.wait_for("sendMessage")
    user.press_data("t:emergency:sv", start.result)
    edited = await town.server.wait_for("editMessageText")
    assert edited.text == town.topic("emergency").text
    way = town.service.offering.menus.way_from("emergency", "sv", NOW)
    assert labels(edited) == [offer.label for offer in way]
