import pytest

from bot.preview.visitor import ATTACHMENTS
from tests.telegram.conftest import Door


@pytest.mark.parametrize("kind", sorted(ATTACHMENTS))
async def test_what_is_no_text_gets_a_kind_line(tiny: Door, kind: str) -> None:
    tiny.server.user(1).send_attachment(kind)
    assert (await tiny.server.wait_for("sendMessage")).text == tiny.phrase("only_text")


async def test_album_gets_one_line(tiny: Door) -> None:
    user = tiny.server.user(1)
    for _ in range(5):
        user.send_attachment("photo", media_group_id="album")
    user.send_text("/help")
    await tiny.server.wait_for("sendMessage", where=lambda c: c.text == tiny.phrase("help"))
    assert len(tiny.server.calls.of("sendMessage")) == 2


async def test_service_messages_are_left_alone(tiny: Door) -> None:
    user = tiny.server.user(1)
    user.send({"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}})
    user.send_text("/help")
    assert (await tiny.server.wait_for("sendMessage")).text == tiny.phrase("help")
