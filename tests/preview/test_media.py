from typing import Any

import aiohttp
import pytest

from bot.preview.server import BotApiServer
from tests.preview.conftest import Api

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def picture(width: int = 100, height: int = 50) -> bytes:
    return PNG + width.to_bytes(4, "big") + height.to_bytes(4, "big")


async def upload(
    server: BotApiServer, method: str, content: bytes, **fields: str
) -> tuple[int, Any]:
    form = aiohttp.FormData()
    form.add_field("file", content, filename="chart.png")
    for name, value in {"chat_id": "1", **fields}.items():
        form.add_field(name, value)
    url = f"{server.url}/bot{server.token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, data=form) as response:
        return response.status, await response.json()


async def send(server: BotApiServer, content: bytes, caption: str = "") -> tuple[int, Any]:
    fields = {"photo": "attach://file", "caption": caption, "parse_mode": "HTML"}
    return await upload(server, "sendPhoto", content, **fields)


@pytest.fixture(autouse=True)
def resident(server: BotApiServer) -> None:
    server.user(1).send_text("hej")


async def test_picture_gets_an_id_that_serves_again(server: BotApiServer, api: Api) -> None:
    status, body = await send(server, picture(), "<b>Titel</b>")
    assert status == 200
    photo = body["result"]["photo"][-1]
    assert (photo["width"], photo["height"]) == (100, 50)
    assert (body["result"]["caption"], body["result"]["caption_entities"][0]["type"]) == (
        "Titel",
        "bold",
    )
    status, again = await api("sendPhoto", chat_id=1, photo=photo["file_id"])
    assert status == 200
    assert again["result"]["photo"] == body["result"]["photo"]


@pytest.mark.parametrize(
    ("content", "caption", "reason"),
    [
        (b"GIF89a", "", "IMAGE_PROCESS_FAILED"),
        (picture(9000, 2000), "", "PHOTO_INVALID_DIMENSIONS"),
        (picture(2100, 100), "", "PHOTO_INVALID_DIMENSIONS"),
        (picture(), "å" * 1025, "caption is too long"),
        (picture(), "<b>", "can't parse entities"),
    ],
    ids=["no picture", "large", "narrow", "caption", "tags"],
)
async def test_pictures_that_telegram_refuses(
    server: BotApiServer, content: bytes, caption: str, reason: str
) -> None:
    status, body = await send(server, content, caption)
    assert status == 400
    assert reason in body["description"]


async def test_unknown_id_and_missing_upload_are_refused(api: Api) -> None:
    for photo in ("photo-9", "attach://file", ""):
        assert (await api("sendPhoto", chat_id=1, photo=photo))[0] == 400


async def test_picture_replaces_a_text_but_no_text_a_picture(
    server: BotApiServer, api: Api
) -> None:
    _, sent = await api("sendMessage", chat_id=1, text="a")
    number = sent["result"]["message_id"]
    media = '{"type": "photo", "media": "attach://file", "caption": "b"}'
    fields = {"message_id": str(number), "media": media}
    status, edited = await upload(server, "editMessageMedia", picture(), **fields)
    assert status == 200
    assert "text" not in edited["result"]
    known = {"type": "photo", "media": edited["result"]["photo"][0]["file_id"], "caption": "b"}
    status, body = await api("editMessageMedia", chat_id=1, message_id=number, media=known)
    assert (status, "not modified" in body["description"]) == (400, True)
    status, body = await api("editMessageText", chat_id=1, message_id=number, text="c")
    assert (status, "there is no text" in body["description"]) == (400, True)


async def test_messages_can_be_taken_away_for_two_days(server: BotApiServer, api: Api) -> None:
    _, sent = await api("sendMessage", chat_id=1, text="a")
    number = sent["result"]["message_id"]
    assert (await api("deleteMessage", chat_id=1, message_id=number))[0] == 200
    status, body = await api("deleteMessage", chat_id=1, message_id=number)
    assert (status, "not found" in body["description"]) == (400, True)
    _, sent = await api("sendMessage", chat_id=1, text="a")
    server.world.chats[1].messages[sent["result"]["message_id"]]["date"] -= 49 * 3600
    number = sent["result"]["message_id"]
    assert (await api("deleteMessage", chat_id=1, message_id=number))[0] == 400


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"first_name": "a"}, "phone_number"),
        ({"phone_number": "112"}, "first_name"),
        ({"phone_number": "112", "first_name": "a", "vcard": "å" * 1025}, "VCARD_TOO_LONG"),
    ],
    ids=["number", "name", "long"],
)
async def test_contacts_that_telegram_refuses(
    api: Api, fields: dict[str, str], reason: str
) -> None:
    status, body = await api("sendContact", chat_id=1, **fields)
    assert status == 400
    assert reason in body["description"]
