"""The local Bot API server: real HTTP on loopback, no Telegram behind it.

    server = BotApiServer(token="123:abc")
    async with server.running():
        bot = Bot(server.token, session=AiohttpSession(api=TelegramAPIServer.from_base(server.url)))
        server.user(1, "sv").send_text("När har ni öppet?")
        call = await server.wait_for("sendMessage", chat=1)

What it does not know answers 404 with its name, never a fake success.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from bot.preview.calls import Call, Calls
from bot.preview.errors import ApiError, conflict
from bot.preview.faults import Faults
from bot.preview.inline import answer_inline_query
from bot.preview.media import edit_message_media, send_contact, send_photo
from bot.preview.messages import (
    answer_callback_query,
    delete_message,
    edit_message_reply_markup,
    edit_message_text,
    send_chat_action,
    send_message,
)
from bot.preview.parameters import Parameters, read_parameters
from bot.preview.profile import TEXTS, Profile
from bot.preview.updates import UpdateQueue
from bot.preview.visitor import Visitor
from bot.preview.world import World

Method = Callable[[Parameters], Any]
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class BotApiServer:
    """One bot's server; every instance is a world of its own."""

    def __init__(self, token: str = "123456:local", username: str = "local_bot") -> None:
        self.token = token
        self.world = World(int(token.partition(":")[0]), username)
        self.updates = UpdateQueue()
        self.profile = Profile(str(self.world.bot["first_name"]))
        self.faults = Faults()
        self.calls = Calls()
        self.webhook_url = ""
        self.url = ""
        self.fail_next = self.faults.order
        self.wait_for = self.calls.wait_for
        self._runner: web.AppRunner | None = None
        self._methods = self._build_methods()

    async def start(self, port: int = 0) -> None:
        """Listen on loopback; port 0 takes a free one. `url` is set afterwards."""
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        # Waiting getUpdates calls must not hold up the shutdown.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Close the port and all connections."""
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

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        given = Parameters({})
        fault = self.faults.take(method)
        try:
            if fault.cut == "before":
                return self._cut(request, method, given)
            given = await self._admitted(request)
            if fault.refusal is not None:
                raise fault.refusal
            result = await self._call(method, given)
        except ApiError as refusal:
            self.calls.record(Call(method, given.values, refusal.code, refusal.description))
            return web.json_response(refusal.body(), status=refusal.code)
        if fault.cut == "after":
            return self._cut(request, method, given)
        self.calls.record(Call(method, given.values, 200, result))
        return web.json_response({"ok": True, "result": result})

    async def _admitted(self, request: web.Request) -> Parameters:
        if request.match_info["token"] != self.token:
            raise ApiError(401, "Unauthorized")
        return await read_parameters(request)

    async def _call(self, method: str, given: Parameters) -> Any:
        if method.lower() == "getupdates":
            return await self._get_updates(given)
        known = self._methods.get(method.lower())
        if known is None:
            raise ApiError(404, f"Not Found: {method} is not implemented by the local server")
        return known(given)

    async def _get_updates(self, given: Parameters) -> list[dict[str, Any]]:
        if self.webhook_url:
            raise conflict(WEBHOOK_ACTIVE)
        return await self.updates.get(
            given.integer("offset", 0),
            given.integer("limit", 100),
            given.integer("timeout", 0),
            given.value("allowed_updates"),
        )

    def _cut(self, request: web.Request, method: str, given: Parameters) -> web.Response:
        self.calls.record(Call(method, given.values, 0, None))
        if isinstance(request.transport, asyncio.Transport):
            request.transport.abort()
        return web.Response()

    def _build_methods(self) -> dict[str, Method]:
        profile, world = self.profile, self.world
        methods: dict[str, Method] = {
            "getMe": lambda _: self._me(),
            "deleteWebhook": lambda _: self._delete_webhook(),
            "getWebhookInfo": lambda _: self._webhook_info(),
            "sendMessage": lambda given: send_message(world, given),
            "editMessageText": lambda given: edit_message_text(world, given),
            "deleteMessage": lambda given: delete_message(world, given),
            "sendPhoto": lambda given: send_photo(world, given),
            "editMessageMedia": lambda given: edit_message_media(world, given),
            "sendContact": lambda given: send_contact(world, given),
            "editMessageReplyMarkup": lambda given: edit_message_reply_markup(world, given),
            "answerCallbackQuery": lambda given: answer_callback_query(world, given),
            "answerInlineQuery": lambda given: answer_inline_query(world, given),
            "sendChatAction": lambda given: send_chat_action(world, given),
            "setMyCommands": profile.set_commands,
            "getMyCommands": profile.get_commands,
            "deleteMyCommands": profile.delete_commands,
            "setChatMenuButton": profile.set_menu_button,
            "getChatMenuButton": lambda _: profile.menu_button,
        }
        for kind in TEXTS:
            methods[f"setMy{kind}"] = lambda given, kind=kind: profile.set_text(kind, given)  # type: ignore[misc]
            methods[f"getMy{kind}"] = lambda given, kind=kind: profile.get_text(kind, given)  # type: ignore[misc]
        return {name.lower(): method for name, method in methods.items()}

    def _me(self) -> dict[str, Any]:
        abilities = {"can_join_groups": True, "supports_inline_queries": True}
        return {**self.world.bot, **abilities, "can_read_all_group_messages": False}

    def _delete_webhook(self) -> bool:
        self.webhook_url = ""
        return True

    def _webhook_info(self) -> dict[str, Any]:
        waiting = len(self.updates.pending)
        return {
            "url": self.webhook_url,
            "has_custom_certificate": False,
            "pending_update_count": waiting,
        }
