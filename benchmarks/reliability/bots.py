"""Bots as processes of their own: ours as an operator runs it, and aiogram's echo bot."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.start import ROOT
from bot.preview.server import BotApiServer

PATIENCE = 120.0
MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class Program:
    """How a bot is started: arguments after `python`, and what is added to the environment."""

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Process:
    """A running bot."""

    pid: int
    child: asyncio.subprocess.Process

    @property
    def mebibytes(self) -> float:
        """Resident memory now, from Linux' /proc."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / MEBIBYTE

    @property
    def seconds(self) -> float:
        """Processor time that it has used so far, in all its threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ours(server: BotApiServer, data: Path, town: Path, port: int | None = None) -> Program:
    """Return `python -m bot run` against `server`; with a port by webhook."""
    environment = {
        "BOT_TOKEN": server.token,
        "BOT_SECRET": "benchmarks-benchmarks",
        "KOMMUNSVAR_TELEGRAM__API_BASE": server.url,
        "KOMMUNSVAR_DATA": str(data),
        "KOMMUNSVAR_TOWN": str(town),
    }
    return Program("ours", ("-m", "bot", "run"), environment)


def echo(server: BotApiServer, port: int | None = None) -> Program:
    """Return aiogram's echo bot against `server`; with a port by webhook."""
    listening = () if port is None else (str(port),)
    return Program(
        "aiogram echo bot",
        ("-m", "benchmarks.reliability.echo", server.url, server.token, *listening),
    )


async def start(program: Program) -> Process:
    """Start a bot without waiting for it to be ready."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *program.arguments,
        cwd=ROOT,
        env=os.environ | dict(program.environment),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    return Process(child.pid, child)


@asynccontextmanager
async def running(program: Program, server: BotApiServer) -> AsyncIterator[Process]:
    """Start a bot, wait until it has answered once, and end it afterwards."""
    process = await start(program)
    try:
        await answered_once(process, server)
        yield process
    finally:
        await end(process)


async def answered_once(process: Process, server: BotApiServer) -> None:
    """Wait for a first answer; raises `RuntimeError` where the bot ends before."""
    visitor = server.user(999_999_999)
    visitor.send_text("/help")
    seen = server.calls.count
    async with asyncio.timeout(PATIENCE):
        while not server.calls.of("sendMessage", 999_999_999)[0:]:
            if process.child.returncode is not None:
                raise RuntimeError(f"the bot ended with status {process.child.returncode}")
            await server.calls.since(seen, 0.2)
            seen = server.calls.count


async def end(process: Process) -> int:
    """Ask a bot to end and wait until it has; return its exit status."""
    if process.child.returncode is None:
        process.child.send_signal(signal.SIGTERM)
    async with asyncio.timeout(PATIENCE):
        return await process.child.wait()
