import asyncio

from bot.preview.server import BotApiServer
from tests.preview.conftest import Api


async def test_updates_stay_until_a_higher_offset_confirms_them(
    server: BotApiServer, api: Api
) -> None:
    user = server.user(1)
    for text in ("a", "b", "c"):
        user.send_text(text)
    _, first = await api("getUpdates")
    _, again = await api("getUpdates", limit=2)
    assert [u["message"]["text"] for u in first["result"]] == ["a", "b", "c"]
    assert again["result"] == first["result"][:2]
    _, rest = await api("getUpdates", offset=first["result"][1]["update_id"] + 1)
    assert [u["message"]["text"] for u in rest["result"]] == ["c"]


async def test_negative_offset_keeps_the_last_ones(server: BotApiServer, api: Api) -> None:
    for text in ("a", "b", "c"):
        server.user(1).send_text(text)
    _, last = await api("getUpdates", offset=-1)
    assert [u["message"]["text"] for u in last["result"]] == ["c"]


async def test_waiting_call_gets_what_arrives(server: BotApiServer, api: Api) -> None:
    waiting = asyncio.create_task(api("getUpdates", timeout=30))
    server.user(1).send_text("late")
    _, body = await waiting
    assert body["result"][0]["message"]["text"] == "late"


async def test_no_updates_are_an_empty_list(api: Api) -> None:
    assert await api("getUpdates") == (200, {"ok": True, "result": []})


async def test_second_poller_ends_the_first(server: BotApiServer, api: Api) -> None:
    first = asyncio.create_task(api("getUpdates", timeout=30))
    while not server.updates.waiting:
        await asyncio.sleep(0)
    second = asyncio.create_task(api("getUpdates", timeout=30))
    status, body = await first
    assert status == 409
    assert "terminated by other getUpdates request" in body["description"]
    server.user(1).send_text("for the second")
    assert (await second)[0] == 200


async def test_webhook_forbids_polling_until_deleted(server: BotApiServer, api: Api) -> None:
    await api("setWebhook", url=f"{server.url}/nowhere")
    status, body = await api("getUpdates")
    assert status == 409
    assert "webhook is active" in body["description"]
    await api("deleteWebhook")
    assert (await api("getUpdates"))[0] == 200


async def test_only_wanted_kinds_arrive_and_the_wish_is_remembered(
    server: BotApiServer, api: Api
) -> None:
    await api("getUpdates", allowed_updates=["message"])
    user = server.user(1)
    message = user.send_text("a")
    user.edit(message, "b")
    _, body = await api("getUpdates")
    assert [sorted(u) for u in body["result"]] == [["message", "update_id"]]
    await api("getUpdates", allowed_updates=[])
    user.edit(message, "c")
    _, body = await api("getUpdates")
    assert "edited_message" in body["result"][-1]
