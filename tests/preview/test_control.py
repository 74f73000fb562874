"""People and faults over HTTP, as a program without Python would use them."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.preview.control import PREFIX, build_control
from bot.preview.server import BotApiServer
from tests.preview.conftest import Reply


class Client:
    """JSON in and out."""

    def __init__(self, server: BotApiServer, session: aiohttp.ClientSession) -> None:
        self.server = server
        self.session = session

    async def send(self, method: str, path: str, **more: Any) -> Reply:
        url = f"{self.server.url}{PREFIX}{path}"
        async with self.session.request(method, url, **more) as response:
            if response.content_type == "application/json":
                return response.status, await response.json()
            return response.status, {"error": await response.text()}

    async def post(self, path: str, **body: Any) -> Reply:
        return await self.send("POST", path, json=body)

    async def get(self, path: str) -> Reply:
        return await self.send("GET", path)

    async def call(self, method: str, **given: Any) -> dict[str, Any]:
        url = f"{self.server.url}/bot{self.server.token}/{method}"
        async with self.session.post(url, json=given) as response:
            body: dict[str, Any] = await response.json()
            return body


@pytest.fixture
async def control() -> AsyncIterator[Client]:
    server = BotApiServer()
    server.mount(PREFIX, build_control(server))
    async with server.running(), aiohttp.ClientSession() as session:
        yield Client(server, session)


async def test_it_tells_how_to_connect(control: Client) -> None:
    status, about = await control.get("")
    assert status == 200
    assert about["url"] == control.server.url
    assert about["token"] == control.server.token


async def test_a_conversation(control: Client) -> None:
    _, written = await control.post("/messages", user=1, language_code="sv", text="/start")
    update = (await control.call("getUpdates"))["result"][0]
    assert update["message"] == written["done"]
    assert update["message"]["from"]["language_code"] == "sv"
    markup = {"inline_keyboard": [[{"text": "Ja", "callback_data": "yes"}]]}
    sent = await control.call("sendMessage", chat_id=1, text="<b>Hej</b>", reply_markup=markup)
    number = sent["result"]["message_id"]
    _, listed = await control.get("/calls?method=sendMessage&chat=1&wait=20")
    assert [call["parameters"]["text"] for call in listed["calls"]] == ["<b>Hej</b>"]
    _, pressed = await control.post("/presses", user=1, message_id=number, label="Ja")
    await control.call("answerCallbackQuery", callback_query_id=pressed["done"])
    _, later = await control.get(f"/calls?after={listed['next']}&wait=20")
    assert [call["method"] for call in later["calls"]] == ["answerCallbackQuery"]
    _, chat = await control.get("/chats/1")
    assert [message["text"] for message in chat["messages"]] == ["/start", "<b>Hej</b>"]


async def test_what_else_people_do(control: Client) -> None:
    _, written = await control.post("/messages", user=2, chat=-5, text="a")
    number = written["done"]["message_id"]
    await control.post("/messages", user=2, chat=-5, text="b", reply_to=number)
    await control.post("/messages", user=2, attachment="photo", text="caption")
    await control.post("/edits", user=2, chat=-5, message_id=number, text="c")
    await control.post("/queries", user=2, text="budget")
    await control.post("/updates", update={"update_id": 900, "message": None})
    await control.post("/blocks", user=2)
    updates = (await control.call("getUpdates"))["result"]
    kinds = [next(key for key in update if key != "update_id") for update in updates]
    assert kinds == ["message"] * 3 + ["edited_message", "inline_query", "message"]
    assert updates[1]["message"]["reply_to_message"]["text"] == "a"
    assert (await control.call("sendMessage", chat_id=2, text="x"))["error_code"] == 403


async def test_faults_are_ordered(control: Client) -> None:
    await control.post("/failures", method="getMe", retry_after=3)
    assert (await control.call("getMe"))["parameters"] == {"retry_after": 3}
    await control.post("/silences", seconds=100, chat=4)
    assert (await control.call("sendMessage", chat_id=4, text="x"))["error_code"] == 429
    _, now = await control.send("PUT", "/misbehaviour?seed=1", json={"server_error": 1})
    assert now["server_error"] == 1
    assert (await control.get("/misbehaviour"))[1] == now
    assert (await control.call("getMe"))["error_code"] >= 500


@pytest.mark.parametrize(
    ("path", "body", "reason"),
    [
        ("/messages", {"user": 1}, "text"),
        ("/messages", {"user": 0, "text": "a"}, "user"),
        ("/messages", {"user": 1, "text": "a", "colour": "red"}, "colour"),
        ("/messages", {"user": 1, "attachment": "anvil"}, "attachment"),
        ("/messages", {"user": 1, "text": "a", "reply_to": 9}, "no message 9"),
        ("/presses", {"user": 1, "message_id": 9, "label": "x"}, "no message 9"),
        ("/updates", {"update": {}}, "update_id"),
        ("/failures", {"method": "getMe", "times": 0}, "times"),
    ],
    ids=["empty", "nobody", "unknown", "attachment", "reply", "press", "update", "never"],
)
async def test_mistakes_are_explained(
    control: Client, path: str, body: dict[str, Any], reason: str
) -> None:
    status, answer = await control.post(path, **body)
    assert status == 400
    assert reason in answer["error"]
    assert control.server.updates.pending == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Host": "evil.example"}, 403), ({"Content-Type": "text/plain"}, 415)],
    ids=["another name", "a form"],
)
async def test_foreign_pages_are_refused(
    control: Client, headers: dict[str, str], status: int
) -> None:
    body = '{"user": 1, "text": "a"}'
    given = {"Content-Type": "application/json"} | headers
    assert (await control.send("POST", "/messages", data=body, headers=given))[0] == status
    assert control.server.updates.pending == []


@pytest.mark.parametrize(
    ("path", "status"),
    [("/chats/1", 404), ("/chats/x", 404), ("/calls?after=x", 400), ("/nothing", 404)],
)
async def test_what_is_not_there(control: Client, path: str, status: int) -> None:
    assert (await control.get(path))[0] == status
