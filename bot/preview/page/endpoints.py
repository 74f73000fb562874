"""The page over HTTP: its files, its stream of events, and what people do at it."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web
from pydantic import TypeAdapter, ValidationError

from bot.answering.service import AnsweringService
from bot.answering.worker import Worker
from bot.preview.faults import Misbehaviour
from bot.preview.page.acts import AnyAct, Enter
from bot.preview.page.board import board_of
from bot.preview.page.guard import add_headers, guard
from bot.preview.page.journal import Journal, explanation_json
from bot.preview.page.people import People, Person
from bot.preview.page.stream import Stream
from bot.preview.page.words import load_words
from bot.preview.server import BotApiServer

STATIC = Path(__file__).parent / "static"
ACT: TypeAdapter[AnyAct] = TypeAdapter(AnyAct)


@dataclass(slots=True)
class Page:
    """What the page's endpoints work on. `key_of` is how the bot hides a chat's number."""

    server: BotApiServer
    service: AnsweringService
    worker: Worker
    key_of: Callable[[int], str]
    now: Callable[[], datetime]
    people: People = field(init=False)
    stream: Stream = field(init=False)
    journal: Journal = field(default_factory=Journal)

    def __post_init__(self) -> None:
        self.people = People(self.server)
        self.stream = Stream(self.server, self.people)
        self.service.listen(self.journal.add)


def build_page(page: Page) -> web.Application:
    """Return the page as an application of its own."""
    app = web.Application(middlewares=[guard])
    app.on_response_prepare.append(add_headers)
    app.router.add_get("/", _index)
    app.router.add_static("/static", STATIC)
    routes: dict[str, Callable[[Page, web.Request], Awaitable[web.StreamResponse]]] = {
        "GET /api/words": _words,
        "GET /api/events": _events,
        "GET /api/town": _town,
        "GET /api/photos/{file}": _photo,
        "GET /api/why/{chat}": _why,
        "GET /api/board/{language}": _board,
        "GET /api/faults": _faults,
        "POST /api/faults": _misbehave,
        "POST /api/chats": _enter,
        "POST /api/chats/{chat}": _act,
    }
    for route, handler in routes.items():
        method, path = route.split()
        app.router.add_route(method, path, _bound(handler, page))
    return app


def _bound(
    handler: Callable[[Page, web.Request], Awaitable[web.StreamResponse]], page: Page
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def bound(request: web.Request) -> web.StreamResponse:
        return await handler(page, request)

    return bound


async def _index(_: web.Request) -> web.StreamResponse:
    return web.FileResponse(STATIC / "index.html")


async def _words(_: Page, __: web.Request) -> web.StreamResponse:
    return web.json_response(load_words())


async def _town(page: Page, _: web.Request) -> web.StreamResponse:
    service = page.service
    town = service.snapshot.knowledge.municipality
    return web.json_response(
        {
            "name": town.names.get(town.default_language, ""),
            "languages": [
                {"code": code, "name": each.name, "status": each.status.value}
                for code, each in town.languages.items()
            ],
        }
    )


async def _events(page: Page, request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    async for event in page.stream.events():
        line = json.dumps(event, ensure_ascii=False)
        await response.write(f"data: {line}\n\n".encode("utf-8", "replace"))
    return response


async def _photo(page: Page, request: web.Request) -> web.StreamResponse:
    content = page.server.world.files.get(request.match_info["file"])
    if content is None:
        raise web.HTTPNotFound
    return web.Response(body=content, content_type="image/png")


async def _why(page: Page, request: web.Request) -> web.StreamResponse:
    person = _person(page, request)
    text = request.query.get("text")
    explanation = page.journal.find(page.key_of(person.id), text)
    return web.json_response(None if explanation is None else explanation_json(explanation))


async def _board(page: Page, request: web.Request) -> web.StreamResponse:
    language = request.match_info["language"]
    snapshot = page.service.snapshot
    if language not in snapshot.knowledge.municipality.languages:
        raise web.HTTPNotFound
    cells = await page.worker.run(board_of, snapshot, language, page.now())
    return web.json_response([cell.json() for cell in cells])


async def _faults(page: Page, _: web.Request) -> web.StreamResponse:
    now = page.server.faults.now.model_dump(mode="json")
    fields = Misbehaviour.model_json_schema()["properties"]
    return web.json_response({"now": now, "fields": fields})


async def _misbehave(page: Page, request: web.Request) -> web.StreamResponse:
    page.server.faults.behave(_read(TypeAdapter(Misbehaviour), await request.read()))
    return web.json_response({})


async def _enter(page: Page, request: web.Request) -> web.StreamResponse:
    given = _read(TypeAdapter(Enter), await request.read())
    person = page.people.enter(given.type, given.language)
    page.stream.refresh()
    return web.json_response({"chat": person.id})


async def _act(page: Page, request: web.Request) -> web.StreamResponse:
    person = _person(page, request)
    act = _read(ACT, await request.read())
    try:
        query = act.do(person)
    except LookupError as error:
        raise web.HTTPConflict(text="That is no longer there.") from error
    page.stream.refresh()
    return web.json_response({"query": query})


def _person(page: Page, request: web.Request) -> Person:
    number = request.match_info["chat"]
    chat = int(number) if number.removeprefix("-").isdecimal() else 0
    person = page.people.by_chat.get(chat)
    if person is None:
        raise web.HTTPNotFound(text="There is no such chat.")
    return person


def _read(shape: TypeAdapter[Any], content: bytes) -> Any:
    try:
        return shape.validate_json(content)
    except ValidationError as error:
        raise web.HTTPBadRequest(text=str(error)) from error
