"""What the central files say of one another is checked when a town is loaded."""

from pathlib import Path

import pytest

from knowledge.errors import InvalidKnowledge
from knowledge.loading import load_knowledge
from tests.knowledge.town import BUDGET, append, change, copy_of_lillby, second_language

OFFICE_DAYS = """
  office_days:
    source: page
    values:
      days: [monday, friday]
      closed_on_holidays: true
  retention:
    source: page
    values: {inbox: false}
"""


def told(town: Path) -> list[tuple[str, int, str]]:
    """Return file, line and message of everything that keeps `town` from loading."""
    with pytest.raises(InvalidKnowledge) as raised:
        load_knowledge(town)
    return [(p.file.name, p.line, p.message) for p in raised.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("social: 300.0", "social: '300,0'", "number with a decimal point", id="comma"),
        pytest.param("social: 300.0", "social: many", "number with a decimal point", id="word"),
        pytest.param("social: 300.0", "total: 300.0", "means something else", id="computed key"),
        pytest.param("social: 300.0", "", "is empty", id="no figures"),
        pytest.param("social: 300.0", "so-cial: 300.0", "cannot be named", id="key with a dash"),
        pytest.param("2023:", "20230:", "must be a year", id="year"),
        pytest.param("monday", "moonday", "did you mean `monday`", id="day"),
        pytest.param("[monday, friday]", "monday", "list of days", id="one day"),
        pytest.param(
            "closed_on_holidays: true", "closed_on_holidays: no", "true or false", id="no"
        ),
        pytest.param("closed_on_holidays:", "closed_at_night:", "unknown key", id="office key"),
        pytest.param("inbox: false", "inbox: no", "true or false", id="told inbox"),
        pytest.param("opens: 09:00", "opens: 9", "time such as 08:00", id="hour alone"),
        pytest.param("opens: 09:00", "opens: 09.00", "time such as 08:00", id="full stop"),
    ],
)
def test_a_fact_that_cannot_be(tmp_path: Path, old: str, new: str, message: str) -> None:
    town = copy_of_lillby(tmp_path)
    append(town / "facts.yaml", BUDGET + OFFICE_DAYS)
    line = change(town / "facts.yaml", old, new)
    (problem,) = [found for found in told(town) if found[1] == line]
    assert message in problem[2]


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        pytest.param("facts.yaml", "  page:\n", "  paper:\n", "no source 'page'", id="source"),
        pytest.param("facts.yaml", "  hours:\n", "  title:\n", "means something else", id="group"),
        pytest.param(
            "topics.yaml", "related: [vision]", "related: [contact.hours]", "itself", id="itself"
        ),
        pytest.param("topics.yaml", "facts: [vision]", "facts: []", "needs `facts`", id="neither"),
        pytest.param(
            "topics.yaml",
            "facts: [vision]",
            "facts: [vision]\n    source: page",
            "take this one away",
            id="both",
        ),
        pytest.param(
            "topics.yaml", "facts: [vision]", "source: pages", "did you mean `page`", id="own"
        ),
        pytest.param("topics.yaml", "file: vision", "file: elsewhere", "other texts", id="file"),
        pytest.param("topics.yaml", "review_by: 2030-06-30\n  contact",
                     "review_by: 2030\n  contact", "date such as", id="year for a date"),
        pytest.param("topics.yaml", "review_by: 2030-06-30\n  contact",
                     "review_by: 2030-02-30\n  contact", "date such as", id="no such day"),
        pytest.param("topics.yaml", "owner: Kommunchef", "owner: Kommunchef\n    urgent: maybe",
                     "write true or false", id="urgent"),
        pytest.param("municipality.yaml", "  sv: Lillby", "  fi: Lillby", "default", id="name"),
        pytest.param(
            "municipality.yaml",
            "default_language: sv",
            "default_language: vs",
            "no language 'vs'",
            id="default",
        ),
        pytest.param("municipality.yaml", "status: published", "status: understood",
                     "only understood", id="default understood"),
    ],
)  # fmt: skip
def test_a_name_that_leads_nowhere(
    tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    town = copy_of_lillby(tmp_path)
    change(town / name, old, new)
    assert any(file == name and message in text for file, _, text in told(town)), told(town)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        pytest.param("status: understood", "is missing", id="none"),
        pytest.param("status: understood, answers_in: svv", "did you mean `sv`", id="unknown"),
        pytest.param("status: understood, answers_in: en", "only understood itself", id="itself"),
        pytest.param("status: draft, answers_in: sv", "take it away from draft", id="draft"),
    ],
)
def test_the_language_that_others_are_answered_in(tmp_path: Path, entry: str, message: str) -> None:
    town = copy_of_lillby(tmp_path)
    second_language(town, entry)
    (problem,) = told(town)
    assert problem[0] == "municipality.yaml"
    assert message in problem[2]


def test_a_language_without_a_folder(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    second_language(town, "status: draft").rmdir()
    assert "make en/" in told(town)[0][2]


def test_notices(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    notice = "  - begins: 2026-02-01\n    ends: 2026-01-01\n    text: {fi: Suljettu}\n"
    (town / "notices.yaml").write_text(
        f"notices:\n{notice}topics_off:\n  - {{topic: visoin, since: 2026-01-01}}\n",
        encoding="utf-8",
    )
    assert [(line, text.partition(":")[0]) for _, line, text in told(town)] == [
        (3, "is earlier than the beginning, 2026-02-01"),
        (4, "is missing in sv"),
        (4, "no language 'fi'"),
        (6, "no topic is called 'visoin'"),
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        pytest.param("facts.yaml", "https://lillby.example/om", "http://lillby.example/om",
                     "must be an address such as https://", id="address without a lock"),
        pytest.param("facts.yaml", "https://lillby.example/om", "https://lillby om",
                     "must be an address such as https://", id="no address"),
        pytest.param("facts.yaml", "valid_until: 2030-12-31", "as_of: 2026",
                     "date such as", id="day of finding out"),
        pytest.param("topics.yaml", "[phone, email]", "[phone, card]",
                     "needs contact.organisation", id="card without a name"),
        pytest.param("topics.yaml", "[phone, email]", "[map]",
                     "needs contact.street", id="map without an address"),
        pytest.param("topics.yaml", "[phone, email]", "[fax]", "'phone'", id="unknown button"),
        pytest.param("municipality.yaml", "country: SE", "country: SE\nside_by_side: [sv, fo]",
                     "no language 'fo'", id="side by side"),
        pytest.param("municipality.yaml", "country: SE",
                     "country: SE\nmap_search: https://maps.example/search",
                     "must hold {address}", id="map"),
    ],
)  # fmt: skip
def test_an_offer_that_leads_nowhere(
    tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    town = copy_of_lillby(tmp_path)
    change(town / name, old, new)
    assert any(message in problem[2] for problem in told(town)), told(town)


def test_a_button_needs_its_words(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    change(town / "sv" / "interface.yaml", "button.phone: Kopiera numret\n", "")
    assert any("needs the phrase button.phone" in problem[2] for problem in told(town))
