import json

import pytest

from tests.telegram.conftest import Door

GROUP = -100


async def only_reply(door: Door) -> str:
    """Send a command and return what came before its reply."""
    door.server.member(1, GROUP).send_text("/forget")
    end = door.phrase("forgotten")
    await door.server.wait_for("sendMessage", where=lambda c: c.text == end)
    before = [c.text for c in door.server.calls.of("sendMessage") if c.text != end]
    return before[0] if before else ""


@pytest.mark.parametrize(
    "text", ["När har ni öppet?", "/nonsense", "/help@other_bot", "@other_bot hej", "hej local_bot"]
)
async def test_talk_among_people_is_left_alone(tiny: Door, text: str) -> None:
    tiny.server.member(1, GROUP).send_text(text)
    assert await only_reply(tiny) == ""


@pytest.mark.parametrize(
    "text", ["@local_bot När har ni öppet?", "När har ni öppet? @Local_Bot", "😀 @local_bot öppet"]
)
async def test_mention_is_answered_with_a_quote(tiny: Door, text: str) -> None:
    asked = tiny.server.member(1, GROUP).send_text(text)
    call = await tiny.server.wait_for("sendMessage", chat=GROUP)
    assert call.text == tiny.topic("contact.hours").text
    quoted = json.loads(call.parameters["reply_parameters"])
    assert quoted["message_id"] == asked["message_id"]


async def test_reply_to_the_bot_is_answered(tiny: Door) -> None:
    member = tiny.server.member(1, GROUP)
    member.send_text("/help")
    call = await tiny.server.wait_for("sendMessage", chat=GROUP)
    member.send_text("När har ni öppet?", reply_to=call.result)
    call = await tiny.server.wait_for("sendMessage", chat=GROUP)
    assert call.text == tiny.topic("contact.hours").text


@pytest.mark.parametrize("text", ["/help", "/help@local_bot", "/nonsense@local_bot"])
async def test_commands_are_answered(tiny: Door, text: str) -> None:
    tiny.server.member(1, GROUP).send_text(text)
    assert (await tiny.server.wait_for("sendMessage")).text == tiny.phrase("help")


async def test_other_bots_are_not_answered(tiny: Door) -> None:
    other = tiny.server.member(2, GROUP)
    other.account["is_bot"] = True
    other.send_text("@local_bot När har ni öppet?")
    assert await only_reply(tiny) == ""


async def test_posts_of_a_linked_channel_are_not_answered(tiny: Door) -> None:
    channel = {"id": -200, "type": "channel", "title": "Nyheter"}
    mention = {"type": "mention", "offset": 0, "length": 10}
    post = {"text": "@local_bot öppet", "sender_chat": channel, "entities": [mention]}
    tiny.server.member(1, GROUP).send({**post, "is_automatic_forward": True})
    assert await only_reply(tiny) == ""
    tiny.server.member(1, GROUP).send(post)
    call = await tiny.server.wait_for("sendMessage", chat=GROUP)
    assert call.text == tiny.topic("contact.hours").text


async def test_photos_among_people_are_left_alone(tiny: Door) -> None:
    tiny.server.member(1, GROUP).send_photo("semester")
    assert await only_reply(tiny) == ""


async def test_channel_posts_are_not_even_fetched(tiny: Door) -> None:
    tiny.server.user(1).send_text("/help")
    await tiny.server.wait_for("sendMessage", chat=1)
    assert tiny.server.updates.allowed == frozenset(
        {"message", "edited_message", "callback_query", "inline_query"}
    )
