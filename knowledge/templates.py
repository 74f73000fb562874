"""What a template may do: Jinja2 in its sandbox, with the filters named here and nothing else."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

from jinja2 import StrictUndefined, Template, nodes, pass_context
from jinja2.exceptions import TemplateError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from knowledge import formats
from knowledge.allowance import Allowance
from knowledge.errors import RenderingError
from knowledge.figures import Figures
from knowledge.message import message

LONGEST_TEMPLATE = 8_000
# A block alone on its line leaves no line behind; after a text the end of the line stays.
LINE_WITH_TEXT = re.compile(r"^(?![ \t]*\{%[^%]*%\}[ \t]*$)(.*)(?<![+-])%\}[ \t]*$", re.MULTILINE)
# Texts joined by `~`; each may be as long as a fact, so that thousands would fill the memory.
MOST_JOINED = 20
VIEW = "_view"
# No name that an editor can write.
COUNTED = "each item"
FUNCTIONS = ("title", "phrase")
# Arithmetic is not among them: `'x' * 10**7` would pass the sandbox.
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Filter,
    nodes.If,
    nodes.For,
    nodes.Call,
    nodes.Const,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Compare,
    nodes.Operand,
    nodes.Concat,
)


class View(Protocol):
    """Who reads the text, and when: what filters need to know."""

    locale: str
    allowance: Allowance

    def phrase(self, key: str, /, **values: object) -> str:
        """Return one of the bot's own phrases."""

    def clock(self, moment: time) -> str:
        """Return a time of the town's day."""

    def neighbour_clock(self, moment: time) -> str:
        """Return the same moment on the neighbour's clock."""


def _view(context: Context) -> View:
    view: View = context[VIEW]
    return view


@pass_context
def msek(context: Context, amount: Decimal) -> str:
    """Return an amount in millions of kronor, one decimal."""
    view = _view(context)
    return view.phrase("msek", number=formats.decimal_text(amount, view.locale))


@pass_context
def number(context: Context, amount: Decimal) -> str:
    """Return an amount without its unit, one decimal."""
    return formats.decimal_text(amount, _view(context).locale)


@pass_context
def share_of(context: Context, amount: Decimal, total: Decimal) -> str:
    """Return what share of `total` an amount is, in per cent with one decimal."""
    return formats.percent_text(amount / total, _view(context).locale)


@pass_context
def change_from(context: Context, amount: Decimal, earlier: Decimal) -> str:
    """Return how much more or less an amount is than an earlier one, in signed per cent."""
    return formats.change_text((amount - earlier) / earlier, _view(context).locale)


@pass_context
def compared(context: Context, figures: Figures, key: str) -> str:
    """Return how a figure, or `total`, stands to that of the earlier year, in a few words."""
    view, before = _view(context), figures.earlier
    if before is None:
        raise RenderingError(message("no_earlier"))
    now, then = figures.amount_of(key), before.amount_of(key)
    if now is None:
        raise ValueError(f"'figures object' has no attribute '{key}'")  # told by hint_of
    if not then:
        return view.phrase("new_since", year=before.year)
    if now == then:
        return view.phrase("same_as", year=before.year)
    return view.phrase(
        "more_than" if now > then else "less_than",
        amount=msek(context, abs(now - then)),
        percent=formats.percent_text(abs(now - then) / then, view.locale),
        year=before.year,
    )


@pass_context
def listed(context: Context, items: Iterable[object]) -> str:
    """Return several values with commas and the language's own "and"."""
    return formats.listed_text([str(item) for item in items], _view(context).locale)


@pass_context
def clock(context: Context, moment: str) -> str:
    """Return a time of the town's day."""
    return _view(context).clock(time.fromisoformat(moment))


@pass_context
def neighbour_clock(context: Context, moment: str) -> str:
    """Return the neighbour's time at a time of the town's day."""
    return _view(context).neighbour_clock(time.fromisoformat(moment))


@pass_context
def month(context: Context, text: str) -> str:
    """Return a month with its year."""
    return formats.month_text(text, _view(context).locale)


@pass_context
def size(context: Context, text: str) -> str:
    """Return a file's size."""
    view = _view(context)
    number, unit = formats.size_text(text, view.locale)
    return view.phrase({"kB": "kilobytes", "MB": "megabytes"}[unit], number=number)


def phone(number: str) -> str:
    """Return a telephone number as it is written."""
    return number


def phone_international(number: str) -> str:
    """Return a telephone number as it is dialled from abroad."""
    return formats.international(number)


@pass_context
def percent(context: Context, number: str) -> str:
    """Return `98.3` as per cent with one decimal."""
    return formats.percent_text(Decimal(number) / 100, _view(context).locale)


@pass_context
def day(context: Context, moment: date) -> str:
    """Return a date with its year."""
    return formats.date_text(moment, _view(context).locale)


@pass_context
def each(context: Context, items: Iterable[object]) -> Iterator[object]:
    """Yield a loop's items, each counted; put around what every `for` goes over."""
    for item in items:
        _view(context).allowance.step()
        yield item


FILTERS: Mapping[str, Callable[..., str]] = {
    "msek": msek,
    "number": number,
    "share_of": share_of,
    "change_from": change_from,
    "compared": compared,
    "listed": listed,
    "clock": clock,
    "neighbour_clock": neighbour_clock,
    "month": month,
    "size": size,
    "phone": phone,
    "phone_international": phone_international,
    "percent": percent,
    "day": day,
}


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )
    environment.globals.clear()
    environment.filters.clear()
    environment.filters.update(FILTERS)
    environment.filters[COUNTED] = each
    environment.tests.clear()
    return environment


ENVIRONMENT = _environment()


def _refuse_unbounded(node: nodes.Node) -> None:
    """Keep out what could take any time or memory: `x.ljust(10 ** 9)`, loops inside loops."""
    if not isinstance(node, ALLOWED):
        kind = type(node).__name__
        raise RenderingError(message("not_allowed", kind=kind))
    if isinstance(node, nodes.Name) and node.name.startswith("_"):
        raise RenderingError(message("not_allowed", kind=node.name))  # such as the view itself
    if isinstance(node, nodes.Call) and not (
        isinstance(node.node, nodes.Name) and node.node.name in FUNCTIONS
    ):
        raise RenderingError(message("call_not_allowed"))
    if isinstance(node, nodes.For):
        if not isinstance(node.iter, nodes.Getattr):
            raise RenderingError(message("for_over"))
        if node.find(nodes.For):
            raise RenderingError(message("for_inside"))


def _tree_of(text: str) -> nodes.Template:
    return ENVIRONMENT.parse(LINE_WITH_TEXT.sub(r"\1+%}", text))


@lru_cache(maxsize=4096)
def parsed(text: str) -> nodes.Template:
    """Return the parts of `text`; raises `RenderingError` where it does more than it may."""
    if len(text) > LONGEST_TEMPLATE:
        raise RenderingError(message("text_too_long", count=len(text), most=LONGEST_TEMPLATE))
    try:
        tree = _tree_of(text)
    except TemplateError as error:
        raise RenderingError(message("braces", detail=str(error))) from error
    for node in tree.find_all(nodes.Node):
        _refuse_unbounded(node)
    joined = sum(len(node.nodes) for node in tree.find_all(nodes.Concat))
    if joined > MOST_JOINED:
        raise RenderingError(message("too_many_joined", most=MOST_JOINED))
    return tree


@lru_cache(maxsize=4096)
def names_in(text: str) -> frozenset[str]:
    """Return the names that `text` expects to be given; raises `RenderingError`."""
    names = list(parsed(text).find_all(nodes.Name))
    own = {name.name for name in names if name.ctx != "load"} | {"loop"}
    return frozenset(name.name for name in names) - own


@lru_cache(maxsize=4096)
def compiled(text: str) -> Template:
    """Return `text` ready to render; raises `RenderingError`."""
    parsed(text)
    try:
        tree = _tree_of(text)  # another one, since this one is changed
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, COUNTED, [], [], None, None, lineno=loop.lineno)
        return ENVIRONMENT.from_string(tree)
    except TemplateError as error:
        raise RenderingError(message("braces", detail=str(error))) from error
