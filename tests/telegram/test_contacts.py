from typing import Any

import pytest

from bot.preview.calls import Call
from tests.telegram.conftest import Door


def button(call: Call, kind: str) -> dict[str, Any]:
    rows = call.result["reply_markup"]["inline_keyboard"]
    return next(button for row in rows for button in row if kind in button)


async def contact(door: Door, language: str = "sv") -> Call:
    door.server.user(1, language).send_text("/contact")
    return await door.server.wait_for("sendMessage", chat=1)


@pytest.mark.parametrize("language", ["sv", "fi", "en", "ar", "uk"])
async def test_number_and_address_are_copied_on_a_tap(town: Door, language: str) -> None:
    call = await contact(town, language)
    rows = call.result["reply_markup"]["inline_keyboard"]
    copied = {b["text"]: b["copy_text"]["text"] for row in rows for b in row if "copy_text" in b}
    assert copied == {
        town.plain_phrase("button.phone", language): "0922-260 00",
        town.plain_phrase("button.email", language): "kommunen@haparanda.se",
    }


async def test_card_can_be_saved(town: Door) -> None:
    call = await contact(town, "fi")
    town.server.user(1).press(call, town.plain_phrase("button.card", "fi"))
    sent = (await town.server.wait_for("sendContact", chat=1)).result["contact"]
    await town.server.wait_for("answerCallbackQuery")
    assert (sent["phone_number"], sent["first_name"]) == ("+4692226000", "Haparanda stad")
    lines = sent["vcard"].split("\r\n")
    assert lines[0] == "BEGIN:VCARD"
    assert "ORG:Haparanda stad" in lines
    assert "TEL;TYPE=WORK,VOICE:+4692226000" in lines
    assert "EMAIL;TYPE=WORK:kommunen@haparanda.se" in lines
    assert "ADR;TYPE=WORK:;;Torget 9;Haparanda;;;" in lines


async def test_address_is_looked_up_by_its_words(town: Door) -> None:
    map_button = button(await contact(town), "url")
    assert map_button["text"] == town.plain_phrase("button.map")
    assert map_button["url"] == ("https://www.openstreetmap.org/search?query=Torget+9%2C+Haparanda")


async def test_source_with_an_address_has_a_button(tiny: Door) -> None:
    tiny.server.user(1).send_text("/vision")
    call = await tiny.server.wait_for("sendMessage")
    assert button(call, "url") == {
        "text": "Källa: Om Lillby",
        "url": "https://lillby.example/om",
    }


async def test_source_without_an_address_stands_in_the_text_alone(town: Door) -> None:
    town.server.user(1, "sv").send_text("/vision")
    call = await town.server.wait_for("sendMessage")
    assert "Mål, budget och uppföljning" in call.text
    rows = call.result["reply_markup"]["inline_keyboard"]
    assert all("url" not in button for row in rows for button in row)
