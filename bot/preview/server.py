"""The local Bot API server: real HTTP on loopback, no Telegram behind it.

    server = BotApiServer(token="123:abc")
    async with server.running():
        bot = Bot(server.token, session=AiohttpSession(api=TelegramAPIServer.from_base(server.url)))
        server.user(1, "sv").send_text("När har ni öppet?")
        call = await server.wait_for("sendMessage", chat=1)

What it does not know answers 404 with its name, never a fake success. It follows a self-hosted
server in `--local` mode: webhooks may be plain http on any port.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from bot.preview.calls import Call, Calls
from bot.preview.delivery import Sleep
from bot.preview.door import Door, Told
from bot.preview.errors import ApiError
from bot.preview.faults import Faults
from bot.preview.methods import build_methods
from bot.preview.parameters import Parameters, read_parameters
from bot.preview.profile import Profile
from bot.preview.updates import UpdateQueue
from bot.preview.visitor import Visitor
from bot.preview.world import World

LARGEST_BODY = 50 * 2**20
LOOPBACK = "127.0.0.1"


class BotApiServer:
    """One bot's server; every instance is a world of its own.

    `clock` is what messages are dated by, `sleep` how slow answers and pauses between deliveries
    to a webhook are waited for, `seed` what chance begins with.
    """

    def __init__(
        self,
        token: str = "123456:local",
        username: str = "local_bot",
        *,
        clock: Callable[[], float] = time.time,
        sleep: Sleep = asyncio.sleep,
        seed: int = 0,
    ) -> None:
        self.token = token
        self.world = World(int(token.partition(":")[0]), username, clock)
        self.faults = Faults(clock, seed)
        self.updates = UpdateQueue(clock=clock, disorder=self.faults.disorder)
        self.profile = Profile(str(self.world.bot["first_name"]))
        self.calls = Calls()
        self.door = Door(self.updates, self.faults, self.execute, clock, sleep)
        self.url = ""
        self.fail_next = self.faults.order
        self.wait_for = self.calls.wait_for
        self._sleep = sleep
        self._runner: web.AppRunner | None = None
        self._methods = build_methods(self.world, self.profile)
        self._rooms: list[tuple[str, web.Application]] = []

    def mount(self, prefix: str, app: web.Application) -> None:
        """Serve another application under `prefix`, on the same port; before `start`."""
        self._rooms.append((prefix, app))

    async def start(self, port: int = 0) -> None:
        """Listen on loopback; port 0 takes a free one. `url` is set afterwards."""
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        for prefix, room in self._rooms:
            app.add_subapp(prefix, room)
        # Waiting getUpdates calls must not hold up the shutdown.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        await self._runner.setup()
        site = web.TCPSite(self._runner, LOOPBACK, port)
        await site.start()
        self.url = f"http://{LOOPBACK}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Close the port and all connections."""
        await self.door.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator["BotApiServer"]:
        """Start, and stop afterwards."""
        await self.start()
        try:
            yield self
        finally:
            await self.stop()

    def user(self, number: int, language_code: str | None = None) -> Visitor:
        """Return a person in a private chat with the bot."""
        chat = self.world.chat(number)
        return Visitor(self.world, self.updates, number, language_code, chat)

    def member(self, number: int, group: int, language_code: str | None = None) -> Visitor:
        """Return a person who writes in a group (a negative number) that the bot is in."""
        chat = self.world.chat(group, "supergroup", "Group")
        chat.opened = True
        return Visitor(self.world, self.updates, number, language_code, chat)

    async def execute(self, method: str, given: Parameters) -> Any:
        """Carry a method out and keep the call; its result, or the refusal, which is kept too."""
        try:
            result = await self._call(method, given)
        except ApiError as refusal:
            self._keep(method, given, refusal)
            return refusal
        self._keep(method, given, result)
        return result

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if self.faults.now.outage:
            return _cut(request)
        try:
            given = await self._admitted(request)
        except ApiError as refusal:
            self._keep(method, Parameters({}), refusal)
            return _response(refusal)
        fault = self.faults.take(method, given.chat, given.text("text") or given.text("caption"))
        if fault.delay:
            await self._sleep(fault.delay)
        if fault.cut == "before":
            self.calls.record(Call(method, given.values, 0, None))
            return _cut(request)
        if fault.refusal is not None:
            self._keep(method, given, fault.refusal)
            return _page(fault.refusal) if fault.page else _response(fault.refusal)
        if fault.cut == "after":
            await self._lost(method, given)
            return _cut(request)
        result = await self.execute(method, given)
        # An outage that began while a long poll waited.
        return _cut(request) if self.faults.now.outage else _response(result)

    async def _lost(self, method: str, given: Parameters) -> None:
        """Carry a method out whose answer will not arrive."""
        try:
            result = await self._call(method, given)
        except ApiError as refusal:
            self._keep(method, given, refusal)
        else:
            self.calls.record(Call(method, given.values, 0, result))

    async def _admitted(self, request: web.Request) -> Parameters:
        if request.match_info["token"] != self.token:
            raise ApiError(401, "Unauthorized")
        return await read_parameters(request)

    async def _call(self, method: str, given: Parameters) -> Any:
        fetches = self.door.methods.get(method.lower())
        if fetches is not None:
            return await fetches(given)
        known = self._methods.get(method.lower())
        if known is None:
            raise ApiError(404, f"Not Found: {method} is not implemented by the local server")
        return known(given)

    def _keep(self, method: str, given: Parameters, outcome: Any) -> None:
        if isinstance(outcome, ApiError):
            status, result = outcome.code, outcome.description
        else:
            status, result = 200, outcome.result if isinstance(outcome, Told) else outcome
        self.calls.record(Call(method, given.values, status, result))


def _response(outcome: Any) -> web.Response:
    if isinstance(outcome, ApiError):
        return web.json_response(outcome.body(), status=outcome.code)
    if isinstance(outcome, Told):
        body = {"ok": True, "result": outcome.result, "description": outcome.description}
        return web.json_response(body)
    return web.json_response({"ok": True, "result": outcome})


def _page(refusal: ApiError) -> web.Response:
    title = f"{refusal.code} {refusal.description}"
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
    return web.Response(text=page, status=refusal.code, content_type="text/html")


def _cut(request: web.Request) -> web.Response:
    if isinstance(request.transport, asyncio.Transport):
        request.transport.abort()
    return web.Response()
