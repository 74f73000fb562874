"""What a template may write after `|`: the filters, and what they know of who reads the text."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Protocol

from jinja2 import pass_context
from jinja2.runtime import Context

from knowledge import formats
from knowledge.allowance import Allowance
from knowledge.errors import RenderingError
from knowledge.figures import Figures
from knowledge.message import message

# What the view stands under in a template's context; no template may name it.
VIEW = "_view"


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
