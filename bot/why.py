"""`why`: what an answer rested on, printed for those who write the texts."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.staff import CONFIG, Config, Told

app = typer.Typer()


@app.command()
def why(
    question: Annotated[str, typer.Argument(help="What a resident writes.")],
    client: Annotated[
        str | None, typer.Option(help="The language of the asker's Telegram, such as fi.")
    ] = None,
    config: Config = CONFIG,
    language: Told = "en",
) -> None:
    """Print what the answer to a question rests on: language, topics, examples, costs, time."""
    from bot.answering.question import Question
    from bot.explained import explained_lines
    from bot.terminal import service_from

    service = service_from(config)
    explanation = service.explain(Question(question, datetime.now(UTC), language_code=client))
    typer.echo("\n".join(explained_lines(explanation, language)))
