"""Three years of budgets over Telegram: captions, pictures and buttons."""

from collections.abc import AsyncIterator

import pytest

from bot.answering.service import AnsweringService
from bot.preview.calls import Call
from tests.telegram.conftest import Door, OpenDoor, labels


@pytest.fixture
async def budgets(open_door: OpenDoor, trevik: AnsweringService) -> AsyncIterator[Door]:
    """The bot of the town with three years."""
    async with open_door(trevik) as door:
        yield door


async def picture_for(door: Door, text: str, chat: int) -> Call:
    door.server.user(chat, "sv").send_text(text)
    return await door.server.wait_for("sendPhoto", chat=chat)


async def test_each_year_and_each_comparison_has_its_own_picture(budgets: Door) -> None:
    asked = ("budgeten", "budget 2023", "budget 2024 jämfört med 2023", "Hur har budgeten ändrats?")
    calls = [await picture_for(budgets, text, chat) for chat, text in enumerate(asked, 1)]
    captions = [call.result["caption"] for call in calls]
    assert "för 2025" in captions[0]
    assert "för 2023" in captions[1]
    assert "mer än 2023" in captions[2]
    assert "mer än 2024" in captions[3]
    # The last compares the same two years as the first, under the same title: one picture serves.
    uploads = [call.parameters["photo"].startswith("attach://") for call in calls]
    assert uploads == [True, True, True, False]


async def test_the_comparison_is_a_button_under_the_budget(budgets: Door) -> None:
    call = await picture_for(budgets, "budgeten", 1)
    title = budgets.service.catalogue.title("budget.change", "sv")
    assert title in labels(call)
    budgets.server.user(1).press(call, title)
    changed = await budgets.server.wait_for("editMessageMedia")
    assert "Summan år för år" in changed.result["caption"]
    assert "2023: 370,0" in changed.result["caption"].replace("\u00a0", " ")
