from typing import Any

import pytest

from bot.preview.server import BotApiServer
from bot.preview.visitor import Visitor
from tests.preview.conftest import Api


@pytest.fixture
def user(server: BotApiServer) -> Visitor:
    visitor = server.user(1)
    visitor.send_text("hej")
    return visitor


def button(**parts: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x", **parts}]]}


@pytest.mark.usefixtures("user")
async def test_message_is_parsed_and_kept(server: BotApiServer, api: Api) -> None:
    status, body = await api("sendMessage", chat_id=1, text="<b>a</b> b", parse_mode="HTML")
    assert status == 200
    assert body["result"]["text"] == "a b"
    assert body["result"]["entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    assert body["result"]["message_id"] in server.world.chats[1].messages


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"chat_id": 99, "text": "a"}, "chat not found"),
        ({"text": "a"}, "chat_id is empty"),
        ({"chat_id": 1}, "message text is empty"),
        ({"chat_id": 1, "text": " \n "}, "message text is empty"),
        ({"chat_id": 1, "text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"chat_id": 1, "text": "å" * 4097}, "message is too long"),
        ({"chat_id": 1, "text": "😀" * 2049}, "message is too long"),
        ({"chat_id": 1, "text": "<b>a", "parse_mode": "HTML"}, "can't parse entities"),
        ({"chat_id": 1, "text": "a", "parse_mode": "Markdown"}, "unsupported parse_mode"),
        (
            {"chat_id": 1, "text": "a", "reply_parameters": {"message_id": 99}},
            "message to be replied not found",
        ),
        ({"chat_id": 1, "text": "a", "reply_parameters": {}, "reply_markup": 1}, "object expected"),
        ({"chat_id": 1, "text": "a", "reply_parameters": ["x"]}, "can't parse reply"),
        ({"chat_id": "@town", "text": "a"}, "chat not found"),
        ({"chat_id": 1, "text": "a", "reply_markup": button()}, "text buttons are unallowed"),
        (
            {"chat_id": 1, "text": "a", "reply_markup": button(callback_data="å" * 33)},
            "BUTTON_DATA_INVALID",
        ),
        (
            {"chat_id": 1, "text": "a", "reply_markup": button(callback_data="")},
            "BUTTON_DATA_INVALID",
        ),
        ({"chat_id": 1, "text": "a", "reply_markup": button(url="nowhere")}, "invalid"),
        ({"chat_id": 1, "text": "a", "reply_markup": "{"}, "not JSON"),
    ],
)
async def test_what_send_message_refuses(api: Api, parameters: dict[str, Any], reason: str) -> None:
    status, body = await api("sendMessage", **parameters)
    assert status == 400
    assert reason in body["description"]


@pytest.mark.usefixtures("user")
async def test_longest_message_and_button_pass(api: Api) -> None:
    text = "<b>" + "å" * 4096 + "</b>"
    markup = button(callback_data="å" * 32)
    status, _ = await api(
        "sendMessage", chat_id=1, text=text, parse_mode="HTML", reply_markup=markup
    )
    assert status == 200


async def test_strangers_and_blockers_get_nothing(server: BotApiServer, api: Api) -> None:
    user = server.user(2)
    status, body = await api("sendMessage", chat_id=2, text="a")
    assert (status, "can't initiate" in body["description"]) == (403, True)
    user.send_text("hej")
    assert (await api("sendMessage", chat_id=2, text="a"))[0] == 200
    user.block()
    status, body = await api("sendMessage", chat_id=2, text="a")
    assert (status, "blocked by the user" in body["description"]) == (403, True)


@pytest.mark.usefixtures("user")
async def test_edit_must_change_something(api: Api) -> None:
    _, sent = await api("sendMessage", chat_id=1, text="a")
    number = sent["result"]["message_id"]
    edit = {"chat_id": 1, "message_id": number}
    status, body = await api("editMessageText", text="a", **edit)
    assert (status, "message is not modified" in body["description"]) == (400, True)
    markup = button(callback_data="x")
    assert (await api("editMessageText", text="a", reply_markup=markup, **edit))[0] == 200
    _, edited = await api("editMessageText", text="b", **edit)
    assert edited["result"]["text"] == "b"
    assert "reply_markup" not in edited["result"]
    assert (await api("editMessageReplyMarkup", reply_markup=markup, **edit))[0] == 200


async def test_only_own_messages_can_be_edited(user: Visitor, api: Api) -> None:
    foreign = user.send_text("mine")["message_id"]
    _, body = await api("editMessageText", chat_id=1, message_id=foreign, text="b")
    assert "can't be edited" in body["description"]
    _, body = await api("editMessageText", chat_id=1, message_id=999, text="b")
    assert "message to edit not found" in body["description"]


async def test_callback_query_is_answered_once(user: Visitor, api: Api) -> None:
    query = user.press_data("x", user.send_text("a"))
    long = await api("answerCallbackQuery", callback_query_id=query, text="å" * 201)
    assert (long[0], "MESSAGE_TOO_LONG" in long[1]["description"]) == (400, True)
    assert (await api("answerCallbackQuery", callback_query_id=query))[0] == 200
    status, body = await api("answerCallbackQuery", callback_query_id=query)
    assert (status, "query is too old" in body["description"]) == (400, True)


@pytest.mark.usefixtures("user")
async def test_chat_action(api: Api) -> None:
    assert (await api("sendChatAction", chat_id=1, action="typing"))[0] == 200
    assert (await api("sendChatAction", chat_id=1, action="dancing"))[0] == 400
