"""Nothing under five is told, nor follows from what is."""

import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.report.disclosure import FEWEST, band, gathered
from bot.report.figures import OTHER, Cell, Figures, Opinions
from bot.report.material import Material
from bot.report.page_writer import PageWriter
from bot.report.words import load_words
from bot.report.writing import markdown_of
from bot.storage.ratings import Rating, RatingCount, Vote
from bot.storage.tally import Asked, AskedCount
from tests.report.conftest import MONTH, material_of

ASKED = st.builds(
    Asked,
    door=st.sampled_from(["question", "button", "link"]),
    language=st.sampled_from(["sv", "fi", "en"]),
    outcome=st.just("answer"),
    topic=st.sampled_from(["vision", "budget", "contact"]),
) | st.builds(
    Asked,
    door=st.just("question"),
    language=st.sampled_from(["sv", "fi", "en"]),
    outcome=st.sampled_from(["choices", "redirect", "fallback"]),
)
COUNTS = st.dictionaries(ASKED, st.integers(1, 12), max_size=30).map(
    lambda found: [AskedCount(asked, times) for asked, times in found.items()]
)
RATED = st.dictionaries(
    st.builds(
        Rating, st.sampled_from(["vision", "budget"]), st.just("sv"), st.sampled_from(list(Vote))
    ),
    st.integers(1, 9),
).map(lambda found: [RatingCount(rating, times) for rating, times in found.items()])
FIELDS = ("language", "door", "outcome", "topic")


@settings(deadline=None, max_examples=50)
@given(COUNTS)
def test_whatever_is_subtracted_leaves_five_or_nothing(counts: list[AskedCount]) -> None:
    figures = Figures.of(counts)
    values = [sorted({getattr(cell, name) for cell in figures.parts}) for name in FIELDS]
    # Every total that the page could hold, and what is left of each when a part of it goes.
    for chosen in product(*([None, *each] for each in values)):
        wanted = {name: value for name, value in zip(FIELDS, chosen, strict=True) if value}
        whole = figures.sum(**wanted)
        assert whole == 0 or whole >= FEWEST
        for name, each in zip(FIELDS, values, strict=True):
            for value in each if name not in wanted else ():
                left = whole - figures.sum(**wanted, **{name: value})
                assert left == 0 or left >= FEWEST


@settings(deadline=None)
@given(COUNTS)
def test_only_what_is_too_little_together_is_left_out(counts: list[AskedCount]) -> None:
    missing = sum(count.times for count in counts) - Figures.of(counts).total
    assert 0 <= missing < FEWEST


@settings(deadline=None)
@given(COUNTS, RATED)
def test_no_number_on_the_page_is_under_five(
    counts: list[AskedCount], rated: list[RatingCount]
) -> None:
    material = material_of(Figures.of(counts), Opinions.of(rated))
    page = PageWriter(load_words("en"), "en", "en").page(material, "Lillby", MONTH)
    tables = [section.table for section in page.sections if section.table]
    cells = [cell for table in tables for row in table.rows for cell in row[1:]]
    cells += [figure for _, figure in page.key_figures if "%" not in figure]
    numbers = [int(cell) for cell in cells if re.fullmatch(r"\d+", cell)]
    assert [number for number in numbers if number < FEWEST] == []


def test_small_cells_hide_in_their_neighbours() -> None:
    counts = {("a", "x"): 3, ("a", "y"): 4, ("a", "z"): 20, ("b", "x"): 2}
    parts = gathered(counts, (lambda key: (key[0], OTHER), lambda _: (OTHER, OTHER)))
    assert parts == {("a", "z"): 20, ("a", OTHER): 7}


def test_one_small_cell_is_not_a_total_less_the_others() -> None:
    counts = [
        AskedCount(Asked("question", "sv", "answer", "vision"), 40),
        AskedCount(Asked("question", "fi", "answer", "vision"), 3),
    ]
    figures = Figures.of(counts)
    assert figures.parts == {Cell("sv", "question", "answer", "vision"): 40}
    assert figures.total == figures.sum(topic="vision") == 40


@pytest.mark.parametrize(
    ("askers", "told"), [(5, (5, 9)), (19, (10, 19)), (50, (50, None))], ids=str
)
def test_askers_are_told_in_bands(askers: int, told: tuple[int, int | None]) -> None:
    assert band(askers) == told


def test_four_askers_are_not_told() -> None:
    with pytest.raises(ValueError, match="too few"):
        band(4)


def test_material_without_anything_makes_a_page() -> None:
    material: Material = material_of(Figures.of([]), Opinions.of([]))
    for language in ("sv", "fi", "en"):
        page = PageWriter(load_words(language), language, language).page(material, "x", MONTH)
        assert load_words(language)["none_shown"] in markdown_of(page, "n")
