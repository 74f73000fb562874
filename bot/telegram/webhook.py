"""Updates delivered by Telegram itself, acknowledged once the intake has them.

aiogram's own handler acknowledges before handlers finish and does not wait for them at shutdown,
which loses what was under way; hence this one. The webhook stays set when the bot ends: Telegram
keeps what it cannot deliver for a day, or another worker takes it.
"""

import asyncio
import hmac
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiohttp import web

from bot.errors import SettingsError
from bot.monitoring.metrics import Metrics
from bot.monitoring.server import listen
from bot.settings import Settings
from bot.telegram.deliveries import HEADER, read_update
from bot.telegram.intake import Intake, Point
from bot.telegram.outages import Outages
from bot.telegram.polling import PATIENCE, server_of, take_up
from bot.telegram.retries import Sleep
from bot.telegram.webhook_secret import webhook_secret

NO_ADDRESS = (
    "webhook.url: is missing. Set it in config.yaml to the https address that your proxy answers "
    "at, or set telegram.mode to polling"
)
log = structlog.get_logger()


class Webhook:
    """Sets the webhook and takes in what is delivered to it, until `stop` is set."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        allowed: list[str],
        settings: Settings,
        stop: asyncio.Event,
        sleep: Sleep,
        metrics: Metrics,
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._allowed = allowed
        self._part = settings.webhook
        self._secret = webhook_secret(settings)
        self._stop = stop
        self._outages = Outages(server_of(bot.session.api), stop, sleep)
        self._requests = metrics.webhook

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        """Take deliveries meanwhile; yields the address, and ends when the last one is through.

        Raises:
            SettingsError: the port cannot be opened.
        """
        app = web.Application(middlewares=[self._counted], client_max_size=self._part.largest_body)
        app.router.add_post(self._part.path, self._delivered)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=PATIENCE)
        await runner.setup()
        try:
            yield await listen(runner, self._part.host, self._part.port, "webhook")
        finally:
            await runner.cleanup()

    async def set(self) -> None:
        """Tell Telegram where to deliver, through an outage if need be.

        Raises:
            TelegramRefused: the token is not accepted.
            SettingsError: the address is not accepted.
        """
        while not self._stop.is_set():
            try:
                await self._outages.until_stopped(self._bot.me())
                await self._outages.until_stopped(self._set())
            except TelegramBadRequest as error:
                raise SettingsError(
                    f"webhook.url: Telegram does not accept {self._part.url} ({error.message}): "
                    "set it in config.yaml to the https address that your proxy answers at"
                ) from error
            except AiogramError as error:
                await self._outages.met(error)
            else:
                self._outages.over()
                return

    async def _set(self) -> bool:
        return await self._bot.set_webhook(
            self._part.url,
            secret_token=self._secret,
            max_connections=self._part.max_connections,
            allowed_updates=self._allowed,
        )

    async def _delivered(self, request: web.Request) -> web.StreamResponse:
        given = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret.encode()):
            raise web.HTTPUnauthorized
        update = read_update(await request.read())
        if update is None:
            log.warning("delivery_unreadable")
            raise web.HTTPBadRequest
        await self._intake.accept([update])
        response = web.Response()
        await response.prepare(request)
        await response.write_eof()
        self._intake.reached(Point.ACKNOWLEDGED)
        return response

    @web.middleware
    async def _counted(
        self, request: web.Request, handler: Callable[[web.Request], Any]
    ) -> web.StreamResponse:
        status = 500
        try:
            response: web.StreamResponse = await handler(request)
            status = response.status
        except web.HTTPException as refusal:
            status = refusal.status
            raise
        else:
            return response
        finally:
            self._requests.labels(str(status)).inc()


async def run_webhook(
    bot: Bot,
    intake: Intake,
    allowed: list[str],
    settings: Settings,
    stop: asyncio.Event,
    *,
    sleep: Sleep,
    metrics: Metrics,
    beside: Callable[[], Coroutine[Any, Any, None]],
) -> None:
    """Answer what is delivered until `stop` is set, then let running handlers finish.

    `beside` runs along once Telegram has accepted the token and the address.

    Raises:
        TelegramRefused: the token is not accepted.
        SettingsError: the address or the port cannot be used.
    """
    if not settings.webhook.url:
        raise SettingsError(NO_ADDRESS)
    webhook = Webhook(bot, intake, allowed, settings, stop, sleep, metrics)
    task: asyncio.Task[None] | None = None
    # From the start: what is delivered while Telegram is away must stay this worker's.
    intake.begin()
    try:
        await take_up(intake, stop)
        async with webhook.listening() as address:
            await webhook.set()
            log.info("webhook_started", address=address, url=settings.webhook.url)
            task = asyncio.create_task(beside()) if not stop.is_set() else None
            await stop.wait()
    finally:
        finished = await intake.finish(PATIENCE)
        log.info("webhook_stopped", finished=finished)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
