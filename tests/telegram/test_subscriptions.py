import asyncio
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from bot.answering.composing import Composer
from bot.answering.service import AnsweringService
from bot.answering.snapshot import Snapshot
from bot.preview.calls import Call
from bot.preview.visitor import Visitor
from bot.settings import Settings
from bot.storage.storage import open_storage
from bot.storage.subscriptions import Subscription
from knowledge.facts import FactGroup
from knowledge.model import Topic
from knowledge.rendering import Renderer
from tests.telegram.conftest import Door, OpenDoor, labels

EDIT = "editMessageReplyMarkup"


def snapshot_with(
    service: AnsweringService,
    groups: Mapping[str, FactGroup] | None = None,
    topics: Mapping[str, Topic] | None = None,
) -> Snapshot:
    """Return the snapshot of a service with other facts or topics."""
    before = service._snapshot
    knowledge = replace(
        before.knowledge,
        facts={**before.knowledge.facts, **(groups or {})},
        topics=before.knowledge.topics if topics is None else topics,
    )
    renderer = Renderer(knowledge)
    return replace(
        before, knowledge=knowledge, renderer=renderer, composer=Composer(knowledge, renderer)
    )


def renamed_vision(service: AnsweringService, name: str = "Något helt annat") -> Snapshot:
    """Return a snapshot in which the vision has another name."""
    group = service._snapshot.knowledge.facts["vision"]
    return snapshot_with(service, {"vision": replace(group, values={**group.values, "name": name})})


@pytest.fixture
def other(lillby: AnsweringService) -> AnsweringService:
    """A service of the tiny town that a test may change."""
    return AnsweringService(lillby._snapshot, lillby._costs)


async def follow(door: Door, user: Visitor, command: str = "/vision") -> Call:
    user.send_text(command)
    asked = await door.server.wait_for("sendMessage", chat=user.chat.id)
    user.press(asked, door.plain_phrase("button.follow"))
    return await door.server.wait_for(EDIT, chat=user.chat.id)


async def kept(settings: Settings) -> list[Subscription]:
    async with open_storage(settings) as storage:
        return await storage.subscriptions.all()


async def test_following_is_told_with_what_is_kept(tiny: Door, door_settings: Settings) -> None:
    user = tiny.server.user(1)
    followed = await follow(tiny, user)
    notice = await tiny.server.wait_for("answerCallbackQuery")
    assert notice.text == tiny.plain_phrase("followed")
    assert "/stop" in notice.text
    assert tiny.plain_phrase("button.unfollow") in labels(followed)
    assert [found.topic for found in await kept(door_settings)] == ["vision"]


async def test_button_ends_what_it_began(tiny: Door, door_settings: Settings) -> None:
    user = tiny.server.user(1)
    followed = await follow(tiny, user)
    user.press(followed, tiny.plain_phrase("button.unfollow"))
    ended = await tiny.server.wait_for(EDIT, chat=1)
    assert tiny.plain_phrase("button.follow") in labels(ended)
    assert await kept(door_settings) == []


@pytest.mark.parametrize(
    ("command", "phrase"), [("/stop", "stopped"), ("/forget", "forgotten")], ids=["stop", "forget"]
)
async def test_command_ends_all_of_a_chat_alone(
    tiny: Door, door_settings: Settings, command: str, phrase: str
) -> None:
    for number in (1, 2):
        await follow(tiny, tiny.server.user(number))
    tiny.server.user(1).send_text(command)
    told = await tiny.server.wait_for("sendMessage", chat=1)
    assert told.text == tiny.phrase(phrase)
    assert len(await kept(door_settings)) == 1


async def test_stopping_nothing_is_told(tiny: Door) -> None:
    tiny.server.user(1).send_text("/stop")
    told = await tiny.server.wait_for("sendMessage", chat=1)
    assert told.text == tiny.phrase("nothing_followed")


async def test_change_is_told_once(open_door: OpenDoor, other: AnsweringService) -> None:
    async with open_door(other) as door:
        user = door.server.user(1)
        await follow(door, user)
        for _ in range(2):
            other.replace(renamed_vision(other))
        told = await door.server.wait_for("sendMessage", chat=1)
        assert told.text == f"{door.phrase('changed')}\n\n{door.topic('vision').text}"
        assert "Något helt annat" in told.text
        assert labels(told) == [door.plain_phrase("button.unfollow")]
        user.send_text("/help")
        assert (await door.server.wait_for("sendMessage")).text == door.phrase("help")


async def test_change_while_the_bot_was_away_is_told_at_start(
    open_door: OpenDoor, other: AnsweringService
) -> None:
    async with open_door(other) as door:
        await follow(door, door.server.user(1))
    other.replace(renamed_vision(other))
    async with open_door(other) as door:
        told = await door.server.wait_for("sendMessage", chat=1)
        assert told.text.startswith(door.phrase("changed"))


async def test_what_did_not_change_is_not_told(
    open_door: OpenDoor, other: AnsweringService
) -> None:
    async with open_door(other) as door:
        first, second = door.server.user(1), door.server.user(2)
        await follow(door, first, "/start contact-hours")
        await follow(door, second)
        other.replace(renamed_vision(other))
        await door.server.wait_for("sendMessage", chat=2)
        assert len(door.server.calls.of("sendMessage", chat=1)) == 1


async def test_blocked_bot_ends_the_subscription(
    open_door: OpenDoor, other: AnsweringService, door_settings: Settings
) -> None:
    async with open_door(other) as door:
        first, second = door.server.user(1), door.server.user(2)
        await follow(door, first)
        await follow(door, second)
        first.block()
        other.replace(renamed_vision(other))
        await door.server.wait_for("sendMessage", chat=1, status=403)
        await door.server.wait_for("sendMessage", chat=2)
        # One round of notices follows the other: in the second, the first is over.
        other.replace(renamed_vision(other, "Ännu en gång"))
        await door.server.wait_for("sendMessage", chat=2)
    [left] = await kept(door_settings)
    async with open_storage(door_settings) as storage:
        assert storage.subscriptions.chat_of(left) == 2


async def test_busy_server_is_waited_for(open_door: OpenDoor, other: AnsweringService) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        await asyncio.sleep(0)

    async with open_door(other, sleep) as door:
        await follow(door, door.server.user(1))
        door.server.fail_next("sendMessage", retry_after=3)
        door.server.fail_next("sendMessage", retry_after=900)
        other.replace(renamed_vision(other))
        await door.server.wait_for("sendMessage", chat=1)
    assert [pause for pause in pauses if pause >= 3] == [3, 900]


async def test_server_in_trouble_leaves_it_for_the_next_time(
    open_door: OpenDoor, other: AnsweringService
) -> None:
    async with open_door(other) as door:
        await follow(door, door.server.user(1))
        door.server.fail_next("sendMessage", status=500, times=5)
        other.replace(renamed_vision(other))
        for _ in range(5):
            await door.server.wait_for("sendMessage", status=500)
        other.replace(renamed_vision(other))
        told = await door.server.wait_for("sendMessage", chat=1)
        assert told.text.startswith(door.phrase("changed"))


async def test_topic_that_is_gone_ends_the_subscription(
    open_door: OpenDoor, other: AnsweringService, door_settings: Settings
) -> None:
    async with open_door(other) as door:
        await follow(door, door.server.user(1))
    topics = dict(other._snapshot.knowledge.topics)
    del topics["vision"]
    other.replace(snapshot_with(other, topics=topics))
    async with open_door(other) as door:
        await follow(door, door.server.user(2), "/start contact-hours")
    assert [found.topic for found in await kept(door_settings)] == ["contact.hours"]


async def test_new_secret_ends_what_nobody_could_read(
    open_door: OpenDoor, other: AnsweringService, door_settings: Settings
) -> None:
    async with open_door(other) as door:
        await follow(door, door.server.user(1))
    (door_settings.data / "secret").write_text("ab" * 32)
    async with open_door(other) as door:
        await follow(door, door.server.user(2))
    assert len(await kept(door_settings)) == 1


@pytest.mark.parametrize("data", ["w:gone:sv", "w:vision:tlh", "w:vision"])
async def test_made_up_subscription_is_not_kept(
    tiny: Door, door_settings: Settings, data: str
) -> None:
    user = tiny.server.user(1)
    user.press_data(data, user.send_text("/help"))
    notice = await tiny.server.wait_for("answerCallbackQuery")
    assert notice.text == tiny.plain_phrase("stale_button")
    assert await kept(door_settings) == []


async def test_group_cannot_follow(tiny: Door, door_settings: Settings) -> None:
    member = tiny.server.member(5, -100)
    member.press_data("w:vision:sv", member.send_text("/help"))
    notice = await tiny.server.wait_for("answerCallbackQuery")
    assert notice.text == tiny.plain_phrase("stale_button")
    assert await kept(door_settings) == []


def test_digest_sees_figures_not_their_writing(haparanda: AnsweringService) -> None:
    service = AnsweringService(haparanda._snapshot, haparanda._costs)
    group = service._snapshot.knowledge.facts["budget"]
    newest = max(group.years)
    figures = group.years[newest]
    first, amount = next(iter(figures.values.items()))

    def digest_with(other: Decimal) -> str | None:
        years = {**group.years, newest: replace(figures, values={**figures.values, first: other})}
        service.replace(snapshot_with(service, {"budget": replace(group, years=years)}))
        return service.catalogue.facts_digest("budget")

    before = service.catalogue.facts_digest("budget")
    assert digest_with(Decimal(f"{amount}00")) == before
    assert digest_with(amount + 1) != before
