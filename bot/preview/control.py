"""People and faults over HTTP, for programs that have no Python: JSON under `/control`.

docs/local-bot-api.md lists the paths. Only loopback is listened on; because a page in the
developer's browser could reach that too, other host names and forms are refused.
"""

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from bot.preview.actions import (
    Action,
    Block,
    Edit,
    Fail,
    MissingError,
    Press,
    Query,
    RawUpdate,
    Silence,
    Write,
)
from bot.preview.faults import Misbehaviour

if TYPE_CHECKING:
    from bot.preview.server import BotApiServer

PREFIX = "/control"
HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
LONGEST_WAIT = 50.0
Asked = TypeVar("Asked", bound=BaseModel)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def build_control(server: "BotApiServer") -> web.Application:
    """Return the application to mount under `PREFIX`."""
    control = Control(server)
    app = web.Application(middlewares=[only_from_here, explained])
    app.router.add_get("", control.about)
    app.router.add_get("/calls", control.calls)
    app.router.add_get("/chats/{chat}", control.chat)
    app.router.add_get("/misbehaviour", control.misbehaviour)
    app.router.add_put("/misbehaviour", control.behave)
    for path, kind in ACTIONS.items():
        app.router.add_post(f"/{path}", control.acting(kind))
    return app


ACTIONS: dict[str, type[Action]] = {
    "messages": Write,
    "edits": Edit,
    "presses": Press,
    "queries": Query,
    "blocks": Block,
    "updates": RawUpdate,
    "failures": Fail,
    "silences": Silence,
}


class Control:
    """The paths, each a few lines over the server."""

    def __init__(self, server: "BotApiServer") -> None:
        self._server = server

    async def about(self, _: web.Request) -> web.Response:
        """Tell where bots connect and with which token."""
        server = self._server
        pending = len(server.updates.entries())
        about = {"url": server.url, "token": server.token, "bot": server.world.bot}
        return web.json_response({**about, "pending": pending, "calls": len(server.calls.all)})

    async def calls(self, request: web.Request) -> web.Response:
        """Return what the bot called after the first `after` calls, waiting `wait` seconds."""
        after, wait = _number(request, "after"), float(_number(request, "wait"))
        calls = await self._server.calls.since(after, min(wait, LONGEST_WAIT))
        wanted, chat = request.query.get("method", "").lower(), request.query.get("chat")
        listed = [
            {
                "number": number,
                "method": call.method,
                "parameters": {k: v for k, v in call.parameters.items() if _plain(v)},
                "status": call.status,
                "result": call.result,
            }
            for number, call in enumerate(calls, after + 1)
            if wanted in {"", call.method.lower()} and chat in {None, str(call.chat)}
        ]
        return web.json_response({"calls": listed, "next": after + len(calls)})

    async def chat(self, request: web.Request) -> web.Response:
        """Return what stands in a chat now, oldest first."""
        number = request.match_info["chat"]
        chat = self._server.world.chats.get(int(number)) if _is_number(number) else None
        if chat is None:
            raise web.HTTPNotFound(text=f"chat {number}: nobody wrote there yet")
        return web.json_response({**chat.json(), "messages": list(chat.messages.values())})

    async def misbehaviour(self, _: web.Request) -> web.Response:
        """Return how the server behaves."""
        return web.json_response(self._server.faults.now.model_dump(mode="json"))

    async def behave(self, request: web.Request) -> web.Response:
        """Behave as told from now on; what is left out is well."""
        seed = _number(request, "seed") if "seed" in request.query else None
        self._server.faults.behave(await _read(request, Misbehaviour), seed)
        return await self.misbehaviour(request)

    def acting(self, kind: type[Action]) -> Handler:
        """Return a handler that lets somebody do what the body says."""

        async def act(request: web.Request) -> web.Response:
            action = await _read(request, kind)
            return web.json_response({"done": action.act(self._server)})

        return act


@web.middleware
async def only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what a foreign page could send: another host's name, or a body that is no JSON."""
    if (request.url.host or "") not in HOSTS:
        raise web.HTTPForbidden(text="call it by 127.0.0.1 or localhost")
    if request.method != "GET" and request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="send Content-Type: application/json")
    return await handler(request)


@web.middleware
async def explained(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer 400 with the reason where a body does not fit or names what is not there."""
    try:
        return await handler(request)
    except ValidationError as error:
        problems = [
            f"{'.'.join(map(str, one['loc'])) or 'body'}: {one['msg']}" for one in error.errors()
        ]
        return web.json_response({"error": "; ".join(problems)}, status=400)
    except MissingError as error:
        return web.json_response({"error": str(error)}, status=400)


async def _read(request: web.Request, kind: type[Asked]) -> Asked:
    return kind.model_validate_json(await request.read())


def _number(request: web.Request, name: str) -> int:
    text = request.query.get(name, "0")
    if not text.isdecimal():
        raise web.HTTPBadRequest(text=f"{name}: must be a whole number")
    return int(text)


def _is_number(text: str) -> bool:
    return text.removeprefix("-").isdecimal()


def _plain(value: Any) -> bool:
    """Whether a parameter can be shown as JSON: uploads cannot."""
    try:
        json.dumps(value)
    except TypeError:
        return False
    return True
