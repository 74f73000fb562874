"""The bot as an operator starts it: its own process, watched from outside, ended by SIGTERM."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import aiohttp
import pytest

from bot.answering.service import AnsweringService
from bot.preview.server import BotApiServer
from bot.settings import Settings
from tests.conftest import LILLBY, ROOT
from tests.telegram.conftest import HOOK_SECRET, TOKEN, free_port


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_process_is_watched_answers_and_ends_on_sigterm(
    server: BotApiServer,
    lillby: AnsweringService,  # noqa: ARG001  learns before the process does
    tiny_settings: Settings,
    tmp_path: Path,
    mode: str,
) -> None:
    watched, hooked = free_port(), free_port()
    variables = {
        "BOT_TOKEN": TOKEN,
        "WEBHOOK_SECRET": HOOK_SECRET,
        "KOMMUNSVAR_TOWN": str(LILLBY),
        "KOMMUNSVAR_CACHE": str(tiny_settings.cache),
        "KOMMUNSVAR_DATA": str(tmp_path),
        "KOMMUNSVAR_TELEGRAM__API_BASE": server.url,
        "KOMMUNSVAR_TELEGRAM__MODE": mode,
        "KOMMUNSVAR_MONITORING__PORT": str(watched),
        "KOMMUNSVAR_WEBHOOK__PORT": str(hooked),
        "KOMMUNSVAR_WEBHOOK__URL": f"http://127.0.0.1:{hooked}/telegram",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run",
        cwd=ROOT, env=os.environ | variables, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr is not None
    log = b""
    while f"event={mode}_started".encode() not in log:
        line = await process.stderr.readline()
        assert line, log.decode()
        log += line
    server.user(987654321, "sv").send_text("/help")
    await server.wait_for("sendMessage", chat=987654321)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{watched}") as session:
        async with session.get("/readyz") as response:
            assert (response.status, await response.json()) == (200, {"status": "ready"})
        async with session.get("/metrics") as response:
            figures = await response.text()
    process.send_signal(signal.SIGTERM)
    _, rest = await process.communicate()
    assert process.returncode == 0
    log += rest
    assert 'kommunsvar_updates_total{kind="message"} 1.0' in figures
    assert f'event="{mode}_started"' in figures
    assert f"event={mode}_stopped" in log.decode()
    for secret in (TOKEN, variables["WEBHOOK_SECRET"], "987654321"):
        assert secret not in log.decode() + figures
