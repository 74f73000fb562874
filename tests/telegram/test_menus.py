import pytest

from bot.preview.calls import Call
from tests.telegram.conftest import NOW, Door, labels, labels_of

SENT = ("sendMessage", "editMessageText", "editMessageMedia")


def families(door: Door, language: str) -> list[str]:
    return labels_of(door.service.offering.menus.start(language, NOW).rows)


@pytest.mark.parametrize("command", ["/start", "/help", "/nonsense"])
@pytest.mark.parametrize("language", ["sv", "fi", "en", "ar"])
async def test_start_and_help_show_the_families(town: Door, command: str, language: str) -> None:
    town.server.user(1, language).send_text(command)
    call = await town.server.wait_for("sendMessage", chat=1)
    assert labels(call) == families(town, language)


def test_families_stand_in_the_order_of_the_topics(town: Door) -> None:
    assert families(town, "en") == [
        "Vision and priorities",
        "Overall goals",
        "Budget and follow-up",
        "Environmental goals",
        "Gender equality and urgent help",
        "Contact the municipality",
        "About this bot",
    ]


async def test_every_topic_is_two_taps_away_in_one_message(town: Door) -> None:
    user = town.server.user(1, "sv")
    user.send_text("/start")
    call = await town.server.wait_for("sendMessage")
    seen: set[str] = set()
    for family in families(town, "sv"):
        user.press(call, family)
        listed = await town.server.wait_for("editMessageText")
        seen |= set(data_of(listed))
        user.press(listed, town.plain_phrase("button.menu"))
        call = await town.server.wait_for("editMessageText")
    assert seen == {f"t:{topic}:sv" for topic in town.service._snapshot.knowledge.topics}
    assert len(town.server.calls.of("sendMessage")) == 1


def data_of(call: Call) -> list[str]:
    """Return what the buttons carry that open topics."""
    rows = call.result["reply_markup"]["inline_keyboard"]
    data = [button["callback_data"] for row in rows for button in row]
    return [carried for carried in data if carried.startswith("t:")]


async def press(door: Door, call: Call, label: str) -> Call:
    door.server.user(1).press(call, label)
    return await door.server.wait_for(*SENT, chat=1)


async def test_back_leads_to_the_family_and_home_to_the_start(town: Door) -> None:
    town.server.user(1, "sv").send_text("/help")
    start = await town.server.wait_for("sendMessage")
    family = await press(town, start, families(town, "sv")[0])
    topic = await press(town, family, labels(family)[1])
    assert topic.text == town.topic("vision.cooperation").text
    back, home = town.plain_phrase("button.back"), town.plain_phrase("button.menu")
    assert labels(topic)[-2:] == [back, home]
    again = await press(town, topic, back)
    assert (again.text, labels(again)) == (family.text, labels(family))
    topic = await press(town, again, labels(family)[0])
    assert labels(await press(town, topic, home)) == labels(start)


async def test_menu_comes_in_the_askers_language_where_the_answer_cannot(town: Door) -> None:
    town.server.user(1, "ar").send_text("/vision")
    call = await town.server.wait_for("sendMessage")
    menu = await press(town, call, town.plain_phrase("button.menu", "ar"))
    assert labels(menu) == families(town, "ar")


@pytest.mark.parametrize("text", ["hej", "qwrtzplx", "vad kostar en bil"])
async def test_whoever_gets_no_answer_gets_the_menu(town: Door, text: str) -> None:
    town.server.user(1, "sv").send_text(text)
    call = await town.server.wait_for("sendMessage")
    assert labels(call)[-1] == town.plain_phrase("button.menu")


async def test_family_of_one_topic_opens_it_at_once(tiny: Door) -> None:
    tiny.server.user(1).send_text("/start")
    start = await tiny.server.wait_for("sendMessage")
    topic = await press(tiny, start, labels(start)[0])
    assert topic.text == tiny.topic("vision").text
    assert labels(topic)[-1] == tiny.plain_phrase("button.menu")
    assert tiny.plain_phrase("button.back") not in labels(topic)
