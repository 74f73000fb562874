"""Text and rectangles in pixels, over matplotlib."""

from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.text import Text

WIDTH, MARGIN = 1080, 60
DOTS_PER_INCH = 100
POINTS_PER_INCH = 72
# Off-white: opaque, since Telegram keeps no transparency, and not glaring in a dark chat.
GROUND, INK = "#FBFAF5", "#1B1B1B"
LINE_HEIGHT, ASCENT = 1.3, 1.0


class Canvas:
    """A figure to draw on, in pixels from the upper left corner."""

    def __init__(self, height: float) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        size = (WIDTH / DOTS_PER_INCH, height / DOTS_PER_INCH)
        # Not pyplot: it keeps every figure (matplotlib's guide to embedding in a web server).
        self._figure = Figure(figsize=size, dpi=DOTS_PER_INCH, facecolor=GROUND)
        FigureCanvasAgg(self._figure)  # what texts are measured and drawn on
        self._height = height

    def write(self, text: str, y: float, size: float, *, indent: float = 0, **style: Any) -> float:
        """Write `text` from `y` down, broken into lines that fit; return where it ends."""
        x = MARGIN + indent
        for paragraph in text.splitlines():
            for line in self._lines(paragraph, WIDTH - MARGIN - x, size, style):
                self._text(line, x, y + size * ASCENT, size, style)
                y += size * LINE_HEIGHT
        return y

    def fill(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle."""
        from matplotlib.patches import Rectangle

        corner = (x / WIDTH, 1 - (y + height) / self._height)
        extent = (width / WIDTH, height / self._height)
        self._figure.add_artist(Rectangle(corner, *extent, color=colour, linewidth=0))

    def png(self) -> bytes:
        """Return the image."""
        target = BytesIO()
        self._figure.savefig(target, format="png")
        return target.getvalue()

    def _lines(self, text: str, room: float, size: float, style: dict[str, Any]) -> list[str]:
        """Break `text` between words where it would become wider than `room`."""
        lines = [""]
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self._width(longer, size, style) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def _width(self, text: str, size: float, style: dict[str, Any]) -> float:
        probe = self._text(text, 0, 0, size, style)
        width = float(probe.get_window_extent().width)
        probe.remove()
        return width

    def _text(self, text: str, x: float, y: float, size: float, style: dict[str, Any]) -> "Text":
        points = size * POINTS_PER_INCH / DOTS_PER_INCH
        look = {"color": INK, "va": "baseline", "parse_math": False, **style}
        return self._figure.text(x / WIDTH, 1 - y / self._height, text, fontsize=points, **look)
