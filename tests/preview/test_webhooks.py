"""Webhooks as the published server serves them, to a real HTTP server on another port."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from bot.preview.faults import Misbehaviour
from bot.preview.server import BotApiServer
from tests.preview.conftest import Api

Answering = Callable[[dict[str, Any]], web.Response]


def well(_: dict[str, Any]) -> web.Response:
    return web.Response()


@dataclass
class Hook:
    """A bot's end of a webhook: what came, and what is answered."""

    url: str = ""
    answer: Answering = well
    updates: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    hold: asyncio.Event | None = None
    came: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.updates]

    async def handle(self, request: web.Request) -> web.Response:
        self.updates.append(await request.json())
        self.headers.append(dict(request.headers))
        self.came.set()
        if self.hold is not None:
            await self.hold.wait()
        return self.answer(self.updates[-1])

    async def until(self, count: int) -> None:
        async with asyncio.timeout(20):
            while len(self.updates) < count:
                self.came.clear()
                await self.came.wait()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    async with listening(hook):
        yield hook


@asynccontextmanager
async def listening(hook: Hook) -> AsyncIterator[None]:
    app = web.Application()
    app.router.add_post("/hook", hook.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield
    await runner.cleanup()


async def drained(server: BotApiServer) -> None:
    async with asyncio.timeout(20):
        while server.updates.pending:
            await asyncio.sleep(0)


async def test_updates_go_to_the_webhook_with_its_secret(
    server: BotApiServer, api: Api, hook: Hook
) -> None:
    server.user(1).send_text("before")
    status, body = await api("setWebhook", url=hook.url, secret_token="se_cret-1")
    assert (status, body["description"]) == (200, "Webhook was set")
    server.user(1).send_text("after")
    await hook.until(2)
    await drained(server)
    assert hook.texts == ["before", "after"]
    assert hook.headers[0]["X-Telegram-Bot-Api-Secret-Token"] == "se_cret-1"


async def test_each_change_is_described(api: Api, hook: Hook) -> None:
    said = [
        (await api(method, **given))[1]["description"]
        for method, given in [
            ("setWebhook", {"url": hook.url}),
            ("setWebhook", {"url": hook.url}),
            ("setWebhook", {"url": ""}),
            ("deleteWebhook", {}),
        ]
    ]
    assert said == [
        "Webhook was set",
        "Webhook is already set",
        "Webhook was deleted",
        "Webhook is already deleted",
    ]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"url": "ftp://example.org"}, "invalid webhook URL"),
        ({"url": "http://"}, "invalid webhook URL"),
        ({"url": "http://a", "secret_token": "with space"}, "illegal characters"),
        ({"url": "http://a", "secret_token": "a" * 257}, "too long"),
        ({"url": "http://a", "certificate": "x"}, "certificate"),
        ({"url": "http://a", "ip_address": "127.0.0.1"}, "ip_address"),
    ],
    ids=["scheme", "no host", "secret's letters", "secret's length", "certificate", "address"],
)
async def test_what_cannot_be_set_is_refused(api: Api, given: dict[str, str], reason: str) -> None:
    status, body = await api("setWebhook", **given)
    assert status == 400
    assert reason in body["description"]


async def test_info_tells_what_is_set_and_what_went_wrong(
    server: BotApiServer, api: Api, hook: Hook
) -> None:
    assert (await api("getWebhookInfo"))[1]["result"] == {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": 0,
    }
    hook.answer = lambda _: web.Response(status=503, reason="Busy", headers={"Retry-After": "3000"})
    wishes = {"max_connections": 7, "allowed_updates": ["message"]}
    await api("setWebhook", url=hook.url, **wishes)
    server.user(1).send_text("a")
    await hook.until(1)
    async with asyncio.timeout(20):
        while "last_error_date" not in (info := (await api("getWebhookInfo"))[1]["result"]):
            pass
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Busy"
    assert info["max_connections"] == 7
    assert info["allowed_updates"] == ["message"]
    assert info["pending_update_count"] == 1


async def test_deleting_it_keeps_what_waits_unless_told_to_drop_it(
    server: BotApiServer, api: Api
) -> None:
    await api("setWebhook", url="http://127.0.0.1:1/nobody")
    server.user(1).send_text("kept")
    await api("deleteWebhook")
    assert len((await api("getUpdates"))[1]["result"]) == 1
    await api("deleteWebhook", drop_pending_updates=True)
    assert (await api("getUpdates"))[1]["result"] == []
    server.user(1).send_text("dropped")
    await api("setWebhook", url="http://127.0.0.1:1/nobody", drop_pending_updates=True)
    assert server.updates.pending == []


async def test_setting_it_ends_a_waiting_poll(server: BotApiServer, api: Api, hook: Hook) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=30))
    while not server.updates.waiting:
        await asyncio.sleep(0)
    await api("setWebhook", url=hook.url)
    status, body = await poll
    assert (status, body["description"]) == (409, "Conflict: terminated by setWebhook request")


async def test_failed_deliveries_come_again_with_growing_pauses(hook: Hook) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        await asyncio.sleep(0)

    hook.answer = lambda _: web.Response(status=500 if len(hook.updates) < 10 else 204)
    async with BotApiServer(sleep=sleep).running() as server:
        await server.execute("setWebhook", _given(url=hook.url))
        server.user(1).send_text("a")
        server.user(1).send_text("b")
        await drained(server)
    assert hook.texts == ["a"] * 10 + ["b"]
    assert pauses[:7] == [0, 2, 4, 8, 16, 32, 64]
    assert all(60 <= pause <= 120 for pause in pauses[6:])


async def test_a_day_is_the_end_of_it(hook: Hook) -> None:
    now = 1000.0

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds
        await asyncio.sleep(0)

    hook.answer = lambda _: web.Response(status=429, headers={"Retry-After": "99999"})
    async with BotApiServer(clock=lambda: now, sleep=sleep).running() as server:
        await server.execute("setWebhook", _given(url=hook.url))
        server.user(1).send_text("a")
        await drained(server)
    assert len(hook.updates) == 24  # Retry-After counts for an hour at most
    assert now == 1000 + 23 * 3600


async def test_no_more_than_wanted_at_once_and_a_chat_in_order(
    server: BotApiServer, api: Api, hook: Hook
) -> None:
    hook.hold = asyncio.Event()
    await api("setWebhook", url=hook.url, max_connections=2)
    for chat in (1, 2, 3):
        for text in ("a", "b"):
            server.user(chat).send_text(f"{chat}{text}")
    await hook.until(2)
    assert len(hook.updates) == 2
    assert {text[1] for text in hook.texts} == {"a"}
    hook.hold.set()
    await hook.until(6)
    await drained(server)
    assert server.door.delivery is not None
    assert server.door.delivery.most_at_once == 2
    for first in "123":
        assert [text for text in hook.texts if text[0] == first] == [f"{first}a", f"{first}b"]


REPLY = {"method": "sendMessage", "chat_id": 1, "text": "in reply"}


def as_parts() -> web.Response:
    body = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in REPLY.items()
    )
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    return web.Response(body=f"{body}--x--\r\n".encode(), headers=kind)


def as_form() -> web.Response:
    text = "method=sendMessage&chat_id=1&text=in+reply"
    return web.Response(text=text, content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize(
    "reply",
    [lambda: web.json_response(REPLY), as_parts, as_form],
    ids=["json", "parts", "form"],
)
async def test_a_method_in_the_reply_is_carried_out(
    server: BotApiServer, api: Api, hook: Hook, reply: Callable[[], web.Response]
) -> None:
    hook.answer = lambda _: reply()
    await api("setWebhook", url=hook.url)
    server.user(1).send_text("a")
    assert (await server.wait_for("sendMessage", chat=1)).text == "in reply"


async def test_some_methods_make_no_sense_in_a_reply(
    server: BotApiServer, api: Api, hook: Hook
) -> None:
    hook.answer = lambda _: web.json_response({"method": "deleteWebhook"})
    await api("setWebhook", url=hook.url)
    server.user(1).send_text("a")
    await hook.until(1)
    await drained(server)
    assert server.door.webhook is not None
    assert server.calls.of("deleteWebhook") == []


async def test_misbehaviour_repeats_deliveries_and_stops_them(
    server: BotApiServer, api: Api, hook: Hook
) -> None:
    await api("setWebhook", url=hook.url)
    server.faults.behave(Misbehaviour(duplicate=1))
    server.user(1).send_text("a")
    await hook.until(2)
    assert hook.texts == ["a", "a"]
    server.faults.behave(Misbehaviour(outage=True))
    server.user(1).send_text("b")
    server.faults.behave(Misbehaviour())
    server.user(2).send_text("c")
    await hook.until(4)
    assert sorted(hook.texts) == ["a", "a", "b", "c"]


def _given(**values: str) -> Any:
    from bot.preview.parameters import Parameters

    return Parameters(dict(values))
