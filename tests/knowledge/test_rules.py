"""How texts are written and facts are kept: each rule by a town that breaks it, at its line."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.checks import check_everything, check_knowledge
from knowledge.problem import Problem
from tests.knowledge.town import BUDGET, LILLBY, append, change, copy_of_lillby

TODAY = date(2026, 3, 4)
LIMITS = "\nlimits:\n  sv: {answer: 30, sentence: 12}\n"
ANSWER = "    Telefon: {{ contact.phone | phone }}."


def found(town: Path, today: date = TODAY) -> list[Problem]:
    return check_everything(town, today)


def test_lillby_keeps_every_rule() -> None:
    assert found(LILLBY) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "below", "path", "code"),
    [
        pytest.param("sv/contact.yaml", ANSWER, "    Telefon: 0999-100 00.", 0,
                     "contact.hours.answer", "typed_number", id="phone number"),
        pytest.param("sv/contact.yaml", ANSWER, "    Stängt den 6 juni.", 0,
                     "contact.hours.answer", "typed_number", id="date"),
        pytest.param("sv/contact.yaml", ANSWER, "    Så här:\n    Vi har 40 anställda.", 1,
                     "contact.hours.answer", "typed_number", id="number in a later line"),
        pytest.param("sv/contact.yaml", ANSWER, "    Se https://lillby.se/kontakt.", 0,
                     "contact.hours.answer", "typed_link", id="link"),
        pytest.param("sv/contact.yaml", ANSWER, "    Se lillby.se.", 0,
                     "contact.hours.answer", "typed_link", id="bare domain"),
        pytest.param("sv/contact.yaml", ANSWER, "    Mejla info@lillby.example.", 0,
                     "contact.hours.answer", "typed_link", id="mail address"),
        pytest.param("sv/interface.yaml", "Jag kan bara läsa text.", "Ring 0999-100 00.", 0,
                     "only_text", "typed_number", id="number in a phrase"),
        pytest.param("sv/contact.yaml", ANSWER, "    {{ title('visoin') }}.", -5,
                     "contact.hours.answer", "no_topic_titled", id="title"),
        pytest.param("sv/contact.yaml", ANSWER,
                     "    {% if not official %}{{ title('visoin') }}{% endif %}", -5,
                     "contact.hours.answer", "no_topic_titled", id="title in a hidden branch"),
        pytest.param("sv/contact.yaml", ANSWER,
                     "    {% if asked_year %}{{ phrase('hepl') }}{% endif %}", -5,
                     "contact.hours.answer", "no_phrase", id="phrase in a hidden branch"),
        pytest.param("sv/contact.yaml", ANSWER, "    Så här:\n    Skriv /visoin.", 1,
                     "contact.hours.answer", "no_command", id="command"),
        pytest.param("sv/contact.yaml", ANSWER, "    {{ phrase('comittee.' ~ hours.opens) }}", -5,
                     "contact.hours.answer", "no_phrase", id="phrase of two parts"),
        pytest.param("facts.yaml", "email: info@lillby.example", "email: http://lillby.example", 0,
                     "facts.contact.values.email", "not_https", id="http"),
        pytest.param("facts.yaml", "title: Om Lillby", "title: www.lillby.example", 0,
                     "sources.page.title", "not_https", id="www"),
        pytest.param("sv/contact.yaml", ANSWER, f"{ANSWER}\tx", 0,
                     "contact.hours.answer", "tab", id="tab"),
        pytest.param("sv/contact.yaml", ANSWER, f"{ANSWER}\u200b", 0,
                     "contact.hours.answer", "invisible_character", id="zero width space"),
        pytest.param("sv/contact.yaml", "- öppettider", "- öppet\u00adtider", 0,
                     "contact.hours.questions.1", "invisible_character", id="soft hyphen"),
        pytest.param("sv/contact.yaml", "- öppettider", "- öppettider\u200f", 0,
                     "contact.hours.questions.1", "invisible_character", id="direction in Swedish"),
    ],
)  # fmt: skip
def test_an_error_is_told_at_its_line(
    tmp_path: Path, name: str, old: str, new: str, below: int, path: str, code: str
) -> None:
    town = copy_of_lillby(tmp_path)
    line = change(town / name, old, new)
    told = [(p.line, p.path, p.code) for p in found(town) if p.severity == "error"]
    assert told == [(line + below, path, code)]


@pytest.mark.parametrize(
    "text",
    [
        "1. Ring oss.\n    2. Vänta.",
        "Vi följer Agenda 2030.",
        "Utsläppen av CO2 minskar.",
        "Vi minskar dem år {{ vision.until }}.",
        "Vi har öppet och/eller stängt.",
        "Priset är\u00a0lågt. 👩\u200d🚒",
        "Skriv /help.",
    ],
    ids=["list", "declared name", "letter before", "braces", "stroke", "joiner", "command"],
)
def test_what_is_allowed(tmp_path: Path, text: str) -> None:
    town = copy_of_lillby(tmp_path)
    change(town / "facts.yaml", "\nfacts:\n", "\nnames: [Agenda 2030]\nfacts:\n")
    change(town / "sv" / "contact.yaml", ANSWER, f"{ANSWER}\n\n    {text}")
    assert found(town) == []


def test_a_control_character_is_told_once_at_its_line(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    line = change(town / "sv" / "contact.yaml", "- öppettider", "- öppettider\x07")
    told = [(p.line, p.code) for p in found(town) if p.file.name == "contact.yaml"]
    assert (line, "control_character") in told


def test_windows_line_ends_and_mark_do_no_harm(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    file = town / "sv" / "contact.yaml"
    text = file.read_text(encoding="utf-8").replace("\n", "\r\n")
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert found(town) == []


def test_numbers_of_a_draft_are_warnings(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    change(town / "municipality.yaml", "status: published", "status: draft")
    change(town / "sv" / "contact.yaml", ANSWER, "    Telefon: 0999-100 00.")
    assert [(p.code, p.severity) for p in found(town)] == [("typed_number", "warning")]


@pytest.mark.parametrize(
    ("today", "code"),
    [
        (date(2030, 4, 30), None),
        (date(2030, 5, 1), "review_due"),
        (date(2030, 6, 30), "review_due"),
        (date(2030, 7, 1), "review_past"),
    ],
    ids=["61 days before", "60 days before", "the day", "the day after"],
)
def test_a_review_is_told_in_time(today: date, code: str | None) -> None:
    told = [(p.line, p.path, p.code, p.severity) for p in found(LILLBY, today)]
    assert told == [
        (line, f"topics.{topic}.review_by", code, "warning")
        for line, topic in ((10, "vision"), (17, "contact.hours"))
        if code
    ]


@pytest.mark.parametrize(
    ("today", "code"),
    [
        (date(2030, 10, 31), None),
        (date(2030, 11, 1), "fact_expires"),
        (date(2031, 1, 1), "fact_expired"),
    ],
    ids=["61 days before", "60 days before", "the day after"],
)
def test_the_end_of_facts_is_told_in_time(today: date, code: str | None) -> None:
    facts = [p for p in found(LILLBY, today) if p.file.name == "facts.yaml"]
    assert [(p.path, p.code) for p in facts] == (
        [("facts.vision.valid_until", code)] if code else []
    )
    assert all(line_of(p).strip().startswith("valid_until: 2030-12-31") for p in facts)


def line_of(problem: Problem) -> str:
    return problem.file.read_text(encoding="utf-8").splitlines()[problem.line - 1]


def test_of_yearly_figures_the_newest_count(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    append(town / "facts.yaml", BUDGET)
    change(town / "sv" / "contact.yaml", ANSWER, "    {{ budget.total | msek }}")
    told = [(p.path, p.code) for p in found(town) if p.file.name == "facts.yaml"]
    assert (
        told
        == [
            ("facts.budget.years.2024.valid_until", "figures_expired"),
            ("facts.contact.values.email", "fact_unused"),
            ("facts.contact.values.phone", "fact_unused"),
        ][:1]
    )


def test_a_fact_that_no_text_uses(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    line = change(
        town / "facts.yaml", "      adopted: 2021", "      fax: 0999\n      adopted: 2021"
    )
    told = [(p.line, p.path, p.code, p.severity) for p in found(town)]
    assert told == [(line, "facts.vision.values.fax", "fact_unused", "warning")]


def test_unused_figures_and_parts_of_a_value(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    append(town / "facts.yaml", BUDGET.replace("2024-12-31", "2029-12-31"))
    append(town / "facts.yaml", "  plan:\n    source: page\n"
           "    values:\n      paper: {title: Plan, size: 1 MB}\n")  # fmt: skip
    change(town / "sv" / "contact.yaml", ANSWER,
           f"{ANSWER} {{{{ plan.paper.title }}}} {{{{ budget.social | msek }}}}")  # fmt: skip
    assert [p.path for p in found(town)] == [
        "facts.budget.years.2024.values.planning",
        "facts.budget.years.2024.values.roads",
        "facts.plan.values.paper.size",
    ]


def test_long_answers_and_sentences_are_told_where_they_begin(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    append(town / "municipality.yaml", LIMITS)
    long = "Nu " + "och då " * 8 + "är det så. Kort."
    begin = change(
        town / "sv" / "vision.yaml", "    Visionen heter", f"    {long}\n    Visionen heter"
    )
    told = [(p.line, p.path, p.code, p.severity) for p in found(town)]
    assert told == [
        (begin - 1, "vision.answer", "long_answer", "warning"),
        (begin, "vision.answer", "long_sentence", "warning"),
    ]


def test_an_abbreviation_ends_no_sentence_and_a_list_item_does(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    append(town / "municipality.yaml", LIMITS.replace("30", "90"))
    text = "Ta med t.ex. en kopp, en sked och en tallrik till oss här\n    - så\n    - här. Och så"
    line = change(town / "sv" / "contact.yaml", ANSWER, f"    {text} vidare.")
    told = [(p.line, p.code) for p in found(town) if p.file.name == "contact.yaml"]
    assert told == [(line, "long_sentence")]


def test_limits_of_a_language_that_is_not_there(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    append(town / "municipality.yaml", LIMITS.replace("sv", "se"))
    (problem,) = found(town)
    assert (problem.path, problem.code) == ("limits.se", "unknown_language")


def test_the_rules_do_not_stop_the_bot(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    change(town / "sv" / "contact.yaml", ANSWER, "    Telefon: 0999-100 00.")
    assert check_knowledge(town) == []
    assert [p.severity for p in found(town)] == ["error"]


def test_rules_and_gaps_are_told_together_in_order(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    change(town / "sv" / "vision.yaml", "  title: Lillbys vision\n", "")
    change(town / "sv" / "contact.yaml", ANSWER, "    Telefon: 0999-100 00.")
    change(town / "facts.yaml", "      until: 2030", "      until: 2030\n      fax: x")
    told = found(town)
    assert [p.file.name for p in told] == ["facts.yaml", "contact.yaml", "vision.yaml"]
    assert told == sorted(told)
