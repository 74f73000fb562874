"""A worker in a process of its own that is handed updates over HTTP, beside others like it.

    PORT=8001 BOT_TOKEN=... python -m tests.worker

The real storage, dispatcher and intake behind the barest door: 200 once an update may be
acknowledged.
"""

import asyncio
import os
from datetime import UTC, datetime

from aiohttp import web

from bot.answering.worker import Worker
from bot.app import build_service
from bot.inbox.building import build_recorder
from bot.monitoring.metrics import Metrics
from bot.settings import Settings, load_settings
from bot.storage.storage import open_storage
from bot.telegram.app import build_dispatcher, open_bot
from bot.telegram.gallery import Gallery
from bot.telegram.intake import Intake
from tests.killable import ROOT


def now() -> datetime:
    """Return the real time: leases end by it."""
    return datetime.now(UTC)


async def work(settings: Settings) -> None:
    """Answer updates until the process is ended."""
    service, worker, gallery = build_service(settings), Worker(), Gallery(Worker())
    async with open_storage(settings) as storage, open_bot(settings) as bot:
        recorder = build_recorder(settings, service, worker, storage)
        dispatcher = build_dispatcher(service, worker, storage, now, gallery, recorder, Metrics())
        intake = Intake(bot, dispatcher, storage.received, storage.choices, now)

        async def handed(request: web.Request) -> web.Response:
            await intake.accept([await request.json()])
            return web.Response()

        app = web.Application()
        app.router.add_post("/", handed)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", int(os.environ["PORT"])).start()
        await intake.watch()


if __name__ == "__main__":
    asyncio.run(work(load_settings(ROOT / "config.yaml")))
