"""Facts to a chart in one language."""

from decimal import Decimal

from knowledge import formats
from knowledge.errors import RenderingError
from knowledge.figures import Amount, Figures, facts_of
from knowledge.message import message
from knowledge.pictures import Chart, Earlier, Part, Picture, Shows
from knowledge.view import LanguageView

HUNDRED = Decimal(100)


def build_chart(picture: Picture, view: LanguageView, note: str) -> Chart:
    """Return the chart of `picture` for the year that `view` asks for, bars with the year before.

    Raises:
        RenderingError: a phrase is missing, or the facts have no figures.
    """
    figures = facts_of(view.knowledge.facts[picture.facts], view.asked)
    if not isinstance(figures, Figures) or not figures.total.is_finite() or figures.total <= 0:
        raise RenderingError(message("picture_figures", group=picture.facts))
    earlier = figures.earlier.year if figures.earlier and picture.shows is Shows.BARS else None
    parts = tuple(_part(picture, amount, figures, view) for amount in figures.ranked)
    title = view.phrase(picture.title, year=figures.year, earlier=earlier)
    years = (str(figures.year), str(earlier)) if earlier else ()
    return Chart(picture.shows, title, parts, note, years)


def _part(picture: Picture, amount: Amount, figures: Figures, view: LanguageView) -> Part:
    share = amount.amount / figures.total
    return Part(
        view.phrase(f"{picture.labels}.{amount.key}"),
        _text(picture, amount, share, view),
        share,
        _earlier(picture, amount, figures, view),
    )


def _earlier(
    picture: Picture, amount: Amount, figures: Figures, view: LanguageView
) -> Earlier | None:
    if amount.earlier is None or picture.shows is not Shows.BARS:
        return None
    text = formats.decimal_text(amount.earlier, view.locale)
    return Earlier(text, amount.earlier / figures.total)


def _text(picture: Picture, amount: Amount, share: Decimal, view: LanguageView) -> str:
    if picture.shows is Shows.BARS:
        return formats.decimal_text(amount.amount, view.locale)
    return view.phrase("kronor", number=formats.decimal_text(share * HUNDRED, view.locale))
