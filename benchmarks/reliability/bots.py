"""Bots as processes of their own: ours as an operator runs it, and aiogram's echo bot."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.start import ROOT
from bot.preview.server import BotApiServer

TINY = ROOT / "tests" / "towns" / "lillby"
# Seconds that a bot gets for its first answer: it may have to learn before.
PATIENCE = 600.0
# Who asks whether a bot is there: nobody that a benchmark counts.
NOBODY = 999_999_999
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

    child: asyncio.subprocess.Process

    @property
    def mebibytes(self) -> float:
        """Resident memory now, from Linux' /proc."""
        pages = int(Path(f"/proc/{self.child.pid}/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / MEBIBYTE

    @property
    def seconds(self) -> float:
        """Processor time that it has used so far, in all its threads."""
        stat = Path(f"/proc/{self.child.pid}/stat").read_text("ascii")
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ours(
    server: BotApiServer,
    data: Path,
    town: Path = TINY,
    *options: str,
    port: int | None = None,
    copy_of: Path | None = None,
) -> Program:
    """Return our bot against `server`; with a port by webhook.

    `data` is where it keeps what outlives a restart. Where `town` is a copy of another folder, what
    was learnt from that one is used.
    """
    environment = {
        "BOT_TOKEN": server.token,
        "BOT_SECRET": "benchmarks-benchmarks",
        "KOMMUNSVAR_TELEGRAM__API_BASE": server.url,
        "KOMMUNSVAR_DATA": str(data),
        "KOMMUNSVAR_TOWN": str(town),
        "KOMMUNSVAR_MONITORING__PORT": "0",
    }
    if TINY in (town, copy_of):  # its cache beside the real town's, which must not be pushed out
        environment["KOMMUNSVAR_CACHE"] = str(ROOT / ".cache" / "tiny")
    if port is not None:
        environment |= _webhook(port)
    return Program("Kommunsvar", ("-m", "benchmarks.reliability.bot", *options), environment)


def _webhook(port: int) -> dict[str, str]:
    return {
        "KOMMUNSVAR_TELEGRAM__MODE": "webhook",
        "KOMMUNSVAR_WEBHOOK__URL": f"http://127.0.0.1:{port}/telegram",
        "KOMMUNSVAR_WEBHOOK__PORT": str(port),
        # As many as the echo bot asks for.
        "KOMMUNSVAR_WEBHOOK__MAX_CONNECTIONS": "100",
    }


def free_port() -> int:
    """Return a port of loopback that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def echo(server: BotApiServer, port: int | None = None) -> Program:
    """Return aiogram's echo bot against `server`; with a port by webhook."""
    listening = () if port is None else (str(port),)
    arguments = ("-m", "benchmarks.reliability.echo", server.url, server.token, *listening)
    return Program("aiogram echo bot", arguments)


async def start(program: Program) -> Process:
    """Start a bot without waiting for it to be ready; what it logs is thrown away."""
    return Process(
        await asyncio.create_subprocess_exec(
            sys.executable,
            *program.arguments,
            cwd=ROOT,
            env=os.environ | dict(program.environment),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
    )


@asynccontextmanager
async def running(program: Program, server: BotApiServer) -> AsyncIterator[Process]:
    """Start a bot, wait until it has answered once, and end it afterwards."""
    process = await start(program)
    try:
        server.user(NOBODY).send_text("/help")
        await _first_answer(process, server)
        yield process
    finally:
        await end(process)


async def end(process: Process) -> int:
    """Ask a bot to end and wait until it has; return its exit status."""
    if process.child.returncode is None:
        process.child.send_signal(signal.SIGTERM)
    return await process.child.wait()


async def _first_answer(process: Process, server: BotApiServer) -> None:
    waiting = asyncio.create_task(server.wait_for("sendMessage", chat=NOBODY, patience=PATIENCE))
    ending = asyncio.create_task(process.child.wait())
    done, others = await asyncio.wait({waiting, ending}, return_when=asyncio.FIRST_COMPLETED)
    for task in others:
        task.cancel()
    if ending in done:
        raise RuntimeError(f"the bot ended with status {ending.result()}; run it by hand")
    await waiting
