"""The commands of those who write the texts. None of them needs a model."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

CONFIG = Path("config.yaml")

app = typer.Typer()
Config = Annotated[Path, typer.Option("--config", help="The settings file.")]
Town = Annotated[Path | None, typer.Option(help="Another town's folder.")]
Told = Annotated[
    Literal["en", "sv", "fi"], typer.Option("--language", help="What the command speaks.")
]
Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]
Day = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], help="Another day than today.", show_default=False),
]


@app.command()
def check(
    config: Config = CONFIG,
    town: Town = None,
    language: Told = "en",
    as_json: Json = False,
    on: Day = None,
) -> None:
    """Report everything that is to be mended in the knowledge, as file:line: path: message."""
    from bot.tables import problems_as_json, problems_as_lines
    from knowledge.checks import check_everything

    problems = check_everything(_folder(config, town), _day(on))
    typer.echo(problems_as_json(problems) if as_json else problems_as_lines(problems, language))
    raise typer.Exit(any(problem.severity == "error" for problem in problems))


def _folder(config: Path, town: Path | None) -> Path:
    from bot.settings import load_settings

    return town or load_settings(config).town


def _day(on: datetime | None) -> date:
    return on.date() if on else date.today()
