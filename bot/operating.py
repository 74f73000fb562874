"""The commands of those who run the bot."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.staff import CONFIG, Config, Json

app = typer.Typer()


@app.command()
def doctor(config: Config = CONFIG, as_json: Json = False) -> None:
    """Look at everything that the bot needs, say what to do; status 1 if something is to mend."""
    from bot.doctor import examining
    from bot.doctor.finding import State

    found = examining.examine(config, datetime.now(UTC))
    typer.echo(examining.as_json(found) if as_json else examining.as_lines(found))
    raise typer.Exit(any(finding.state is State.WRONG for finding in found))


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The new file that is written.")],
    config: Config = CONFIG,
) -> None:
    """Copy the database of choices, ratings and subscriptions; the bot may run meanwhile."""
    from bot.settings import load_settings
    from bot.storage.backup import back_up
    from bot.storage.storage import SECRET

    settings = load_settings(config)
    typer.echo(f"{back_up(settings, file)}: written")
    kept = "BOT_SECRET" if settings.bot_secret else str(settings.data / SECRET)
    typer.echo(f"It is of use only with its secret ({kept}): keep that too, in another place.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `backup` wrote.")],
    config: Config = CONFIG,
) -> None:
    """Put a copy in the database's place; refused while the bot runs."""
    from bot.settings import load_settings
    from bot.storage import backup as copies

    kept = copies.restore(load_settings(config), file, datetime.now(UTC))
    typer.echo(f"{file}: put back")
    if kept is not None:
        typer.echo(f"{kept}: the one before; delete it when all is well")


@app.command()
def licences() -> None:
    """Print the licences of all libraries, as Markdown."""
    from bot.licences import as_markdown, licences_of

    typer.echo(as_markdown(licences_of()))
