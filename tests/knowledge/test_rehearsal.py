"""A text that fails at some moment is found before that moment comes."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.checks import check_knowledge
from knowledge.loading import load_knowledge
from knowledge.rehearsal import moments_of
from tests.knowledge.town import BUDGET, append, change, copy_of_lillby

ANSWER = "{{ vision.name }}"


def test_each_last_day_and_the_next_are_tried(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    append(town / "facts.yaml", BUDGET)
    _, expiries = moments_of(load_knowledge(town))
    assert [moment.date() for moment in expiries] == [
        date(2023, 12, 31), date(2024, 1, 1),
        date(2024, 12, 31), date(2025, 1, 1),
        date(2030, 12, 31), date(2031, 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("template", "message"),
    [
        pytest.param("{{ vision.naem }}", "did you mean `name`", id="fact"),
        pytest.param("{{ hours.opens | clok }}", "did you mean `clock`", id="filter"),
        pytest.param("{% if official %}x{% else %}{{ vision.x }}{% endif %}", "`x`", id="official"),
        pytest.param("{% if asked_year %}{{ vision.x }}{% endif %}y", "`x`", id="asked year"),
        pytest.param("{% if not official %}x{% endif %}", "says nothing", id="empty"),
        pytest.param("{{ phrase('hepl') }}", "no phrase 'hepl'", id="phrase"),
        pytest.param("{{ title('visoin') }}", "no topic 'visoin'", id="title"),
        pytest.param("{{ vision.name | month }}", "cannot be made", id="value"),
    ],
)
def test_a_broken_answer_is_told_at_its_line(tmp_path: Path, template: str, message: str) -> None:
    town = copy_of_lillby(tmp_path)
    line = change(town / "sv" / "vision.yaml", f'"{ANSWER}"', template)
    change(
        town / "sv" / "vision.yaml",
        ". Fullmäktige antog den {{ vision.adopted }}, och den sträcker sig till "
        "{{ vision.until }}.",
        "",
    )
    change(town / "sv" / "vision.yaml", "    Visionen heter ", "    ")
    (problem,) = check_knowledge(town)
    assert message in problem.message
    assert (problem.path, problem.line) == ("vision.answer", line - 1)


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("open_now", "Just nu är det öppet. Det stänger klockan {{ closes }}."),
        ("closed_opens_later", "Just nu är det stängt. Det öppnar {{ weekday }}"),
        ("period_past", "Nyare uppgifter finns inte här."),
    ],
)
def test_a_phrase_for_one_kind_of_moment(tmp_path: Path, key: str, sentence: str) -> None:
    town = copy_of_lillby(tmp_path)
    change(town / "sv" / "interface.yaml", sentence, sentence + "{{ vision.nmae }}")
    assert key in {problem.path for problem in check_knowledge(town)}


def test_everything_is_told_at_once(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    append(town / "facts.yaml", BUDGET)
    lines = {
        "facts.budget.years.2023.values.social": change(
            town / "facts.yaml", "social: 300.0", "social: x"
        ),
        "facts.hours.values.opens": change(town / "facts.yaml", "opens: 09:00", "opens: soon"),
        "topics.vision.facts.0": change(town / "topics.yaml", "facts: [vision]", "facts: [v]"),
        "vision.answer": change(town / "sv" / "vision.yaml", ANSWER, "{{ vision.x }}") - 1,
        "bot.name": change(town / "sv" / "interface.yaml", "Lillbysvar", "{{ x }}"),
        "visoin": change(town / "questions" / "sv" / "topics.yaml", "vision:", "visoin:") + 1,
    }  # fmt: skip
    append(town / "sv" / "smalltalk.yaml", "bye:\n  titel: Hej då\n")
    told = {problem.path: problem.line for problem in check_knowledge(town)}
    assert lines.items() <= told.items()
    assert "bye.titel" in told
