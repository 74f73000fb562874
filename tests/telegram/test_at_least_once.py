"""Ended at any point and started again, every question gets its answer."""

import asyncio
import json
import os
import sqlite3
import sys
from asyncio.subprocess import PIPE
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.answering.answer import Answer, Outcome
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from bot.preview.server import BotApiServer
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.location import locate
from bot.storage.received import Received
from bot.storage.storage import open_storage
from bot.telegram.attempts import TRIES
from bot.telegram.intake import Point
from tests.conftest import LILLBY, ROOT
from tests.killable import KILLED
from tests.telegram.conftest import NOW, TOKEN, Door, OpenDoor, ScriptedService

PATIENCE = 120
# What a resident sees of an answer that was sent but not recorded: it comes again.
ANSWERS = [
    (Point.RECEIVED, 1),
    (Point.STORED, 1),
    (Point.SENT, 2),
    (Point.RECORDED, 1),
    (Point.ACKNOWLEDGED, 1),
]


async def killed_at(
    point: Point, settings: Settings, tiny: Settings, recorded: asyncio.Event
) -> None:
    """Run a bot process until it ends itself at `point`; `recorded` is set when it told of that."""
    environment = {
        **os.environ,
        "KILL_AT": point.value,
        "BOT_TOKEN": TOKEN,
        "BOT_SECRET": "",
        "KOMMUNSVAR_TOWN": str(LILLBY),
        "KOMMUNSVAR_CACHE": str(tiny.cache),
        "KOMMUNSVAR_DATA": str(settings.data),
        "KOMMUNSVAR_TELEGRAM__API_BASE": settings.telegram.api_base,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.killable", cwd=ROOT, env=environment, stdout=PIPE
    )
    assert process.stdout is not None
    try:
        async for line in process.stdout:
            if line.decode().strip() == Point.RECORDED:
                recorded.set()
        assert await asyncio.wait_for(process.wait(), PATIENCE) == KILLED
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def unanswered(settings: Settings) -> int:
    query = "SELECT COUNT(*) FROM received WHERE content IS NOT NULL OR chat IS NOT NULL"
    with closing(sqlite3.connect(settings.data / "choices.sqlite")) as opened:
        return int(opened.execute(query).fetchone()[0])


@pytest.mark.parametrize(("point", "answers"), ANSWERS, ids=[point for point, _ in ANSWERS])
async def test_killed_at_any_point_every_question_is_answered(
    server: BotApiServer,
    open_door: OpenDoor,
    door_settings: Settings,
    tiny_settings: Settings,
    lillby: AnsweringService,
    point: Point,
    answers: int,
) -> None:
    server.user(1).send_text("/help")
    recorded = asyncio.Event()
    running = asyncio.create_task(killed_at(point, door_settings, tiny_settings, recorded))
    if point is Point.ACKNOWLEDGED:
        # A fetch that waits for something new does not come back before there is something.
        await asyncio.wait_for(recorded.wait(), PATIENCE)
        server.user(2).send_text("/help")
    await running
    async with open_door(lillby) as door:
        server.user(3).send_text("/help")
        await server.wait_for("sendMessage", chat=3)
    assert len(server.calls.of("sendMessage", chat=1)) == answers
    assert len(server.calls.of("sendMessage", chat=2)) == (point is Point.ACKNOWLEDGED)
    assert {call.text for call in server.calls.of("sendMessage")} == {door.phrase("help")}
    assert (unanswered(door_settings), server.updates.pending) == (0, [])


async def leave(settings: Settings, *updates: Received, number_of_tries: int = 0) -> None:
    """Leave updates in the storage as a process that was killed does."""
    async with open_storage(settings) as storage:
        await storage.received.store(updates, NOW - timedelta(hours=1))
    with closing(sqlite3.connect(settings.data / "choices.sqlite")) as opened, opened:
        for each in updates:
            change = "UPDATE received SET tries = ? WHERE number = ?"
            opened.execute(change, (number_of_tries, each.number))


def written(server: BotApiServer, chat: int, what: str) -> Received:
    """Return a message as it would be stored, fetched and acknowledged."""
    server.user(chat).send_text(what)
    raw = server.updates.pending[-1]
    server.updates.drop()
    return Received(raw["update_id"], None, json.dumps(raw).encode())


async def test_an_update_that_ends_the_process_is_skipped_in_the_end(
    server: BotApiServer, open_door: OpenDoor, door_settings: Settings, lillby: AnsweringService
) -> None:
    await leave(door_settings, written(server, 1, "/help"), number_of_tries=TRIES)
    await leave(door_settings, written(server, 2, "/help"), number_of_tries=TRIES - 1)
    async with open_door(lillby):
        await server.wait_for("sendMessage", chat=2)
    assert server.calls.of("sendMessage", chat=1) == []
    assert unanswered(door_settings) == 0


async def test_what_nobody_can_read_any_more_is_skipped(
    server: BotApiServer, open_door: OpenDoor, door_settings: Settings, lillby: AnsweringService
) -> None:
    await leave(door_settings, written(server, 1, "/help"))
    (door_settings.data / "secret").write_text("00" * 32)
    async with open_door(lillby):
        server.user(2).send_text("/help")
        await server.wait_for("sendMessage", chat=2)
    assert unanswered(door_settings) == 0


async def test_the_same_update_again_is_not_answered_again(tiny: Door) -> None:
    user = tiny.server.user(1)
    user.send_text("/help")
    again = dict(tiny.server.updates.pending[0])
    await tiny.server.wait_for("sendMessage", chat=1)
    tiny.server.updates.add_raw(again)
    tiny.server.updates.add_raw(again)
    tiny.server.user(2).send_text("/help")
    await tiny.server.wait_for("sendMessage", chat=2)
    assert len(tiny.server.calls.of("sendMessage", chat=1)) == 1


@pytest.mark.parametrize("page", [False, True], ids=["Telegram's", "a proxy's page"])
async def test_server_errors_in_the_middle_lose_no_answer(tiny: Door, page: bool) -> None:
    tiny.server.fail_next("sendMessage", status=502, page=page, times=40)
    tiny.server.user(1).send_text("/help")
    answer = await tiny.server.wait_for("sendMessage", chat=1)
    assert answer.text == tiny.phrase("help")


async def test_a_handler_that_fails_apologizes_once(
    server: BotApiServer, open_door: OpenDoor, lillby: AnsweringService
) -> None:
    def fail(_: Question) -> Answer:
        raise RuntimeError

    async with open_door(ScriptedService(lillby, fail)) as door:
        server.user(1).send_text("?")
        assert (await server.wait_for("sendMessage", chat=1)).text == door.phrase("error")
        server.user(1).send_text("/help")
        assert (await server.wait_for("sendMessage", chat=1)).text == door.phrase("help")


async def test_storage_that_breaks_stops_no_answer_and_acknowledges_none_too_early(
    server: BotApiServer, open_door: OpenDoor, door_settings: Settings, lillby: AnsweringService
) -> None:
    seen: list[Sequence[Any]] = []

    def look(question: Question) -> Answer:
        seen.append(list(server.updates.pending))
        return Answer("sv", Outcome.FALLBACK, question.text, question.text)

    async with open_door(ScriptedService(lillby, look)):
        server.user(1).send_text("before")
        await server.wait_for("sendMessage", chat=1)
        async with (
            open_database(locate(door_settings)) as other,
            other.transaction() as connection,
        ):
            await connection.execute(text("DROP TABLE received"))
        server.user(1).send_text("after")
        assert (await server.wait_for("sendMessage", chat=1)).text == "after"
    assert [update["message"]["text"] for update in seen[-1]] == ["after"]
    assert server.updates.pending == []
