"""`python -m bot inbox`: what residents asked in vain, and what becomes of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.staff import CONFIG, Config, Told, Town

if TYPE_CHECKING:
    from pathlib import Path

    from bot.inbox.grouping import Group
    from bot.settings import Settings
    from knowledge.model import Knowledge

app = typer.Typer(name="inbox", help="What residents asked in vain.", invoke_without_command=True)
Number = Annotated[int, typer.Argument(help="A group's number in the list.")]


@app.callback()
def listed(
    context: typer.Context, config: Config = CONFIG, town: Town = None, language: Told = "en"
) -> None:
    """List what residents asked in vain, grouped by meaning, the most frequent first."""
    if context.invoked_subcommand is not None:
        return
    from bot.inbox.listing import groups_as_lines
    from bot.inbox.workbench import grouped, nearest_topics, read_questions
    from knowledge.message import message

    settings, knowledge = _opened(config, town)
    questions = read_questions(settings)
    if not questions and not settings.inbox.enabled:
        typer.echo(message("inbox_off").text(language))
        return
    groups = nearest_topics(settings, grouped(settings, knowledge, questions))
    typer.echo("\n".join(groups_as_lines(groups, language)))


@app.command()
def show(number: Number, config: Config = CONFIG, town: Town = None, language: Told = "en") -> None:
    """Show every question of a group."""
    from bot.inbox.listing import group_as_lines
    from bot.inbox.workbench import group_of, nearest_topics

    settings, knowledge = _opened(config, town)
    group = group_of(settings, knowledge, number, language)
    (near,) = nearest_topics(settings, [group])
    typer.echo("\n".join(group_as_lines(near, language)))


@app.command()
def promote(
    number: Number,
    topic: Annotated[str, typer.Option(help="The topic that answers it, such as contact.hours.")],
    question: Annotated[
        str | None, typer.Option(help="Other words for the example than a resident's.")
    ] = None,
    question_language: Annotated[
        str | None, typer.Option(help="Which language's question; else the commonest.")
    ] = None,
    config: Config = CONFIG,
    town: Town = None,
    language: Told = "en",
) -> None:
    """Make a group's question an example of a topic, with a test question to write."""
    from bot.inbox.workbench import group_of, remove_group
    from knowledge.promoting import promote as promoted

    settings, knowledge = _opened(config, town)
    group = group_of(settings, knowledge, number, language)
    code, text = _wording(group, question, question_language, language)
    with _told_in(language):
        files = promoted(knowledge, topic, code, text).write()
    remove_group(settings, group)
    _tell("inbox_promoted", files, language, text=text, topic=topic)


@app.command()
def new(
    number: Number,
    name: Annotated[str, typer.Option("--id", help="The new topic's id, such as contact.lost.")],
    config: Config = CONFIG,
    town: Town = None,
    language: Told = "en",
) -> None:
    """Begin a topic with a group's questions as its examples; its texts are left to write."""
    from bot.inbox.wordings import examples_of
    from bot.inbox.workbench import group_of, remove_group
    from knowledge.promoting import begin_topic

    settings, knowledge = _opened(config, town)
    group = group_of(settings, knowledge, number, language)
    with _told_in(language):
        files = begin_topic(knowledge, name, examples_of(group, knowledge), _today()).write()
    remove_group(settings, group)
    _tell("inbox_begun", files, language, topic=name)


@app.command()
def drop(number: Number, config: Config = CONFIG, town: Town = None, language: Told = "en") -> None:
    """Delete a group's questions without making anything of them."""
    from bot.inbox.workbench import group_of, remove_group
    from knowledge.message import message

    settings, knowledge = _opened(config, town)
    group = group_of(settings, knowledge, number, language)
    remove_group(settings, group)
    typer.echo(message("inbox_dropped", count=len(group.questions)).text(language))


def _opened(config: "Path", town: "Path | None") -> "tuple[Settings, Knowledge]":
    from bot.settings import load_settings
    from knowledge.loading import load_knowledge

    settings = load_settings(config)
    settings = settings.model_copy(update={"town": town}) if town else settings
    return settings, load_knowledge(settings.town)


def _wording(
    group: "Group", question: str | None, code: str | None, language: str
) -> tuple[str, str]:
    """Return the example's language and text; raises `InboxError` where it would hold a mask."""
    from bot.inbox.wordings import example_of

    typical = example_of(group, question, code, language)
    return typical.language, typical.text


@contextmanager
def _told_in(language: str) -> Iterator[None]:
    """Say in the editor's language why a question can become nothing."""
    from bot.inbox.workbench import InboxError
    from knowledge.errors import NotPromoted

    try:
        yield
    except NotPromoted as error:
        raise InboxError(error.what, language) from error


def _tell(code: str, files: "list[Path]", language: str, **values: str) -> None:
    from knowledge.message import message

    typer.echo(message(code, **values).text(language))
    for file in files:
        typer.echo(f"  {file}")
    typer.echo(message("inbox_then").text(language))


def _today() -> date:
    return datetime.now(UTC).date()
