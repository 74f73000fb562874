"""Texts over facts: numbers, periods, hours, and templates that are refused."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from knowledge.checks import check_knowledge
from knowledge.errors import RenderingError
from knowledge.loading import try_load
from knowledge.model import TopicOff
from knowledge.rendering import Renderer
from tests.knowledge.town import (
    BUDGET,
    WEDNESDAY,
    append,
    change,
    copy_of_lillby,
    plain,
    renderer_of,
)

RANKING = (
    "{{ budget.total | msek }}: "
    "{% for item in budget.ranked %}{{ item.key }} {% endfor %}{{ budget.smallest.key }}"
)


def render(folder: Path, template: str, locale: str = "sv_SE", asked: tuple[int, ...] = ()) -> str:
    """Render `template` as the answer of Lillby's vision, which has a budget here."""
    town = copy_of_lillby(folder)
    append(town / "facts.yaml", BUDGET)
    change(town / "municipality.yaml", "sv_SE", locale)
    file = town / "sv" / "vision.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text[: text.index("  answer:")] + f"  answer: |\n    {template}\n", encoding="utf-8"
    )
    return plain(renderer_of(town).answer("vision", "sv", WEDNESDAY, asked).body)


@pytest.mark.parametrize(
    ("locale", "number", "share"),
    [("sv_SE", "308,0", "43,4 %"), ("fi_FI", "308,0", "43,4 %"), ("en_GB", "308.0", "43.4%")],
)
def test_amounts_and_shares(tmp_path: Path, locale: str, number: str, share: str) -> None:
    text = render(
        tmp_path, "{{ budget.social | msek }}, {{ budget.social | share_of(budget.total) }}", locale
    )
    assert text == f"{number} miljoner kronor, {share}"


def test_the_sum_is_exact_and_the_ranking_is_largest_first(tmp_path: Path) -> None:
    text = render(
        tmp_path,
        RANKING,
    )
    assert text == "710,1 miljoner kronor: social planning roads roads"


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ((), "2024 2023"),
        ((2023,), "2023 "),
        ((2024,), "2024 2023"),
        ((1999,), "2024 2023"),
        ((2024, 2023), "2024 2023"),
    ],
    ids=str,
)
def test_the_asked_year_is_shown_where_there_are_figures_for_it(
    tmp_path: Path, asked: tuple[int, ...], shown: str
) -> None:
    template = "{{ budget.year }} {% if budget.earlier %}{{ budget.earlier.year }}{% endif %}."
    assert render(tmp_path, template, asked=asked) == f"{shown}."


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ contact.phone | phone }}", "0999-100 00"),
        ("{{ contact.phone | phone_international }}", "+46 999 100 00"),
        ("{{ hours.opens | clock }}", "09:00"),
        ("{{ hours.opens | neighbour_clock }}", "10:00"),
        ("{{ '112' | phone_international }}", "112"),
        ("{{ '2023-04' | month }}", "april 2023"),
        ("{{ '1.9 MB' | size }}", "1,9 MB"),
    ],
)
def test_filters(tmp_path: Path, template: str, text: str) -> None:
    assert render(tmp_path, template) == text


@pytest.mark.parametrize(
    "template",
    [
        pytest.param("{{ vision.lacking }}", id="unknown fact"),
        pytest.param("{{ range(9) }}", id="range"),
        pytest.param("{{ vision.name.ljust(1000000000) }}", id="memory"),
        pytest.param("{{ vision.name * 9 }}", id="repetition"),
        pytest.param("{{ vision.__class__ }}", id="internals"),
        pytest.param(
            "{% for a in budget.ranked %}{% for b in budget.ranked %}{% endfor %}{% endfor %}",
            id="loop in loop",
        ),
        pytest.param("{% set a = 1 %}", id="assignment"),
        pytest.param("{{ phrase('help') | safe }}", id="unknown filter"),
        pytest.param("x" * 3501, id="long output"),
        pytest.param("x" * 8001, id="long template"),
    ],
)
def test_a_template_that_does_more_than_it_may_is_refused(tmp_path: Path, template: str) -> None:
    with pytest.raises(RenderingError):
        render(tmp_path, template)


def test_a_phrase_that_calls_itself_is_refused(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    change(
        town / "sv" / "interface.yaml",
        'chat_goodbye: "Hej då!"',
        "chat_goodbye: \"{{ phrase('chat_goodbye') }}\"",
    )
    with pytest.raises(RenderingError):
        renderer_of(town).phrase("chat_goodbye", "sv", WEDNESDAY)


@pytest.mark.parametrize(
    ("now", "period"),
    [
        pytest.param(
            datetime(2030, 12, 31, 22, 30, tzinfo=UTC), "Gäller till och med", id="last evening"
        ),
        pytest.param(
            datetime(2030, 12, 31, 23, 30, tzinfo=UTC),
            "Uppgifterna gäller tiden",
            id="past midnight in town",
        ),
    ],
)
def test_the_period_ends_with_the_town_s_day(tmp_path: Path, now: datetime, period: str) -> None:
    rendered = renderer_of(copy_of_lillby(tmp_path)).answer("vision", "sv", now)
    assert rendered.period.startswith(period)
    assert "31 december 2030" in rendered.period
    assert rendered.text.endswith(f"{rendered.source}\n{rendered.period}")


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        pytest.param(datetime(2026, 3, 4, 9, tzinfo=UTC), "Det stänger klockan 15:30", id="open"),
        pytest.param(datetime(2026, 3, 4, 5, tzinfo=UTC), "öppnar i dag klockan 09:00", id="today"),
        pytest.param(
            datetime(2026, 3, 4, 18, tzinfo=UTC), "i morgon, torsdag, klockan 09:00", id="tomorrow"
        ),
        pytest.param(
            datetime(2026, 6, 18, 18, tzinfo=UTC), "måndag den 22 juni 2026", id="after a holiday"
        ),
    ],
)
def test_open_now(tmp_path: Path, now: datetime, sentence: str) -> None:
    assert sentence in renderer_of(copy_of_lillby(tmp_path)).answer("contact.hours", "sv", now).body


def test_an_unknown_year_is_named_and_a_missing_language_falls_back(tmp_path: Path) -> None:
    renderer = renderer_of(copy_of_lillby(tmp_path))
    answer = renderer.answer("elsewhere.years", "fi", WEDNESDAY, (2050,))
    assert answer.body.startswith("Jag har inga uppgifter om 2050.")
    assert (answer.language, answer.source, answer.period) == ("sv", "", "")


def test_an_unknown_topic_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(RenderingError, match="nothing"):
        renderer_of(copy_of_lillby(tmp_path)).answer("nothing", "sv", WEDNESDAY)


def test_a_language_that_is_only_understood_is_answered_in_another(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    entry = "{name: Norsk, locale: nb_NO, status: understood, answers_in: sv}"
    append(town / "municipality.yaml", f"  nb: {entry}\n")
    (town / "nb").mkdir()
    (town / "nb" / "vision.yaml").write_text("vision:\n  questions: [visjon]\n", encoding="utf-8")
    renderer = renderer_of(town)
    assert renderer.answer("vision", "nb", WEDNESDAY).language == "sv"
    assert renderer.title("vision", "nb") == "Lillbys vision"
    assert renderer.phrase("button.back", "nb", WEDNESDAY) == "Tillbaka"


@pytest.mark.parametrize(("day", "shown"), [(3, False), (4, True), (5, True), (6, False)])
def test_a_notice_is_shown_in_its_period(tmp_path: Path, day: int, shown: bool) -> None:
    town = copy_of_lillby(tmp_path)
    notice = "{begins: 2026-03-04, ends: 2026-03-05, text: {sv: Vi flyttar.}}"
    (town / "notices.yaml").write_text(f"notices:\n  - {notice}\n", encoding="utf-8")
    now = datetime(2026, 3, day, 12, tzinfo=UTC)
    rendered = renderer_of(town).answer("vision", "sv", now)
    assert (rendered.notice == "Vi flyttar.") is shown
    assert rendered.text.startswith("Vi flyttar.") is shown


@pytest.mark.parametrize(
    ("entry", "off"),
    [
        ("{topic: contact.hours, since: 2026-03-04}", True),
        ("{topic: contact, since: 2026-03-01, until: 2026-03-04}", True),
        ("{topic: contact.hours, since: 2026-03-05}", False),
        ("{topic: contact.hours, since: 2026-03-01, until: 2026-03-03}", False),
    ],
    ids=["from today", "family until today", "from tomorrow", "until yesterday"],
)
def test_a_topic_is_taken_out_in_its_period(tmp_path: Path, entry: str, off: bool) -> None:
    town = copy_of_lillby(tmp_path)
    (town / "notices.yaml").write_text(f"topics_off: [{entry}]\n", encoding="utf-8")
    rendered = renderer_of(town).answer("contact.hours", "sv", WEDNESDAY)
    assert rendered.off is off
    assert rendered.body.startswith("Svaret är borttaget") is off
    assert bool(rendered.source) is not off


def test_a_family_is_told_by_whole_names() -> None:
    off = TopicOff("contact", date(2026, 3, 1))
    assert [off.covers(topic) for topic in ("contact", "contact.hours", "contacts")] == [
        True,
        True,
        False,
    ]


def test_why_a_topic_is_taken_out(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    off = "{topic: vision, since: 2026-01-01, reason: {sv: Fullmäktige möts.}}"
    (town / "notices.yaml").write_text(f"topics_off: [{off}]\n", encoding="utf-8")
    assert renderer_of(town).answer("vision", "sv", WEDNESDAY).text.endswith("Fullmäktige möts.")


def test_urgent_help_is_never_taken_out(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    file = town / "topics.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("    file: vision\n", "    file: vision\n    urgent: true\n"), "utf-8"
    )
    (town / "notices.yaml").write_text(
        "topics_off: [{topic: vision, since: 2026-01-01}]\n", encoding="utf-8"
    )
    assert "urgent help is never taken out" in check_knowledge(town)[0].message
    knowledge, _ = try_load(town)
    assert knowledge is not None
    assert not Renderer(knowledge).answer("vision", "sv", WEDNESDAY).off


def test_a_measured_figure_and_its_day(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    measured = "\n  measured:\n    source: page\n    as_of: 2026-11-25\n    values: {right: 98.3}\n"
    append(town / "facts.yaml", measured)
    file = town / "sv" / "vision.yaml"
    text = file.read_text(encoding="utf-8")
    answer = "  answer: '{{ measured.right | percent }} ({{ measured.as_of | day }})'\n"
    file.write_text(text[: text.index("  answer:")] + answer, encoding="utf-8")
    body = renderer_of(town).answer("vision", "sv", WEDNESDAY).body
    assert plain(body) == "98,3 % (25 november 2026)"
