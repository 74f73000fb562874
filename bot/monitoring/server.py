"""The monitoring's own port: `/healthz`, `/readyz` and `/metrics`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.errors import SettingsError
from bot.monitoring.health import Health
from bot.monitoring.metrics import Metrics
from bot.settings import MonitoringPart

log = structlog.get_logger()


def build_app(health: Health, metrics: Metrics) -> web.Application:
    """Return the three pages; none of them tells anything about anybody."""

    async def alive(_: web.Request) -> web.Response:
        # Whoever reads this knows that the event loop turns.
        return web.json_response({"status": "alive"})

    async def ready(_: web.Request) -> web.Response:
        problems = await health.problems()
        if problems:
            return web.json_response({"status": "not ready", "problems": problems}, status=503)
        return web.json_response({"status": "ready"})

    async def figures(_: web.Request) -> web.Response:
        return web.Response(body=metrics.page(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)
    app.router.add_get("/metrics", figures)
    return app


@asynccontextmanager
async def monitoring(
    settings: MonitoringPart, health: Health, metrics: Metrics
) -> AsyncIterator[str | None]:
    """Serve the pages meanwhile; yields their address, `None` where no port is set.

    Raises:
        SettingsError: the port cannot be opened.
    """
    if not settings.port:
        yield None
        return
    runner = web.AppRunner(build_app(health, metrics), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        address = await listen(runner, settings.host, settings.port, "monitoring")
        log.info("monitoring_started", address=address)
        yield address
    finally:
        await runner.cleanup()


async def listen(runner: web.AppRunner, host: str, port: int, part: str) -> str:
    """Open `port` (0 takes a free one) for the settings' `part`; return its address.

    Raises:
        SettingsError: it is taken, or not this machine's.
    """
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise SettingsError(
            f"{part}: cannot listen on {host}:{port} ({error.strerror}): free that port, or set "
            f"{part}.host and {part}.port in config.yaml to others"
        ) from error
    at = runner.addresses[0]
    return f"http://{at[0]}:{at[1]}"
