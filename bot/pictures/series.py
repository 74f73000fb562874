"""Bars for a page, as SVG: colours that the page can replace, letters that it sets itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Told apart in print and by people who do not tell red from green (Okabe and Ito 2008, darkened).
SERIES = ("#0b5fa5", "#b8730a", "#7a4a86", "#54636e", "#0b7a5b", "#8c8c8c")
INK = "#1b1b1c"
ROW, BAR, WIDTH, DOTS = 0.62, 0.34, 7.2, 72
LABEL_SIZE = 11


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its name above it, in parts of one colour each, and a figure at its end."""

    label: str
    parts: tuple[float, ...]
    figure: str = ""


def bars_svg(bars: Sequence[Bar]) -> str:
    """Return an `<svg>` of horizontal bars; the same bars give the same text."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    height = ROW * max(len(bars), 1)
    look: Any = {"svg.fonttype": "none", "svg.hashsalt": "kommunsvar", "font.family": "sans-serif"}
    with rc_context(look):
        figure = Figure(figsize=(WIDTH, height), dpi=DOTS)
        FigureCanvasSVG(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_ylim(len(bars), 0)
        longest = max((sum(bar.parts) for bar in bars), default=1) or 1
        axes.set_xlim(0, longest * 1.12)
        for row, bar in enumerate(bars):
            _draw(axes, row, bar, longest)
        target = StringIO()
        figure.savefig(target, format="svg", transparent=True, metadata={"Date": None})
    text = target.getvalue()
    return text[text.index("<svg") :]


def in_page_colours(svg: str) -> str:
    """Return an SVG whose colours are the page's: `currentColor` and `--series-0` to `-5`."""
    svg = svg.replace(INK, "currentColor")
    for at, colour in enumerate(SERIES):
        svg = svg.replace(colour, f"var(--series-{at})")
    return svg


def _draw(axes: "Axes", row: int, bar: Bar, longest: float) -> None:
    start = 0.0
    plain: dict[str, Any] = {"color": INK, "fontsize": LABEL_SIZE, "parse_math": False}
    axes.text(0, row + 0.3, bar.label, va="baseline", **plain)
    for at, part in enumerate(bar.parts):
        colour = SERIES[at % len(SERIES)]
        axes.barh(row + 0.62, part, left=start, height=BAR / ROW, color=colour, linewidth=0)
        start += part
    axes.text(start + longest * 0.01, row + 0.62, bar.figure, va="center", **plain)
