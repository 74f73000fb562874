"""A chart drawn for a telephone: one column, large letters, on a ground that suits light and dark.

Everything is placed in pixels from the top, so that a picture is as high as its texts need.
"""

from bot.pictures.canvas import MARGIN, WIDTH, Canvas
from knowledge.pictures import Chart, Earlier, Part, Shows

# Sizes in pixels: a telephone shows the picture at about a third of its width.
TITLE, LABEL, NUMBER, NOTE = 54, 40, 46, 30
# Okabe and Ito's colours, which colour-blind people tell apart (https://jfly.uni-koeln.de/color/).
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")
FAINT = "#555555"
BAR_HEIGHT, EARLIER_HEIGHT, SHORTEST_BAR, GAP = 56, 48, 4, 34
# The earlier year: grey, 3.4 to 1 against the ground, so that lightness alone tells it from blue.
EARLIER = "#8A8A8A"
SQUARES, SQUARES_A_ROW, SQUARE_GAP = 100, 20, 8


def draw(chart: Chart) -> bytes:
    """Return `chart` as PNG. Takes a second the first time: call it off the event loop."""
    # Drawn twice: the first round only tells how high it becomes.
    height = _draw(Canvas(WIDTH), chart)
    canvas = Canvas(height)
    _draw(canvas, chart)
    return canvas.png()


def _draw(canvas: Canvas, chart: Chart) -> float:
    y = canvas.write(chart.title, MARGIN, TITLE, weight="bold") + GAP
    if chart.years:
        y = _legend(canvas, chart.years, y)
    body = _bars if chart.shows is Shows.BARS else _hundred
    y = body(canvas, chart.parts, y)
    return canvas.write(chart.note, y, NOTE, color=FAINT) + MARGIN


def _legend(canvas: Canvas, years: tuple[str, ...], y: float) -> float:
    """Say which colour is which year; return where it ends."""
    for year, colour in zip(years, (COLOURS[0], EARLIER), strict=True):
        canvas.fill(MARGIN, y, LABEL, LABEL, colour)
        y = canvas.write(year, y, LABEL, indent=LABEL * 1.5) + GAP / 4
    return y + GAP


def _bars(canvas: Canvas, parts: tuple[Part, ...], y: float) -> float:
    """Draw a bar a part, its name above and its figure at the end, and below it that of the
    earlier year; return where all end.
    """
    bars = [bar for part in parts for bar in (part, part.earlier) if bar is not None]
    scale = (WIDTH - 2 * MARGIN - NUMBER * 5) / float(max(bar.share for bar in bars))
    for part in parts:
        y = canvas.write(part.label, y, LABEL) + GAP / 4
        y = _bar(canvas, part, y, scale, BAR_HEIGHT, COLOURS[0], NUMBER, weight="bold")
        if part.earlier is not None:
            y = _bar(canvas, part.earlier, y, scale, EARLIER_HEIGHT, EARLIER, LABEL, color=FAINT)
        y += GAP
    return y


def _bar(
    canvas: Canvas,
    bar: Part | Earlier,
    y: float,
    scale: float,
    height: float,
    colour: str,
    size: float,
    **style: str,
) -> float:
    """Draw a bar with its figure at the end; return where it ends."""
    length = max(scale * float(bar.share), SHORTEST_BAR)
    canvas.fill(MARGIN, y, length, height, colour)
    canvas.write(bar.text, y, size, indent=length + NUMBER / 3, **style)
    return y + height


def _hundred(canvas: Canvas, parts: tuple[Part, ...], y: float) -> float:
    """Draw a hundred squares, and what each colour stands for; return where all end."""
    step = (WIDTH - 2 * MARGIN + SQUARE_GAP) / SQUARES_A_ROW
    side = step - SQUARE_GAP
    colours = [at for at, count in enumerate(squares_of(parts)) for _ in range(count)]
    for place, at in enumerate(colours):
        row, column = divmod(place, SQUARES_A_ROW)
        canvas.fill(MARGIN + column * step, y + row * step, side, side, COLOURS[at])
    y += SQUARES / SQUARES_A_ROW * step + GAP
    for at, part in enumerate(parts):
        canvas.fill(MARGIN, y, NUMBER, NUMBER, COLOURS[at])
        y = canvas.write(part.text, y, NUMBER, indent=NUMBER * 1.5, weight="bold")
        y = canvas.write(part.label, y, LABEL, indent=NUMBER * 1.5) + GAP
    return y


def squares_of(parts: tuple[Part, ...]) -> list[int]:
    """Return how many of a hundred squares each part gets, by largest remainders."""
    exact = [float(part.share) * SQUARES for part in parts]
    counts = [int(share) for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda at: counts[at] - exact[at])
    for at in by_remainder[: SQUARES - sum(counts)]:
        counts[at] += 1
    return counts
