"""The commands of those who write the texts. None of them needs a model."""

from datetime import date, datetime, timedelta
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


@app.command()
def due(
    config: Config = CONFIG,
    town: Town = None,
    language: Told = "en",
    on: Day = None,
    days: Annotated[int | None, typer.Option(help="Only what is due within so many days.")] = None,
) -> None:
    """List what must be looked at again, by the role that owns it, with the day."""
    from bot.tables import due_as_lines
    from knowledge.due import find_due
    from knowledge.loading import load_knowledge

    found = find_due(load_knowledge(_folder(config, town)))
    today = _day(on)
    if days is not None:
        found = [item for item in found if item.day <= today + timedelta(days=days)]
    typer.echo(due_as_lines(found, today, language))


@app.command()
def coverage(
    code: Annotated[str | None, typer.Argument(help="A language, for its files.")] = None,
    config: Config = CONFIG,
    town: Town = None,
    language: Told = "en",
    as_json: Json = False,
) -> None:
    """Show how far each language has come: translated, reviewed, stale, missing, its steward."""
    from bot.tables import coverage_as_json, coverage_as_lines, files_as_lines
    from knowledge.coverage import coverage_of
    from knowledge.loading import load_knowledge

    knowledge = load_knowledge(_folder(config, town))
    rows = coverage_of(knowledge, code)
    if as_json:
        typer.echo(coverage_as_json(rows))
    elif code is not None:
        typer.echo(files_as_lines(rows[0], language))
    else:
        typer.echo(coverage_as_lines(rows, knowledge.municipality.default_language, language))


@app.command()
def translated(
    code: Annotated[str, typer.Argument(help="The language, such as fi, or `all` of them.")],
    names: Annotated[list[str] | None, typer.Argument(help="The texts' ids.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All texts of the language.")] = False,
    reviewed: Annotated[
        bool, typer.Option("--reviewed", help="The language's steward has read them, too.")
    ] = False,
    config: Config = CONFIG,
    town: Town = None,
    language: Told = "en",
) -> None:
    """Note that texts follow the default language as it is now."""
    from knowledge.loading import load_knowledge
    from knowledge.message import message
    from knowledge.recording import note, note_everywhere

    if bool(names) == every:
        raise typer.BadParameter("name the texts, as in `translated fi contact.hours`, or --all")
    knowledge = load_knowledge(_folder(config, town))
    if code == "all" and names:
        count = note_everywhere(knowledge, names, reviewed=reviewed)
    else:
        count = note(knowledge, code, names or [], reviewed=reviewed)
    default = knowledge.municipality.languages[knowledge.municipality.default_language]
    told = "noted_reviewed" if reviewed else "noted"
    typer.echo(message(told, language=code, count=count, source=default.name).text(language))


@app.command(name="add-language")
def add_language(
    code: Annotated[str, typer.Argument(help="The new language's code, such as nb.")],
    source: Annotated[str, typer.Option("--from", help="The language to translate from.")],
    config: Config = CONFIG,
    town: Town = None,
    language: Told = "en",
) -> None:
    """Make a language's folder, a draft with every text to translate marked."""
    from knowledge.drafting import draft_language
    from knowledge.message import message

    draft = draft_language(_folder(config, town), code, source)
    draft.write()
    typer.echo(message("added", name=draft.name, count=len(draft.waiting)).text(language))


@app.command()
def schema(config: Config = CONFIG, town: Town = None) -> None:
    """Write the JSON Schemas that editors such as VS Code complete by, and name them in files."""
    from bot.settings import load_settings
    from knowledge.message import message
    from knowledge.schemas import name_schemas, write_schemas

    settings = None if town else load_settings(config)
    folders = [settings.town, settings.recognition] if settings else [town]
    count = write_schemas()
    named = sum(name_schemas(folder) for folder in folders if folder)
    typer.echo(message("schemas_written", count=count, named=named).text())


def _folder(config: Path, town: Path | None) -> Path:
    from bot.settings import load_settings

    return town or load_settings(config).town


def _day(on: datetime | None) -> date:
    return on.date() if on else date.today()
