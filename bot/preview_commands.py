"""The command that serves the real bot on a page, or a local Bot API alone, without Telegram."""

import asyncio
from typing import Annotated

import typer

from bot.staff import CONFIG, Config

app = typer.Typer()
API_PORT = 8081
# Ports that stay the same can be bookmarked.
PAGE_PORT = 8765


@app.command()
def preview(
    api_only: Annotated[
        bool, typer.Option("--api-only", help="Serve the Bot API alone, for any bot library.")
    ] = False,
    port: Annotated[
        int | None,
        typer.Option(
            help=f"Port on loopback ({PAGE_PORT}, with --api-only {API_PORT}); 0 takes a free one.",
            show_default=False,
        ),
    ] = None,
    config: Config = CONFIG,
) -> None:
    """Chat with the real bot in the browser, without Telegram."""
    if api_only:
        from bot.preview.alone import serve_api

        asyncio.run(serve_api(API_PORT if port is None else port, typer.echo))
        return
    from bot.preview.running import run_preview
    from bot.settings import load_settings
    from bot.terminal import progress

    run_preview(load_settings(config), progress(), PAGE_PORT if port is None else port)
