"""/forget, proven by reading everything that is stored afterwards, on both engines."""

import pytest
from pydantic import SecretStr

from bot.answering.service import AnsweringService
from bot.preview.server import BotApiServer
from bot.settings import Settings, StoragePart
from bot.storage.ratings import Rating, Vote
from bot.storage.received import Received
from bot.storage.storage import open_storage
from tests.dumps import dump_of
from tests.telegram.conftest import NOW, OpenDoor

SOMEBODY, ANOTHER = 987654321, 123456789
GOOD = Rating("vision", "sv", Vote.HELPFUL)


@pytest.fixture(params=["sqlite", "postgresql"])
def door_settings(request: pytest.FixtureRequest, door_settings: Settings) -> Settings:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    changed = {"bot_secret": SecretStr("a secret that is long enough")}
    part = StoragePart(url=SecretStr(url))
    return door_settings.model_copy(update={**changed, "storage": part})


async def keep_all_kinds(settings: Settings, chat: int, number: int) -> set[bytes]:
    """Store one of everything about a chat; return what tells that it is this chat's."""
    async with open_storage(settings) as kept:
        key = kept.choices.key(chat)
        await kept.choices.set(key, "sv")
        await kept.ratings.rate(chat, 1, GOOD, NOW.date())
        await kept.subscriptions.follow(key, chat, "vision", "sv", "facts")
        # Received by a worker that has not answered it yet.
        await kept.received.store([Received(number, key, b'{"text": "private"}')], NOW)
        return {key.encode(), kept.ratings._key(chat, 1).encode()}


async def test_nothing_of_a_chat_is_left(
    server: BotApiServer, open_door: OpenDoor, door_settings: Settings, lillby: AnsweringService
) -> None:
    traces: dict[int, set[bytes]] = {}
    server.updates.add_raw({"update_id": 1000, "from_the_future": {}})
    async with open_door(lillby):
        for number, chat in enumerate((SOMEBODY, ANOTHER), 1):
            server.user(chat).send_text("/help")
            await server.wait_for("sendMessage", chat=chat)
            traces[chat] = await keep_all_kinds(door_settings, chat, number)
        before = await dump_of(door_settings)
        assert [trace for trace in traces[SOMEBODY] | traces[ANOTHER] if trace not in before] == []
        server.user(SOMEBODY).send_text("/forget")
        await server.wait_for("sendMessage", chat=SOMEBODY)
    after = await dump_of(door_settings)
    assert [trace for trace in traces[SOMEBODY] if trace in after] == []
    assert [trace for trace in traces[ANOTHER] if trace not in after] == []
    assert str(SOMEBODY).encode() not in after
    assert b"private" not in after
