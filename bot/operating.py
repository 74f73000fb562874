"""The commands of those who run the bot."""

from datetime import UTC, datetime

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
