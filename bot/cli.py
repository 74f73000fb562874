"""The command line: each command in a few lines, everything behind it imported when it is used."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot import operating, preview_commands, staff, updates, why
from bot.inbox import commands as inbox
from bot.report import commands as report

app = typer.Typer(
    help="Answers residents' questions about a municipality, from texts written in advance.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(staff.app)
app.add_typer(updates.app)
app.add_typer(preview_commands.app)
app.add_typer(why.app)
app.add_typer(inbox.app)
app.add_typer(report.app)
app.add_typer(operating.app)
Config = staff.Config
CONFIG = staff.CONFIG
BROKEN = 2
NOT_ALLOWED = (
    "permission denied: let the user that runs this read it (`chmod -R a+rX` for texts and "
    "config.yaml), and write in the folders that `data` and `cache` name"
)


def main() -> None:
    """Run the command line; what the operator can mend ends in one sentence and status 2."""
    with _explained():
        app()


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="What a resident writes.")] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read one question a line, write one JSON a line.")
    ] = False,
    config: Config = CONFIG,
) -> None:
    """Print the answer to a question."""
    from bot import terminal

    if jsonl:
        from bot.jsonl import answer_lines

        answer_lines(terminal.service_from(config), sys.stdin.buffer, sys.stdout)
    elif question is None:
        raise typer.BadParameter('write a question: python -m bot ask "When are you open?"')
    else:
        terminal.print_answer(terminal.service_from(config), question)


@app.command()
def chat(config: Config = CONFIG) -> None:
    """Chat in the terminal."""
    from bot import terminal

    terminal.chat(terminal.service_from(config))


@app.command()
def run(config: Config = CONFIG) -> None:
    """Run the Telegram bot where BOT_TOKEN is set; without it, serve a page to chat with it."""
    from bot import terminal
    from bot.settings import load_settings

    settings = load_settings(config)
    if settings.bot_token is not None and settings.bot_token.get_secret_value().strip():
        from bot.retention import refuse_untold_inbox
        from bot.telegram.running import run_telegram

        refuse_untold_inbox(settings)
        run_telegram(settings)
        return
    terminal.explain_token()
    if sys.stdin.isatty():
        from bot.preview.running import run_preview

        run_preview(settings, terminal.progress())
    else:
        terminal.show_samples(terminal.service_from(config))


@app.command(name="eval")
def evaluate(
    groups: Annotated[
        list[str] | None,
        typer.Argument(help="Languages, groups or files: sv, fi/typos, questions/sv/topics.yaml."),
    ] = None,
    misses: Annotated[bool, typer.Option(help="List every question that missed.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
    confusions: Annotated[
        bool, typer.Option(help="List examples of different topics that are nearly alike.")
    ] = False,
    config: Config = CONFIG,
) -> None:
    """Measure the answers on the town's test questions; status 1 where a bar is missed."""
    from bot.settings import load_settings

    settings = load_settings(config)
    if confusions:
        from bot.evaluation.confusions import print_confusions

        print_confusions(settings, typer.echo)
        return
    from bot.evaluation.running import evaluate_town

    passed = evaluate_town(
        settings,
        groups or [],
        list_misses=misses,
        as_json=as_json,
        echo=typer.echo,
    )
    raise typer.Exit(0 if passed else 1)


@app.command()
def ratings(config: Config = CONFIG) -> None:
    """Print what residents thought of the answers, by topic and language."""
    from bot.ratings_report import print_ratings
    from bot.settings import load_settings

    print_ratings(load_settings(config), typer.echo)


@app.command()
def qr(
    topic: Annotated[str, typer.Argument(help="A topic of topics.yaml, such as contact.hours.")],
    language: Annotated[
        str | None, typer.Option(help="The answer's language; without it, the visitor's own.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Where the files are written.")] = Path(),
    config: Config = CONFIG,
) -> None:
    """Write a topic's QR code for posters, as SVG and PNG."""
    from bot.settings import load_settings
    from bot.telegram.posters import draw_poster

    poster = draw_poster(load_settings(config), topic, language, out)
    typer.echo(poster.link)
    for file in poster.files:
        typer.echo(str(file))


@contextmanager
def _explained() -> Iterator[None]:
    """Turn the errors that a person can mend into their sentence, without a traceback."""
    from bot.errors import BotError
    from embeddings.errors import EmbeddingsError
    from knowledge.errors import KnowledgeError

    try:
        yield
    except (BotError, EmbeddingsError, KnowledgeError) as error:
        _give_up(str(error))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except PermissionError as error:
        if error.filename is None:
            raise
        _give_up(f"{error.filename}: {NOT_ALLOWED}")


def _give_up(text: str) -> None:
    print(text, file=sys.stderr)
    sys.exit(BROKEN)
