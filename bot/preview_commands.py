"""The command that serves a local Bot API, without Telegram."""

import asyncio
from typing import Annotated

import typer

app = typer.Typer()
PORT = 8081


@app.command()
def preview(
    api_only: Annotated[
        bool, typer.Option("--api-only", help="Serve the Bot API alone, for any bot library.")
    ] = False,
    port: Annotated[int, typer.Option(help="Port on loopback; 0 takes a free one.")] = PORT,
) -> None:
    """Serve a local Bot API that bots can be pointed at instead of Telegram's."""
    if not api_only:
        raise typer.BadParameter("only --api-only is there so far", param_hint="--api-only")
    from bot.preview.alone import serve_api

    asyncio.run(serve_api(port, typer.echo))
