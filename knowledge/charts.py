"""Facts to a chart in one language."""

from decimal import Decimal

from knowledge import formats
from knowledge.errors import RenderingError
from knowledge.figures import Amount, Figures, facts_of
from knowledge.message import message
from knowledge.pictures import Chart, Part, Picture, Shows
from knowledge.view import LanguageView

HUNDRED = Decimal(100)


def build_chart(picture: Picture, view: LanguageView, note: str) -> Chart:
    """Return the chart of `picture` for the year that `view` asks for.

    Raises:
        RenderingError: a phrase is missing, or the facts have no figures.
    """
    figures = facts_of(view.knowledge.facts[picture.facts], view.asked_year)
    if not isinstance(figures, Figures) or figures.total <= 0:
        raise RenderingError(message("picture_figures", group=picture.facts))
    parts = tuple(_part(picture, amount, figures, view) for amount in figures.ranked)
    return Chart(picture.shows, view.phrase(picture.title, year=figures.year), parts, note)


def _part(picture: Picture, amount: Amount, figures: Figures, view: LanguageView) -> Part:
    share = amount.amount / figures.total
    return Part(
        view.phrase(f"{picture.labels}.{amount.key}"), _text(picture, amount, share, view), share
    )


def _text(picture: Picture, amount: Amount, share: Decimal, view: LanguageView) -> str:
    if picture.shows is Shows.BARS:
        return formats.decimal_text(amount.amount, view.locale)
    return view.phrase("kronor", number=formats.decimal_text(share * HUNDRED, view.locale))
