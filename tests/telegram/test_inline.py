import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answering.service import AnsweringService
from bot.answering.sharing import Card
from bot.preview.calls import Call
from bot.preview.entities import utf16_length
from bot.preview.inline import message_of
from bot.settings import Settings
from bot.storage.storage import open_storage
from bot.telegram.articles import article_of
from bot.telegram.deep_links import decode
from tests.telegram.conftest import NOW, Door, OpenDoor

HELP = ("emergency", "equality.violence")


async def search(door: Door, text: str, language_code: str | None = "sv") -> Call:
    query = door.server.user(1, language_code).ask_inline(text)
    call = await door.server.wait_for("answerInlineQuery")
    assert call.parameters["inline_query_id"] == query
    return call


def results_of(call: Call) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = json.loads(call.parameters["results"])
    return results


def text_of(result: dict[str, Any]) -> str:
    return str(result["input_message_content"]["message_text"])


async def test_answer_comes_with_source_period_and_stamp(town: Door) -> None:
    call = await search(town, "Vad är er vision?")
    first = results_of(call)[0]
    stamp = town.service.catalogue.stamp("sv", NOW)
    assert first["title"] == town.service.catalogue.title("vision", "sv")
    assert text_of(first) == f"{town.topic('vision').text}\n\n{stamp}"
    assert "Källa:" in text_of(first)
    assert "2035" in text_of(first)
    assert "15 januari 2026 klockan 11:00" in stamp


async def test_same_answer_has_the_same_id(town: Door) -> None:
    ids = [results_of(await search(town, "Vad är er vision?"))[0]["id"] for _ in range(2)]
    assert ids == ["vision_sv", "vision_sv"]


async def test_button_leads_to_the_topic_in_the_bot(town: Door) -> None:
    first = results_of(await search(town, "What is the vision?", "sv"))[0]
    [[button]] = first["reply_markup"]["inline_keyboard"]
    assert button["url"] == "https://t.me/local_bot?start=vision_en"
    town.server.user(2, "sv").send_text("/start vision_en")
    opened = await town.server.wait_for("sendMessage", chat=2)
    assert opened.text == town.topic("vision", "en").text


async def test_related_answers_follow(town: Door) -> None:
    call = await search(town, "Vad är er vision?")
    titles = [result["title"] for result in results_of(call)]
    assert titles[1:] == [button.label for button in town.topic("vision").buttons]


async def test_nothing_typed_offers_the_families_and_help_first(town: Door) -> None:
    results = results_of(await search(town, "", "fi"))
    links = [decode(result["id"]) for result in results]
    topics = [link.topic for link in links if link]
    assert set(topics[:2]) == set(HELP)
    known = town.service._snapshot.knowledge.topics
    families = list(dict.fromkeys(topic.file for topic in known.values()))
    assert [known[topic].file for topic in topics[2:]] == families
    assert {link.language for link in links if link} == {"fi"}


@pytest.mark.parametrize(
    "text", ["min man slår mig", "mieheni hakkaa minua", "my husband beats me"]
)
async def test_help_in_distress_comes_first_and_whole(town: Door, text: str) -> None:
    first = results_of(await search(town, text))[0]
    link = decode(first["id"])
    assert link is not None
    assert link.topic in HELP
    assert link.language is not None
    assert text_of(first) == town.topic(link.topic, link.language).text
    assert "reply_markup" not in first


@pytest.mark.parametrize(
    ("text", "code", "personal"),
    [("Vad är er vision?", "fi", "false"), ("budget", "sv", "true"), ("", "sv", "true")],
    ids=["words tell", "words tell nothing", "no words"],
)
async def test_results_are_personal_where_the_asker_decides(
    town: Door, text: str, code: str, personal: str
) -> None:
    call = await search(town, text, code)
    assert call.parameters["is_personal"] == personal
    assert int(call.parameters["cache_time"]) <= 300


async def test_chosen_language_decides_where_words_do_not(town: Door) -> None:
    user = town.server.user(1, "sv")
    user.send_text("/language")
    user.press(await town.server.wait_for("sendMessage", chat=1), "Suomi")
    await town.server.wait_for("editMessageText", chat=1)
    links = [decode(result["id"]) for result in results_of(await search(town, "budget"))]
    assert {link.language for link in links if link} == {"fi"}


async def test_what_is_not_ours_turns_away(town: Door) -> None:
    [result] = results_of(await search(town, "Hur söker jag bygglov för ett garage?"))
    assert result["id"] == "elsewhere"
    assert "0922" in text_of(result)


@pytest.mark.parametrize("text", ["xyzzy plugh", "hej", "?", "<b>", "😀" * 60, "\u202e{{ 7 }}"])
async def test_what_has_no_answer_leads_to_the_bot(tiny: Door, text: str) -> None:
    call = await search(tiny, text)
    button = json.loads(call.parameters["button"])
    assert button["text"] == tiny.plain_phrase("button.open")
    tiny.server.user(1).send_text(f"/start {button['start_parameter']}")
    assert (await tiny.server.wait_for("sendMessage")).text == tiny.phrase("start")


async def test_picked_answer_stands_in_the_other_chat(town: Door) -> None:
    call = await search(town, "Vad är er vision?")
    picked = town.server.user(1).pick(call, town.service.catalogue.title("vision", "sv"))
    assert picked["entities"][0]["type"] == "bold"
    assert picked["via_bot"]["username"] == "local_bot"


async def test_nothing_about_the_asker_is_kept(
    open_door: OpenDoor, haparanda: AnsweringService, door_settings: Settings
) -> None:
    async with open_door(haparanda) as door:
        await search(door, "Vad är er vision?")
    async with open_storage(door_settings) as storage:
        key = storage.choices.key(1)
        assert await storage.choices.get(key) is None
        assert await storage.subscriptions.all() == []
        assert await storage.ratings.held() == frozenset()
    assert haparanda._conversations.last(key, NOW) is None


async def test_query_that_is_too_old_is_survived(tiny: Door) -> None:
    tiny.server.fail_next(
        "answerInlineQuery",
        status=400,
        description="Bad Request: query is too old and response timeout expired or query ID is "
        "invalid",
    )
    user = tiny.server.user(1)
    user.ask_inline("vision")
    await tiny.server.wait_for("answerInlineQuery", status=400)
    await search(tiny, "vision")
    assert tiny.server.calls.of("sendMessage") == []


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=9000)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS.filter(lambda text: not re.search("[<&]", text) and bool(text.strip())), st.booleans())
def test_every_card_fits_a_message(text: str, stamped: bool) -> None:
    card = Card("a.b-c", "sv", "x", "y", text, "from us, today" if stamped else "")
    article = article_of(card, "local_bot", "open")
    assert article is not None
    made = message_of(article.model_dump(exclude_none=True))
    assert utf16_length(made["text"]) <= 4096
    assert made["text"].endswith(card.stamp)


def test_topic_without_a_link_loses_its_card() -> None:
    assert article_of(Card("x" * 70, "sv", "x", "y", "z", "s"), "local_bot", "open") is None
