"""Pictures computed from the facts, in the reader's language."""

from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.checks import check_knowledge
from knowledge.pictures import Shows
from tests.knowledge.town import (
    BUDGET,
    WEDNESDAY,
    append,
    change,
    copy_of_lillby,
    plain,
    renderer_of,
)

PHRASES = """
picture.budget.bars: "Budget {{ year }}"
picture.budget.hundred: "Hundra kronor {{ year }}"
kronor: "{{ number }} kr"
period_earlier: "Det finns nyare, för {{ year }}."
committee.social: Sociala
committee.planning: Bygg
committee.roads: Vägar
"""


def town_with_picture(folder: Path, shows: str = "bars", phrases: str = PHRASES) -> Path:
    town = copy_of_lillby(folder)
    append(town / "facts.yaml", BUDGET)
    append(town / "sv" / "interface.yaml", phrases)
    picture = f"facts: [vision]\n    picture: {{shows: {shows}, facts: budget, labels: committee}}"
    change(town / "topics.yaml", "facts: [vision]", picture)
    return town


@pytest.mark.parametrize(
    ("shows", "title", "texts"),
    [
        ("bars", "Budget 2024", ["308,0", "252,9", "149,2"]),
        ("hundred", "Hundra kronor 2024", ["43,4 kr", "35,6 kr", "21,0 kr"]),
    ],
)
def test_figures_come_largest_first(
    tmp_path: Path, shows: str, title: str, texts: list[str]
) -> None:
    chart = renderer_of(town_with_picture(tmp_path, shows)).chart("vision", "sv", WEDNESDAY)
    assert chart is not None
    assert (chart.shows, chart.title) == (Shows(shows), title)
    assert [plain(part.text) for part in chart.parts] == texts
    assert [part.label for part in chart.parts] == ["Sociala", "Bygg", "Vägar"]
    assert sum(part.share for part in chart.parts) == pytest.approx(Decimal(1))
    assert "Om Lillby" in chart.note
    assert "31 december 2024" in chart.note


def test_bars_stand_beside_those_of_the_year_before(tmp_path: Path) -> None:
    renderer = renderer_of(town_with_picture(tmp_path))
    newest, oldest = (renderer.chart("vision", "sv", WEDNESDAY, asked) for asked in ((), (2023,)))
    assert newest is not None
    assert oldest is not None
    assert newest.years == ("2024", "2023")
    assert [part.earlier and part.earlier.text for part in newest.parts] == ["300,0", None, None]
    assert newest.lines_missing_in("")[0] == "Sociala: 308,0 (2023: 300,0)"
    assert newest.lines_missing_in("308,0 252,9 149,2")
    assert not newest.lines_missing_in("308,0 252,9 149,2 300,0")
    assert oldest.years == ()


def test_a_hundred_kronor_are_those_of_one_year(tmp_path: Path) -> None:
    chart = renderer_of(town_with_picture(tmp_path, "hundred")).chart("vision", "sv", WEDNESDAY)
    assert chart is not None
    assert chart.years == ()


def test_another_year_makes_another_picture(tmp_path: Path) -> None:
    renderer = renderer_of(town_with_picture(tmp_path))
    charts = {renderer.chart("vision", "sv", WEDNESDAY, asked) for asked in ((), (2023,), (2024,))}
    assert len(charts) == 2


def test_topic_without_a_picture_has_none(tmp_path: Path) -> None:
    assert renderer_of(copy_of_lillby(tmp_path)).chart("vision", "sv", WEDNESDAY) is None


def test_only_what_a_text_lacks_is_put_beside_it(tmp_path: Path) -> None:
    chart = renderer_of(town_with_picture(tmp_path)).chart("vision", "sv", WEDNESDAY)
    assert chart is not None
    assert chart.lines_missing_in("308,0 (300,0) och 252,9 och 149,2") == ()
    assert chart.lines_missing_in("308,0")[1] == "Bygg: 252,9"
    assert len(chart.lines_missing_in("")) == 3


def messages(town: Path) -> list[str]:
    return [problem.message for problem in check_knowledge(town) if problem.severity == "error"]


def test_good_picture_is_no_problem(tmp_path: Path) -> None:
    assert messages(town_with_picture(tmp_path)) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("facts: budget", "facts: budgit", "did you mean `budget`", id="group"),
        pytest.param("facts: budget", "facts: vision", "has no `years`", id="no years"),
        pytest.param("labels: committee", "labels: office", "no phrase 'office.", id="labels"),
        pytest.param("shows: bars", "shows: pie", "bars", id="kind"),
    ],
)
def test_picture_that_cannot_be_made_is_told(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    town = town_with_picture(tmp_path)
    change(town / "topics.yaml", old, new)
    assert any(message in told for told in messages(town)), messages(town)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("{social: 300.0}", "{social: -1}", "below zero", id="negative"),
        pytest.param(
            "{social: 300.0}",
            "{a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1}",
            "too many",
            id="nine",
        ),
    ],
)
def test_figures_that_cannot_be_shown_are_told(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    town = town_with_picture(tmp_path)
    change(town / "facts.yaml", old, new)
    assert any(message in told for told in messages(town)), messages(town)


def test_picture_without_its_title_is_told(tmp_path: Path) -> None:
    town = town_with_picture(tmp_path, "hundred", PHRASES.replace("picture.budget.h", "other.h"))
    assert any("picture.budget.hundred" in told for told in messages(town))
