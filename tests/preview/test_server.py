import asyncio
from typing import Literal

import aiohttp
import pytest

from bot.preview.server import BotApiServer
from tests.preview.conftest import Api


async def test_bot_introduces_itself(server: BotApiServer, api: Api) -> None:
    status, body = await api("getMe")
    assert status == 200
    assert body["result"]["id"] == 123456
    assert body["result"]["username"] == server.world.bot["username"]


async def test_method_names_ignore_case(api: Api) -> None:
    assert (await api("GETME"))[0] == 200


async def test_wrong_token(api: Api) -> None:
    status, body = await api("getMe", token="123456:wrong")
    assert status == 401
    assert body == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_unknown_method_is_named(api: Api) -> None:
    status, body = await api("sendDice")
    assert status == 404
    assert "sendDice" in body["description"]


async def test_form_and_query_are_read_too(server: BotApiServer) -> None:
    server.user(1).send_text("hej")
    url = f"{server.url}/bot{server.token}/sendMessage"
    form = {"chat_id": "1", "text": "a", "reply_markup": '{"inline_keyboard": []}'}
    async with aiohttp.ClientSession() as session:
        async with session.post(url, data=form) as response:
            assert response.status == 200
        async with session.get(url, params={"chat_id": "1", "text": "b"}) as response:
            assert response.status == 200
        async with session.post(url, data="{", headers={"Content-Type": "application/json"}) as bad:
            assert bad.status == 400


async def test_ordered_failures_happen_once_each(server: BotApiServer, api: Api) -> None:
    server.fail_next("getMe", retry_after=7)
    server.fail_next("getMe", status=502, description="Bad Gateway")
    status, body = await api("getMe")
    assert (status, body["parameters"]) == (429, {"retry_after": 7})
    assert (await api("getMe"))[0] == 502
    assert (await api("getMe"))[0] == 200


@pytest.mark.parametrize(("cut", "written"), [("before", 0), ("after", 1)])
async def test_cut_connection(
    server: BotApiServer, api: Api, cut: Literal["before", "after"], written: int
) -> None:
    server.user(1).send_text("hej")
    server.fail_next("sendMessage", cut=cut)
    with pytest.raises(aiohttp.ClientError):
        await api("sendMessage", chat_id=1, text="a")
    own = [m for m in server.world.chats[1].messages.values() if m["from"]["is_bot"]]
    assert len(own) == written
    call = await server.wait_for("sendMessage", status=0)
    assert (call.result is not None) == bool(written)


async def test_waiting_for_calls_hands_each_out_once(server: BotApiServer, api: Api) -> None:
    server.user(1).send_text("hej")
    first = asyncio.create_task(server.wait_for("sendMessage", chat=1))
    for text in ("a", "b"):
        await api("sendMessage", chat_id=1, text=text)
    assert (await first).text == "a"
    assert (await server.wait_for("sendMessage", chat=1)).text == "b"
    with pytest.raises(TimeoutError, match="no sendMessage"):
        await server.wait_for("sendMessage", chat=1, patience=0)


async def test_visitor_presses_only_buttons_that_exist(server: BotApiServer, api: Api) -> None:
    user = server.user(1)
    user.send_text("hej")
    markup = {"inline_keyboard": [[{"text": "Ja", "callback_data": "yes"}]]}
    await api("sendMessage", chat_id=1, text="a", reply_markup=markup)
    call = await server.wait_for("sendMessage")
    with pytest.raises(LookupError, match="Ja"):
        user.press(call, "Nej")
    user.press(call, "Ja")
    assert server.updates.pending[-1]["callback_query"]["data"] == "yes"
