import pytest

from tests.telegram.conftest import Door, labels


@pytest.mark.parametrize(
    ("asker", "language", "beside", "label"),
    [
        ("sv", "sv", "fi", "Svenska + Suomi"),
        ("fi", "fi", "sv", "Suomi + Svenska"),
        ("en", "en", "sv", "English + Svenska"),
        ("de", "en", "sv", "English + Svenska"),
    ],
)
async def test_other_language_is_one_tap_away(
    town: Door, asker: str, language: str, beside: str, label: str
) -> None:
    user = town.server.user(1, asker)
    user.send_text("/vision")
    call = await town.server.wait_for("sendMessage")
    user.press(call, label)
    edited = await town.server.wait_for("editMessageText")
    first, second = town.topic("vision", asker), town.topic("vision", beside)
    assert edited.text == f"{first.text}\n\n{second.text}"
    assert first.language == language
    assert label not in labels(edited)
    assert labels(edited)[-1] == town.plain_phrase("button.menu", asker)


async def test_language_chosen_by_hand_comes_first_as_the_other(town: Door) -> None:
    user = town.server.user(1, "sv")
    user.send_text("/language")
    user.press(await town.server.wait_for("sendMessage"), "English")
    await town.server.wait_for("editMessageText")
    user.send_text("Vad är kommunens vision?")
    assert "Svenska + English" in labels(await town.server.wait_for("sendMessage"))


async def test_picture_gives_way_to_the_two_texts(town: Door) -> None:
    user = town.server.user(1, "sv")
    user.send_text("/budget")
    user.press(await town.server.wait_for("sendPhoto"), "Svenska + Suomi")
    call = await town.server.wait_for("sendMessage")
    for language in ("sv", "fi"):
        assert town.topic("budget", language).text in call.text


async def test_town_of_one_language_offers_none(tiny: Door) -> None:
    tiny.server.user(1).send_text("/vision")
    assert not [b for b in labels(await tiny.server.wait_for("sendMessage")) if "+" in b]
