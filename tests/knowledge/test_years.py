"""A year more in facts.yaml: every text and picture speaks of it, and compares."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.answering.examples import gather_lessons
from bot.answering.mentions import Names, Years
from bot.answering.reading import Reader
from knowledge.checks import check_everything, check_knowledge
from knowledge.loading import load_knowledge
from knowledge.recognition import load_recognition
from knowledge.rendering import Renderer
from tests.conftest import ROOT, TREVIK
from tests.knowledge.town import BUDGET, append, change, copy_of_lillby, plain, renderer_of

URGENT = "equality.violence"
SUMMER_2025 = datetime(2025, 6, 1, 10, tzinfo=UTC)
THREE = ("sv", "fi", "en")
YEAR_2025 = """
      2025:
        valid_until: 2025-12-31
        values:
          executive: 140.5
          social: 316.0
          education: 252.9
          planning: 6.2
"""
PHRASES = """
more_than: "{{ amount }} ({{ percent }}) mer än {{ year }}"
less_than: "{{ amount }} ({{ percent }}) mindre än {{ year }}"
same_as: "lika mycket som {{ year }}"
new_since: "nytt sedan {{ year }}"
"""
FOUR_YEARS = """
  budget:
    source: page
    years:
      2022: {values: {care: 10, roads: 4, parks: 0}}
      2023: {values: {care: 10, roads: 5, parks: 0}}
      2024: {values: {care: 10, roads: 4, parks: 2}}
      2025: {values: {care: 10, roads: 3, parks: 1}}
"""


def lillby_saying(folder: Path, template: str, facts: str = FOUR_YEARS) -> Path:
    town = copy_of_lillby(folder)
    append(town / "facts.yaml", facts)
    append(town / "sv" / "interface.yaml", PHRASES)
    answer = "    " + template.replace("\n", "\n    ")
    change(town / "sv" / "vision.yaml", _answer_of(town), answer + "\n")
    return town


def _answer_of(town: Path) -> str:
    return (town / "sv" / "vision.yaml").read_text(encoding="utf-8").split("answer: |\n")[1]


def say(folder: Path, template: str, asked: tuple[int, ...] = ()) -> str:
    renderer = renderer_of(lillby_saying(folder, template))
    return plain(renderer.answer("vision", "sv", SUMMER_2025, asked).body)


@pytest.mark.parametrize(
    ("asked", "key", "text"),
    [
        pytest.param((), "roads", "1,0 miljoner kronor (25,0 %) mindre än 2024", id="less"),
        pytest.param((2023,), "roads", "1,0 miljoner kronor (25,0 %) mer än 2022", id="more"),
        pytest.param((), "care", "lika mycket som 2024", id="same"),
        pytest.param((2024,), "parks", "nytt sedan 2023", id="from nothing"),
        pytest.param(
            (2022, 2025), "roads", "1,0 miljoner kronor (25,0 %) mindre än 2022", id="two"
        ),
        pytest.param((), "total", "2,0 miljoner kronor (12,5 %) mindre än 2024", id="sum"),
    ],
)
def test_figures_are_compared_in_words(
    tmp_path: Path, asked: tuple[int, ...], key: str, text: str
) -> None:
    assert say(tmp_path, f'{{{{ budget | compared("{key}") }}}}', asked) == text


def test_all_years_are_listed_with_their_changes(tmp_path: Path) -> None:
    template = (
        "{{ budget.years | listed }}\n"
        "{% for item in budget.series %}\n"
        "- {{ item.year }}: {{ item.total | number }}"
        "{% if item.earlier %} ({{ item.total | change_from(item.earlier.total) }}){% endif %}\n"
        "{% endfor %}"
    )
    assert say(tmp_path, template).splitlines() == [
        "2022, 2023, 2024 och 2025",
        "- 2022: 14,0",
        "- 2023: 15,0 (+7,1 %)",
        "- 2024: 16,0 (+6,7 %)",
        "- 2025: 14,0 (-12,5 %)",
    ]


def test_a_line_ends_after_a_text_and_vanishes_with_a_block_alone(tmp_path: Path) -> None:
    template = "a{% if asked_year %} b{% endif %}\n{% if asked_year %}\nc\n{% endif %}\nd"
    assert say(tmp_path / "1", template, (2023,)) == "a b\nc\nd"
    assert say(tmp_path / "2", template) == "a\nd"
    left_out = "a\n\n{% if asked_year %}b{% endif %}\n\nc"
    assert say(tmp_path / "3", left_out) == "a\n\nc"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ budget | compared('total') }}", "has no earlier year to compare with"),
        ("{{ budget.earlier.year }}", "cannot be made"),
        ("{% if budget.earlier %}{{ budget | compared('caer') }}{% endif %}.", "`caer`"),
    ],
    ids=["no guard", "no guard for a value", "only next year"],
)
def test_check_tells_now_what_would_fail_with_one_year_or_the_next(
    tmp_path: Path, template: str, message: str
) -> None:
    one_year = "\n  budget:\n    source: page\n    years: {2024: {values: {care: 10}}}\n"
    told = [str(p.message) for p in check_knowledge(lillby_saying(tmp_path, template, one_year))]
    assert any(message in text for text in told), told


def test_the_period_line_of_an_older_year_says_that_there_is_a_newer(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    append(town / "facts.yaml", BUDGET)
    append(town / "sv" / "interface.yaml", 'period_earlier: "Nyare: {{ year }}."\n')
    change(town / "topics.yaml", "facts: [vision]", "facts: [budget]")
    renderer = renderer_of(town)
    assert renderer.answer("vision", "sv", SUMMER_2025, (2023,)).period == "Nyare: 2024."
    assert "Nyare uppgifter finns inte" in renderer.answer("vision", "sv", SUMMER_2025).period


def test_the_town_with_three_years_has_nothing_to_mend() -> None:
    assert check_everything(TREVIK, SUMMER_2025.date()) == []


@pytest.fixture(scope="module")
def next_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real town with 2025 in facts.yaml, and nothing else changed."""
    folder = tmp_path_factory.mktemp("next-year")
    town = Path(shutil.copytree(ROOT / "knowledge" / "haparanda", folder / "haparanda"))
    change(town / "facts.yaml", "          planning: 5.2\n", f"          planning: 5.2{YEAR_2025}")
    return town


def test_check_says_no_more_with_the_new_year_than_before(next_year: Path) -> None:
    day = date(2025, 6, 1)
    before = check_everything(ROOT / "knowledge" / "haparanda", day)
    told = [(p.file.name, str(p.message)) for p in check_everything(next_year, day)]
    expired = [(p.file.name, str(p.message)) for p in before if "2024-12-31" in str(p.message)]
    assert expired
    assert told == [
        (p.file.name, str(p.message))
        for p in before
        if (p.file.name, str(p.message)) not in expired
    ]


@pytest.mark.parametrize("language", THREE)
@pytest.mark.parametrize(
    ("topic", "figures", "change"),
    [
        ("budget.allocation", ["715", "316", "252", "140", "6"], ["5", "0"]),
        ("budget.executive", ["140"], ["3", "2"]),
        ("budget.social", ["316"], ["8", "2"]),
        ("budget.education", ["252"], []),
        ("budget.planning", ["6"], ["1", "19"]),
        ("budget.change", ["715", "710", "308"], ["5", "0"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_budget_answer_speaks_of_the_new_year_and_of_the_one_before(
    next_year: Path, topic: str, figures: list[str], change: list[str], language: str
) -> None:
    rendered = Renderer(load_knowledge(next_year)).answer(topic, language, SUMMER_2025)
    body = plain(rendered.body).replace(",", ".")
    assert "2025" in body
    assert "2024" in body
    assert "2025" in rendered.period
    for number in (*figures, *change):
        assert f"{number}." in body, body


@pytest.mark.parametrize("language", THREE)
def test_both_years_are_in_the_pictures_and_the_older_one_is_answered_when_asked(
    next_year: Path, language: str
) -> None:
    renderer = Renderer(load_knowledge(next_year))
    for topic in ("budget.allocation", "budget.change"):
        chart = renderer.chart(topic, language, SUMMER_2025)
        assert chart is not None
        assert chart.years == ("2025", "2024")
        assert "2024" in chart.title
        assert "2025" in chart.title
        body = renderer.answer(topic, language, SUMMER_2025).body
        assert chart.lines_missing_in(body) == ()
    older = renderer.answer("budget.social", language, SUMMER_2025, (2024,))
    assert "2024" in older.body
    assert "2025" not in older.body
    assert "2025" in older.period
    years = renderer.answer("elsewhere.years", language, SUMMER_2025, (2019,)).body
    assert all(year in years for year in ("2019", "2024", "2025"))


@pytest.mark.parametrize("language", THREE)
def test_one_year_alone_is_honestly_not_compared(language: str) -> None:
    renderer = Renderer(load_knowledge(ROOT / "knowledge" / "haparanda"))
    body = renderer.answer("budget.change", language, SUMMER_2025).body
    chart = renderer.chart("budget.change", language, SUMMER_2025)
    assert chart is not None
    assert "2024" in body
    assert "%" not in body
    assert chart.years == ()
    assert chart.lines_missing_in(body) == ()


def test_another_year_changes_nothing_that_is_searched(next_year: Path) -> None:
    """Whether there are figures is looked up; help in distress alone keeps its years."""
    recognition = load_recognition(ROOT / "knowledge" / "common")
    learnt = []
    for town in (ROOT / "knowledge" / "haparanda", next_year):
        knowledge = load_knowledge(town)
        reader = Reader(knowledge, Names(recognition, own=["Haparanda"]), Years(recognition))
        lessons = gather_lessons(knowledge, reader, recognition)
        learnt.append([e for e in lessons.entries if e.topic not in ("emergency", URGENT)])
    assert learnt[0] == learnt[1]
