"""Facts that no text uses: nobody sees when they are wrong."""

from collections.abc import Iterator

from knowledge.errors import RenderingError
from knowledge.facts import FactGroup
from knowledge.mentioned import mentions_in
from knowledge.message import message
from knowledge.model import Knowledge
from knowledge.problem import Problem
from knowledge.reading import Path_
from knowledge.references.facts import COMPUTED, HOURS, OFFICE_DAYS
from knowledge.references.lines import FACTS, Lines
from knowledge.references.topics import CONTACT, NEEDED_FACTS
from knowledge.written import texts_of

OPEN_NOW = "open_now"


def check_unused(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Warn of each fact that no answer, phrase or button mentions, in any language."""
    mentioned = _mentioned(knowledge)
    for group in knowledge.facts.values():
        for place, path in _facts_of(group):
            if not any(_touches(path, other) for other in mentioned):
                where = ("facts", group.name, *place)
                yield lines.problem(FACTS, where, message("fact_unused"), "warning")


def _mentioned(knowledge: Knowledge) -> set[tuple[str, ...]]:
    """Return the paths in all texts; those of whole groups for what is computed from them."""
    found: set[tuple[str, ...]] = set()
    for written in texts_of(knowledge):
        try:
            found |= mentions_in(written.text).facts
        except RenderingError:
            continue  # told where the text is tried
    computed = {path[:1] for path in found if path[1:2] and path[1] in COMPUTED}
    yearly = {(name,) for name, group in knowledge.facts.items() if group.years}
    clock = {(HOURS,), (OFFICE_DAYS,)} if (OPEN_NOW,) in found else set()
    return found | (computed & yearly) | clock | _on_buttons(knowledge)


def _on_buttons(knowledge: Knowledge) -> set[tuple[str, ...]]:
    """Return the facts that contact buttons carry: a number to copy, a card to save."""
    buttons = {button for topic in knowledge.topics.values() for button in topic.buttons}
    return {(CONTACT, key) for button in buttons for key in NEEDED_FACTS[button]}


def _facts_of(group: FactGroup) -> Iterator[tuple[Path_, tuple[str, ...]]]:
    """Yield where each fact stands in its group, and how a text names it."""
    for key, value in group.values.items():
        if isinstance(value, dict):
            for part in value:
                yield ("values", key, part), (group.name, key, part)
        else:
            yield ("values", key), (group.name, key)
    for year, figures in group.years.items():
        for key in figures.values:
            yield ("years", str(year), "values", key), (group.name, key)


def _touches(path: tuple[str, ...], mentioned: tuple[str, ...]) -> bool:
    shorter = min(len(path), len(mentioned))
    return path[:shorter] == mentioned[:shorter]
