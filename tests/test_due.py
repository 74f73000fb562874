"""What must be looked at again, and by whom."""

from datetime import date
from pathlib import Path

from bot.tables import due_as_lines
from knowledge.due import find_due
from knowledge.loading import load_knowledge
from tests.knowledge.town import BUDGET, append, copy_of_lillby


def test_everything_with_a_day_is_listed_by_role(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    append(town / "facts.yaml", BUDGET)
    found = find_due(load_knowledge(town))
    assert due_as_lines(found, date(2026, 3, 4), "sv") == (
        "Kommunchef\n"
        "  2030-06-30: vision\n"
        "  2030-12-31: vision (uppgifterna slutar gälla)\n\n"
        "Kontaktcenter\n"
        "  2030-06-30: contact.hours\n\n"
        "ingen (inget ämne använder det)\n"
        "  2024-12-31 (passerat): budget 2024 (de nyaste siffrorna slutar gälla)"
    )


def test_nothing_is_due() -> None:
    assert due_as_lines([], date(2026, 3, 4), "en") == "nothing is due"
