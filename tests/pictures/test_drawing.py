"""Charts as images: sizes, sums, and words that fit."""

import struct
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.canvas import MARGIN, WIDTH, Canvas
from bot.pictures.drawing import COLOURS, EARLIER, SQUARES, draw, squares_of
from knowledge.pictures import MOST_PARTS, Chart, Earlier, Part, Shows
from tests.conftest import ROOT

SHARES = st.lists(st.integers(1, 10_000), min_size=1, max_size=MOST_PARTS)


def chart_of(amounts: list[int], shows: Shows, label: str = "Nämnd") -> Chart:
    total = Decimal(sum(amounts))
    parts = tuple(Part(label, str(amount), amount / total) for amount in amounts)
    return Chart(shows, "Budget 2024", parts, "Källa")


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("shows", list(Shows))
@pytest.mark.parametrize("amounts", [[7], [308, 253, 144, 5], [9, 8, 7, 6, 5, 4, 3, 2]], ids=len)
def test_picture_is_as_wide_as_a_telephone_and_not_too_high(
    shows: Shows, amounts: list[int]
) -> None:
    width, height = size_of(draw(chart_of(amounts, shows)))
    assert width == WIDTH
    assert 400 < height < 2.2 * WIDTH


def test_two_years_are_drawn_in_two_colours_with_a_legend() -> None:
    one = chart_of([3, 2], Shows.BARS)
    parts = tuple(replace(part, earlier=Earlier("7", part.share / 2)) for part in one.parts)
    two = replace(one, parts=parts, years=("2025", "2024"))
    pixels = colours_of(draw(two))
    assert {COLOURS[0], EARLIER} <= pixels
    assert EARLIER not in colours_of(draw(one))
    assert size_of(draw(two))[1] > size_of(draw(one))[1]


def colours_of(png: bytes) -> set[str]:
    from matplotlib.image import imread

    pixels = (imread(BytesIO(png), format="png")[:, :, :3] * 255).round().astype(int)
    return {"#{:02X}{:02X}{:02X}".format(*pixel) for pixel in {tuple(p) for p in pixels[::4, 70]}}


@pytest.mark.parametrize("shows", list(Shows))
def test_long_names_make_it_higher_not_wider(shows: Shows) -> None:
    short = size_of(draw(chart_of([3, 2], shows)))
    long = size_of(draw(chart_of([3, 2], shows, label="Samhällsbyggnadsnämnden " * 5)))
    assert long[0] == short[0]
    assert long[1] > short[1]


def test_lines_are_broken_where_they_would_not_fit() -> None:
    canvas = Canvas(1000)
    one = canvas.write("Budget", 0, 50)
    many = canvas.write("Budjetti, miljoonaa kruunua " * 4, 0, 50)
    words = [text.get_text() for text in canvas._figure.texts]
    assert many > one
    widths = [text.get_window_extent().width for text in canvas._figure.texts]
    assert max(widths) <= WIDTH - 2 * MARGIN
    assert " ".join(words[1:]).split() == ("Budjetti, miljoonaa kruunua " * 4).split()


def test_signs_are_taken_as_they_are() -> None:
    assert draw(chart_of([1, 2], Shows.BARS, label="$x$ _a_ \\alpha {"))


@given(SHARES)
def test_a_hundred_squares_are_shared_out(amounts: list[int]) -> None:
    counts = squares_of(chart_of(sorted(amounts, reverse=True), Shows.HUNDRED).parts)
    assert sum(counts) == SQUARES
    exact = [SQUARES * amount / sum(amounts) for amount in sorted(amounts, reverse=True)]
    assert all(abs(count - share) < 1 for count, share in zip(counts, exact, strict=True))


def test_same_chart_makes_the_same_picture() -> None:
    assert draw(chart_of([3, 1], Shows.BARS)) == draw(chart_of([3, 1], Shows.BARS))


def test_library_is_imported_for_a_picture_alone_and_keeps_none() -> None:
    code = (
        "import sys\n"
        "from decimal import Decimal\n"
        "import bot.telegram.app\n"
        "from bot.pictures.drawing import draw\n"
        "from knowledge.pictures import Chart, Part, Shows\n"
        "assert 'matplotlib' not in sys.modules\n"
        "draw(Chart(Shows.BARS, 't', (Part('a', '1', Decimal(1)),), ''))\n"
        "assert 'matplotlib' in sys.modules\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
