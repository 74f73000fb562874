"""`python -m bot report`: a month as a page that can be published."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.staff import CONFIG, Config, Town

app = typer.Typer()


@app.command()
def report(
    month: Annotated[
        datetime, typer.Option("--month", formats=["%Y-%m"], help="The month, such as 2026-03.")
    ],
    out: Annotated[Path, typer.Option(help="Where the files are written.")] = Path(),
    language: Annotated[
        str | None, typer.Option(help="The page's language; else the town's own.")
    ] = None,
    config: Config = CONFIG,
    town: Town = None,
) -> None:
    """Write what was asked in a month as HTML and Markdown; no count under five is told."""
    from bot.report.making import make_report
    from bot.settings import load_settings

    settings = load_settings(config)
    settings = settings.model_copy(update={"town": town}) if town else settings
    today = datetime.now(UTC).date()
    for file in make_report(settings, month.date(), language, out, today):
        typer.echo(str(file))
