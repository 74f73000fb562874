import pytest

from bot.telegram.deep_links import DeepLink, encode
from tests.telegram.conftest import Door


async def reply_to(door: Door, text: str, language_code: str | None = None) -> str:
    door.server.user(1, language_code).send_text(text)
    return (await door.server.wait_for("sendMessage", "sendPhoto", chat=1)).text


@pytest.mark.parametrize(("command", "phrase"), [("/start", "start"), ("/help", "help")])
async def test_greeting_and_help_come_in_the_clients_language(
    town: Door, command: str, phrase: str
) -> None:
    assert await reply_to(town, command, "fi-FI") == town.phrase(phrase, "fi")


async def test_greeting_tells_how_to_reach_a_person(town: Door) -> None:
    assert "0922" in await reply_to(town, "/start", "sv")


async def test_unknown_client_language_gets_the_towns(town: Door) -> None:
    assert await reply_to(town, "/start", "tlh") == town.phrase("start", "sv")


@pytest.mark.parametrize("topic", ["contact", "vision", "budget", "goals", "about", "privacy"])
async def test_topic_commands(town: Door, topic: str) -> None:
    assert await reply_to(town, f"/{topic}", "en") == town.topic(topic, "en").text


async def test_town_has_only_commands_of_its_topics(tiny: Door) -> None:
    assert await reply_to(tiny, "/vision") == tiny.topic("vision").text
    assert await reply_to(tiny, "/budget") == tiny.phrase("help")


@pytest.mark.parametrize("command", ["/nonsense", "/HELP", "/", "/start@somebody_else"])
async def test_unknown_commands_get_help(tiny: Door, command: str) -> None:
    assert await reply_to(tiny, command) == tiny.phrase("help")


async def test_link_opens_a_topic_in_its_language(town: Door) -> None:
    payload = encode(DeepLink("goals.safe-equal", "fi"))
    answer = town.topic("goals.safe-equal", "fi")
    assert await reply_to(town, f"/start {payload}", "sv") == answer.text


async def test_link_without_language_takes_the_visitors(town: Door) -> None:
    assert await reply_to(town, "/start contact-hours", "en") == (
        town.topic("contact.hours", "en").text
    )


@pytest.mark.parametrize("payload", ["nothing", "vision_xx", "a_b_c", "vision_"])
async def test_broken_link_greets(tiny: Door, payload: str) -> None:
    assert await reply_to(tiny, f"/start {payload}") == tiny.phrase("start")


async def test_forgetting_is_told_and_done(town: Door) -> None:
    user = town.server.user(1, "sv")
    user.send_text("/language")
    picker = await town.server.wait_for("sendMessage", chat=1)
    user.press(picker, "Suomi")
    await town.server.wait_for("editMessageText", chat=1)
    user.send_text("/forget")
    assert (await town.server.wait_for("sendMessage")).text == town.phrase("forgotten", "fi")
    user.send_text("/help")
    assert (await town.server.wait_for("sendMessage")).text == town.phrase("help", "sv")
