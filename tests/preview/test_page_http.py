"""The page's endpoints: who may use them, what they refuse, and its words."""

import json
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.answering.service import AnsweringService
from bot.app import build_service
from bot.preview.faults import Misbehaviour
from bot.preview.page.board import board_of
from bot.preview.page.words import LANGUAGES, load_words
from bot.preview.running import Preview, open_preview
from bot.settings import Settings
from knowledge.drafting import draft_language
from tests.conftest import NOW, ROOT

STATIC = ROOT / "bot" / "preview" / "page" / "static"
# Keys that the code puts together: their beginnings.
MADE = ("fault_", "state_", "empty_", "attach_", "about_", "kind_", "why_")


@pytest.fixture
async def preview(tiny_settings: Settings, lillby: AnsweringService) -> AsyncIterator[Preview]:
    async with open_preview(tiny_settings, lillby, clock=lambda: NOW) as preview:
        yield preview


@pytest.fixture
async def http(preview: Preview) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(preview.url) as session:
        yield session


async def test_every_response_keeps_other_hosts_out(http: aiohttp.ClientSession) -> None:
    for path in ("/", "/static/main.js", "/api/words", "/api/nothing"):
        async with http.get(path) as response:
            policy = response.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert "http" not in policy
            assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/api/events", "/api/words", "/static/main.js"])
async def test_a_name_that_only_resolves_to_here_is_refused(
    http: aiohttp.ClientSession, path: str
) -> None:
    async with http.get(path, headers={"Host": "evil.example:80"}) as response:
        assert response.status == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
    ],
    ids=["another site", "no site", "text", "form"],
)
async def test_another_site_opens_no_chat(
    preview: Preview, http: aiohttp.ClientSession, headers: dict[str, str], status: int
) -> None:
    sent = {"Content-Type": "application/json", **headers}
    async with http.post("/api/chats", data=b"{}", headers=sent) as response:
        assert response.status == status
    assert preview.page.people.by_chat == {}


async def enter(http: aiohttp.ClientSession, **given: str) -> int:
    async with http.post("/api/chats", json=given) as response:
        assert response.status == 200
        return int((await response.json())["chat"])


async def test_what_cannot_be_done_is_refused(http: aiohttp.ClientSession) -> None:
    chat = await enter(http, language="sv")
    refused: list[tuple[dict[str, Any], int]] = [
        ({"act": "fly"}, 400),
        ({"act": "write", "text": ""}, 400),
        ({"act": "write", "text": "x", "more": 1}, 400),
        ({"act": "speak", "language": "<b>"}, 400),
        ({"act": "start", "payload": "a b"}, 400),
        ({"act": "press", "message": 99, "row": 0, "column": 0}, 409),
        ({"act": "edit", "message": 99, "text": "x"}, 409),
        ({"act": "pick", "query": "99", "title": "x"}, 409),
    ]
    for what, status in refused:
        async with http.post(f"/api/chats/{chat}", json=what) as response:
            assert response.status == status, what
    async with http.post("/api/chats/99", json={"act": "write", "text": "x"}) as response:
        assert response.status == 404


async def events(response: aiohttp.ClientResponse) -> AsyncIterator[dict[str, Any]]:
    async for line in response.content:
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


async def test_the_stream_tells_all_there_is_and_then_what_happens(
    http: aiohttp.ClientSession, preview: Preview
) -> None:
    chat = await enter(http, language="sv")
    async with http.get("/api/events") as response:
        told = events(response)
        begun = [event["kind"] async for event in _until(told, "ready")]
        assert begun[0] == "begin"
        assert "chat" in begun
        await http.post(f"/api/chats/{chat}", json={"act": "write", "text": "När har ni öppet?"})
        kinds = [event async for event in _until(told, "call")]
        texts = [event["message"]["text"] for event in kinds if event["kind"] == "message"]
        assert texts[0] == "När har ni öppet?"
        assert "09:00–15:30" in texts[1]
        call = kinds[-1]
        assert (call["method"], call["status"], call["chat"]) == ("sendMessage", 200, chat)
    async with http.get(f"/api/why/{chat}") as response:
        why = await response.json()
    assert (why["topic"], why["reason"]) == ("contact.hours", "why_by_words")
    async with http.get(f"/api/why/{chat}?text=another") as response:
        assert await response.json() is None
    assert preview.page.people.by_chat[chat].language == "sv"


async def _until(told: AsyncIterator[dict[str, Any]], kind: str) -> AsyncIterator[dict[str, Any]]:
    async for event in told:
        # The bot's profile is set beside, in its own time.
        if event["kind"] == "call" and not event["method"].startswith("send"):
            continue
        yield event
        if event["kind"] == kind:
            return


async def test_the_preview_keeps_nothing(tiny_settings: Settings, lillby: AnsweringService) -> None:
    async with open_preview(tiny_settings, lillby, clock=lambda: NOW) as first:
        number = first.page.people.enter("private", "sv").id
    async with open_preview(tiny_settings, lillby, clock=lambda: NOW) as second:
        assert second.page.people.by_chat == {}
        assert first.page.key_of(number) != second.page.key_of(number)


async def test_a_taken_port_is_passed_by(
    preview: Preview, tiny_settings: Settings, lillby: AnsweringService
) -> None:
    taken = int(preview.url.rstrip("/").rpartition(":")[2])
    async with (
        open_preview(tiny_settings, lillby, port=taken, clock=lambda: NOW) as another,
        aiohttp.ClientSession(another.url) as session,
        session.get("/api/town") as response,
    ):
        assert another.url != preview.url
        assert (await response.json())["name"] == "Lillby"


def test_every_word_stands_in_each_language_and_is_used() -> None:
    words = load_words()
    code = "\n".join(file.read_text("utf-8") for file in STATIC.iterdir() if file.suffix != ".css")
    used = set(re.findall(r'(?:word\(\s*|data-(?:word|label|placeholder)=)"([a-z_0-9]+)"', code))
    for language in LANGUAGES:
        assert words[language].keys() == words["sv"].keys(), language
        for key, text in words[language].items():
            assert re.findall(r"\$\w+", text) == re.findall(r"\$\w+", words["sv"][key]) or set(
                re.findall(r"\$\w+", text)
            ) == set(re.findall(r"\$\w+", words["sv"][key])), key
    assert used - words["sv"].keys() == set()
    unused = {key for key in words["sv"].keys() - used if not key.startswith(MADE)}
    assert {key for key in unused if f'"{key}"' not in code} == set()


def test_every_fault_of_the_server_has_its_word() -> None:
    fields = Misbehaviour.model_json_schema()["properties"].items()
    named = {
        name for name, field in fields if field.get("type") in ("boolean", "number", "integer")
    }
    words = load_words()["en"]
    assert {key.removeprefix("fault_") for key in words if key.startswith("fault_")} == named


def test_nothing_of_the_page_comes_from_elsewhere() -> None:
    for file in STATIC.iterdir():
        text = file.read_text("utf-8")
        assert "innerHTML" not in text, file.name
        found = set(re.findall(r"https?://[\w.]+", text)) - {"http://www.w3.org"}
        assert found <= {"https://core.telegram.org", "https://t.me"}, file.name


def test_the_board_has_every_text_of_a_language(haparanda: AnsweringService) -> None:
    snapshot = haparanda.snapshot
    cells = {cell.id: cell for cell in board_of(snapshot, "fi", NOW)}
    assert list(cells)[: len(snapshot.knowledge.topics)] == list(snapshot.knowledge.topics)
    assert {cell.state for cell in cells.values()} <= {"ready", "reviewed"}
    assert all(cell.answer for cell in cells.values())
    understood = {cell.id: cell for cell in board_of(snapshot, "uk", NOW)}
    assert understood["contact.hours"].state == "ready"
    assert understood["vision"].state == "answered_in"
    assert understood["vision"].answer is None


def test_the_board_shows_what_is_missing_and_what_is_stale(
    tiny_settings: Settings, tmp_path: Path
) -> None:
    town = tmp_path / "town"
    shutil.copytree(tiny_settings.town, town)
    draft_language(town, "en", "sv").write()
    change(town / "en" / "vision.yaml", "~sv~ ", "")
    service = build_service(tiny_settings.model_copy(update={"town": town}))
    cells = {cell.id: cell for cell in board_of(service.snapshot, "en", NOW)}
    assert (cells["contact.hours"].state, cells["contact.hours"].answer) == ("missing", None)
    assert cells["vision"].state == "draft"
    assert cells["vision"].place.startswith("en/vision.yaml:")
    change(town / "sv" / "vision.yaml", "Visionen heter", "Vår vision heter")
    service = build_service(tiny_settings.model_copy(update={"town": town}))
    cells = {cell.id: cell for cell in board_of(service.snapshot, "en", NOW)}
    assert cells["vision"].state == "stale"


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
