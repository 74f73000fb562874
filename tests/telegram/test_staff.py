"""The staff's commands: who may use them, what they do, and that they outlive a restart."""

from collections.abc import AsyncIterator, Iterator

import pytest
from structlog.testing import capture_logs

from bot.answering.service import AnsweringService
from bot.settings import Settings, StaffMember
from tests.telegram.conftest import NOW, Door, OpenDoor

STAFF, RESIDENT = 7, 1
QUESTION = "När har ni öppet?"


@pytest.fixture
def door_settings(door_settings: Settings) -> Settings:
    return door_settings.model_copy(update={"staff": (StaffMember(id=STAFF, role="Press"),)})


@pytest.fixture
def town_left_whole(lillby: AnsweringService) -> Iterator[AnsweringService]:
    yield lillby
    lillby.switch_off(())


@pytest.fixture
async def tiny(open_door: OpenDoor, town_left_whole: AnsweringService) -> AsyncIterator[Door]:
    async with open_door(town_left_whole) as door:
        yield door


async def said(door: Door, text: str, person: int = STAFF) -> str:
    door.server.user(person, "sv").send_text(text)
    return (await door.server.wait_for("sendMessage", chat=person)).text


async def test_a_topic_is_taken_out_and_put_back(tiny: Door) -> None:
    assert "Borttaget: contact" in await said(tiny, "/off contact")
    out = await said(tiny, QUESTION, RESIDENT)
    assert tiny.phrase("topic_off") in out
    assert "09:00" not in out
    assert "contact.hours (2026-01-15)" in await said(tiny, "/status")

    assert "Tillbaka: contact" in await said(tiny, "/on contact")
    assert "09:00" in await said(tiny, QUESTION, RESIDENT + 1)


async def test_what_is_out_stays_out_over_a_restart(
    open_door: OpenDoor, town_left_whole: AnsweringService
) -> None:
    async with open_door(town_left_whole) as door:
        await said(door, "/off contact.hours")
    town_left_whole.switch_off(())
    async with open_door(town_left_whole) as door:
        assert "09:00" not in await said(door, QUESTION, RESIDENT)


@pytest.mark.parametrize("command", ["/status", "/off contact", "/on contact"])
async def test_others_are_answered_as_if_there_were_no_such_command(
    tiny: Door, command: str
) -> None:
    assert await said(tiny, command, RESIDENT) == tiny.phrase("help")
    assert "09:00" in await said(tiny, QUESTION, RESIDENT)


async def test_a_group_is_no_place_for_staff(tiny: Door) -> None:
    tiny.server.member(STAFF, -100, "sv").send_text("/off@local_bot contact")
    call = await tiny.server.wait_for("sendMessage", chat=-100)
    assert call.text == tiny.phrase("help")
    assert tiny.service.topics_off(NOW) == []


@pytest.mark.parametrize(
    ("command", "reply"),
    [
        ("/off", "Inget ämne"),
        ("/off <b>", "Inget ämne och ingen ämnesfamilj heter &#x27;<b>&#x27;"),
        ("/on vision", "är inte borttaget"),
    ],
)
async def test_what_cannot_be_done_is_said(tiny: Door, command: str, reply: str) -> None:
    assert reply.replace("&#x27;", "'").replace("<b>", "&lt;b&gt;") in await said(tiny, command)


async def test_urgent_help_is_never_taken_out(town: Door) -> None:
    urgent = next(t for t in town.service.catalogue.families if town.service.catalogue.is_urgent(t))
    assert "aldrig" in await said(town, f"/off {urgent}")
    assert town.service.topics_off(NOW) == []


async def test_a_switch_is_logged_with_its_role_and_no_id(tiny: Door) -> None:
    with capture_logs() as logs:
        await said(tiny, "/off vision")
    (line,) = [line for line in logs if line["event"] == "topic_taken_out"]
    assert (line["topic"], line["role"]) == ("vision", "Press")
    assert str(STAFF) not in {str(value) for value in line.values()}


async def test_only_the_staff_see_the_commands(tiny: Door) -> None:
    call = await tiny.server.wait_for(
        "setMyCommands", where=lambda c: "chat_id" in str(c.parameters)
    )
    assert "/off" not in tiny.phrase("help")
    assert all(name in str(call.parameters) for name in ("status", "off", "on"))
    assert str(STAFF) in str(call.parameters["scope"])
