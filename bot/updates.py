"""`python -m bot update`: for the timer that brings merged texts to the running bot."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.staff import CONFIG, Config

app = typer.Typer()
SHORT = 10


@app.command()
def update(
    town: Annotated[Path | None, typer.Option(help="Another town's folder.")] = None,
    config: Config = CONFIG,
) -> None:
    """Bring the town's folder to the newest commit whose check is green.

    Status 1 where a newer one was left out.
    """
    from bot.settings import load_settings
    from bot.updating import Clone

    folder = town or load_settings(config).town
    done = Clone(folder).update(datetime.now(UTC).date())
    for left_out in done.refused:
        typer.echo(f"{left_out.commit[:SHORT]}: left out, {len(left_out.problems)} errors:")
        for problem in left_out.problems:
            typer.echo(f"  {problem}")
    if done.after == done.before:
        typer.echo(f"{done.before[:SHORT]}: stays, nothing newer is green")
    else:
        typer.echo(f"{done.before[:SHORT]} -> {done.after[:SHORT]}: updated")
    raise typer.Exit(1 if done.refused else 0)
