"""The real bot beside the page that it is chatted with: one process, HTTP between them."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import typer
from aiohttp import web
from pydantic import SecretStr

from bot.answering.service import AnsweringService
from bot.answering.worker import Worker
from bot.app import build_service
from bot.learning import Report
from bot.logs import configure_logs
from bot.preview.page.endpoints import Page, build_page
from bot.preview.page.stream import knowledge_event
from bot.preview.server import BotApiServer
from bot.preview_commands import PAGE_PORT
from bot.reloading import Reloader, ReloadState
from bot.settings import Settings, StoragePart, TelegramPart
from bot.storage.keys import ChatKeys
from bot.telegram.app import serve, stop_on_signals


@dataclass(frozen=True, slots=True)
class Preview:
    """A running page: its address, what it works on, and the bot's task."""

    url: str
    page: Page
    bot: "asyncio.Task[None]"


def run_preview(settings: Settings, report: Report, port: int = PAGE_PORT) -> None:
    """Serve the page until the process is told to stop; `report` is told what takes long."""
    configure_logs()
    service = build_service(settings, report)
    asyncio.run(_until_stopped(settings, service, port))


async def _until_stopped(settings: Settings, service: AnsweringService, port: int) -> None:
    stop = stop_on_signals()
    async with open_preview(settings, service, port=port) as preview:
        typer.echo(f"Chat with the real bot at {preview.url} (Ctrl-C ends it)")
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({stopped, preview.bot}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()


@asynccontextmanager
async def open_preview(
    settings: Settings,
    service: AnsweringService,
    *,
    port: int = 0,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> AsyncIterator[Preview]:
    """Run bot, Bot API server and page; leaving stops them, and raises what the bot raised.

    What the bot stores lies in a folder that is deleted afterwards: who tries the bot out is not
    among those who rate it.
    """
    server, secret, stop = BotApiServer(), secrets.token_hex(32), asyncio.Event()
    worker = Worker()
    with TemporaryDirectory(prefix="kommunsvar-preview-") as folder:
        async with server.running():
            page = Page(server, service, worker, _keys(secret), clock)
            local = _local(settings, server, secret, Path(folder))
            reloader = _told_of(page, Reloader(local, service, clock))
            bot = asyncio.create_task(
                serve(local, service, worker=worker, clock=clock, stop=stop, reloader=reloader)
            )
            try:
                async with _listening(page, port) as url:
                    yield Preview(url, page, bot)
            finally:
                stop.set()
                await bot


def _told_of(page: Page, reloader: Reloader) -> Reloader:
    """Show on the page what `reloader` does."""

    def tell(state: ReloadState) -> None:
        page.stream.keep_telling(knowledge_event(state))

    reloader.watch(tell)
    tell(reloader.state)
    return reloader


def _keys(secret: str) -> Callable[[int], str]:
    keys = ChatKeys(secret.encode())
    return lambda chat: keys.key(str(chat))


def _local(settings: Settings, server: BotApiServer, secret: str, data: Path) -> Settings:
    return settings.model_copy(
        update={
            "bot_token": SecretStr(server.token),
            "bot_secret": SecretStr(secret),
            "data": data,
            "telegram": TelegramPart(api_base=server.url),
            "storage": StoragePart(),
        }
    )


@asynccontextmanager
async def _listening(page: Page, port: int) -> AsyncIterator[str]:
    runner = web.AppRunner(build_page(page), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await _listen(runner, port)
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        page.stream.close()
        await runner.cleanup()


async def _listen(runner: web.AppRunner, port: int) -> None:
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
    except OSError:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
