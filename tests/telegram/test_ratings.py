from datetime import timedelta

import pytest

from bot.answering.service import AnsweringService
from bot.preview.calls import Call
from bot.preview.visitor import Visitor
from bot.settings import Settings
from bot.storage.ratings import Rating, RatingCount, Reason, Vote
from bot.storage.storage import open_storage
from tests.telegram.conftest import NOW, Door, OpenDoor, labels

VOTES = ["button.helpful", "button.not_helpful"]
REASONS = ["button.wrong", "button.unclear", "button.old", "button.other"]
EDIT = "editMessageReplyMarkup"


async def kept(settings: Settings) -> list[RatingCount]:
    async with open_storage(settings) as storage:
        return await storage.ratings.counts()


async def press(door: Door, user: Visitor, call: Call, key: str, language: str = "sv") -> Call:
    """Press a button and return the message as it stands afterwards."""
    label = door.plain_phrase(key, language)
    user.press(call, next(shown for shown in labels(call) if shown.endswith(label)))
    return await door.server.wait_for(EDIT, chat=user.chat.id)


async def ask(
    door: Door, user: Visitor, command: str = "/vision", method: str = "sendMessage"
) -> Call:
    user.send_text(command)
    return await door.server.wait_for(method, chat=user.chat.id)


async def test_helpful_answer_is_counted(tiny: Door, door_settings: Settings) -> None:
    user = tiny.server.user(1)
    asked = await ask(tiny, user)
    voted = await press(tiny, user, asked, "button.helpful")
    notice = await tiny.server.wait_for("answerCallbackQuery")
    assert notice.text == tiny.plain_phrase("rated")
    assert "✓ " + tiny.plain_phrase("button.helpful") in labels(voted)
    assert await kept(door_settings) == [RatingCount(Rating("vision", "sv", Vote.HELPFUL), 1)]


async def test_no_help_asks_for_the_reason(tiny: Door, door_settings: Settings) -> None:
    user = tiny.server.user(1)
    asked = await ask(tiny, user)
    voted = await press(tiny, user, asked, "button.not_helpful")
    notice = await tiny.server.wait_for("answerCallbackQuery")
    assert notice.text == tiny.plain_phrase("rated_why")
    for key in REASONS:
        assert tiny.plain_phrase(key) in labels(voted)
    explained = await press(tiny, user, voted, "button.old")
    assert "✓ " + tiny.plain_phrase("button.old") in labels(explained)
    rating = Rating("vision", "sv", Vote.NOT_HELPFUL, Reason.OLD)
    assert await kept(door_settings) == [RatingCount(rating, 1)]


async def test_vote_can_be_changed_and_counts_once(tiny: Door, door_settings: Settings) -> None:
    user = tiny.server.user(1)
    asked = await ask(tiny, user)
    for key in ("button.not_helpful", "button.wrong", "button.unclear", "button.helpful"):
        asked = await press(tiny, user, asked, key)
    shown = labels(asked)
    assert not [key for key in REASONS if tiny.plain_phrase(key) in shown]
    assert await kept(door_settings) == [RatingCount(Rating("vision", "sv", Vote.HELPFUL), 1)]


async def test_voting_leaves_the_other_buttons(town: Door) -> None:
    user = town.server.user(1, "fi")
    asked = await ask(town, user, "/budget", "sendPhoto")
    voted = await press(town, user, asked, "button.not_helpful", "fi")
    rating = {town.plain_phrase(key, "fi") for key in (*VOTES, *REASONS)}
    left = [label.removeprefix("✓ ") for label in labels(voted)]
    others = [label for label in labels(asked) if label not in rating]
    assert [label for label in left if label not in rating] == others
    assert len(left) == len(others) + len(rating)


async def test_same_vote_twice_bothers_nobody(tiny: Door) -> None:
    user = tiny.server.user(1)
    asked = await ask(tiny, user)
    voted = await press(tiny, user, asked, "button.helpful")
    user.press(voted, "✓ " + tiny.plain_phrase("button.helpful"))
    again = await tiny.server.wait_for(EDIT, status=400)
    assert "not modified" in again.result
    await ask(tiny, user)
    assert len(tiny.server.calls.of("sendMessage")) == 2


async def test_answer_opened_in_place_has_its_own_vote(town: Door, door_settings: Settings) -> None:
    user = town.server.user(1, "sv")
    asked = await ask(town, user)
    voted = await press(town, user, asked, "button.helpful")
    user.press_data("t:goals:sv", voted.result)
    opened = await town.server.wait_for("editMessageText", chat=1)
    assert not [label for label in labels(opened) if label.startswith("✓")]
    await press(town, user, opened, "button.helpful")
    topics = {count.rating.topic for count in await kept(door_settings)}
    assert topics == {"vision", "goals"}


@pytest.mark.parametrize("topic", ["emergency", "equality.violence"])
async def test_help_in_distress_is_not_rated(
    town: Door, door_settings: Settings, topic: str
) -> None:
    user = town.server.user(1, "sv")
    user.press_data(f"t:{topic}:sv", await ask_message(town, user))
    shown = await town.server.wait_for("editMessageText", chat=1)
    below = labels(shown)
    never = [*VOTES, *REASONS, "button.follow"]
    assert not [key for key in never if town.plain_phrase(key) in below]
    for data in (f"v:{topic}:sv:yes", f"r:{topic}:sv:old", f"w:{topic}:sv"):
        user.press_data(data, shown.result)
        notice = await town.server.wait_for(
            "answerCallbackQuery", where=lambda call: bool(call.text)
        )
        assert notice.text == town.plain_phrase("stale_button")
    async with open_storage(door_settings) as storage:
        assert await storage.ratings.held() == frozenset()
        assert await storage.subscriptions.all() == []


async def ask_message(door: Door, user: Visitor) -> dict[str, object]:
    result: dict[str, object] = (await ask(door, user, "/help")).result
    return result


@pytest.mark.parametrize(
    "data",
    ["v:gone:sv:yes", "v:vision:tlh:yes", "v:vision:sv:maybe", "r:vision:sv:why", "v:vision:sv"],
)
async def test_made_up_vote_is_not_kept(tiny: Door, door_settings: Settings, data: str) -> None:
    user = tiny.server.user(1)
    user.press_data(data, user.send_text("/help"))
    notice = await tiny.server.wait_for("answerCallbackQuery")
    assert notice.text == tiny.plain_phrase("stale_button")
    assert await kept(door_settings) == []


async def test_old_message_counts_though_it_cannot_change(
    tiny: Door, door_settings: Settings
) -> None:
    user = tiny.server.user(1)
    asked = await ask(tiny, user)
    user.press_data("v:vision:sv:yes", asked.result, too_old=True)
    assert (await tiny.server.wait_for("answerCallbackQuery")).text == tiny.plain_phrase("rated")
    assert [count.times for count in await kept(door_settings)] == [1]


async def test_forgetting_deletes_a_chats_votes_alone(tiny: Door, door_settings: Settings) -> None:
    for number in (1, 2):
        user = tiny.server.user(number)
        await press(tiny, user, await ask(tiny, user), "button.helpful")
    tiny.server.user(1).send_text("/forget")
    told = await tiny.server.wait_for("sendMessage", chat=1)
    assert told.text == tiny.phrase("forgotten")
    assert [count.times for count in await kept(door_settings)] == [1]


async def test_old_votes_are_deleted_at_start(
    open_door: OpenDoor, lillby: AnsweringService, door_settings: Settings
) -> None:
    old = NOW.date() - timedelta(days=door_settings.storage.ratings_days + 1)
    async with open_storage(door_settings) as storage:
        await storage.ratings.rate(1, 1, Rating("vision", "sv", Vote.HELPFUL), old)
    async with open_door(lillby) as door:
        user = door.server.user(1)
        await press(door, user, await ask(door, user), "button.not_helpful")
        # Beside the answers, so not necessarily before this one.
        await door.server.wait_for("setMyShortDescription")
    assert [count.rating.vote for count in await kept(door_settings)] == [Vote.NOT_HELPFUL]


async def test_groups_vote_too_but_follow_nothing(tiny: Door) -> None:
    member = tiny.server.member(5, -100)
    asked = await ask(tiny, member)
    below = labels(asked)
    assert tiny.plain_phrase("button.helpful") in below
    assert tiny.plain_phrase("button.follow") not in below


async def test_questions_without_an_answer_are_not_rated(
    open_door: OpenDoor, lillby: AnsweringService
) -> None:
    async with open_door(lillby) as door:
        user = door.server.user(1)
        asked = await ask(door, user, "xyzzy plugh")
        assert not {door.plain_phrase(key) for key in VOTES} & {*labels(asked)}
