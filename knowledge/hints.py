"""What a template's error means to an editor, with the word that was probably meant."""

import re

from knowledge.model import Knowledge
from knowledge.templates import FILTERS
from knowledge.validating import did_you_mean

ATTRIBUTE = re.compile(r"'([^']*) object' has no attribute '(\w+)'")
FILTER = re.compile(r"No filter named '(\w+)'")


def hint_of(message: str, knowledge: Knowledge) -> str:
    """Return `message` in an editor's words where it is about a misspelt fact or filter."""
    if found := ATTRIBUTE.search(message):
        name = found.group(2)
        return f"no fact is called `{name}` there{did_you_mean(name, _keys(knowledge))}"
    if found := FILTER.search(message):
        name = found.group(1)
        return f"no filter is called `{name}`{did_you_mean(name, list(FILTERS))}"
    return message


def _keys(knowledge: Knowledge) -> list[str]:
    keys = {key for group in knowledge.facts.values() for key in group.values}
    for group in knowledge.facts.values():
        keys.update(key for figures in group.years.values() for key in figures.values)
        keys.update(
            key for value in group.values.values() if isinstance(value, dict) for key in value
        )
    return sorted(keys)
