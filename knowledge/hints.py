"""What a template's error means to an editor, with the word that was probably meant."""

import re

from knowledge.errors import RenderingError
from knowledge.filters import FILTERS
from knowledge.message import Message, message
from knowledge.model import Knowledge
from knowledge.validating import did_you_mean

ATTRIBUTE = re.compile(r"'([^']*) object' has no attribute '(\w+)'")
FILTER = re.compile(r"No filter named '(\w+)'")


def hint_of(error: RenderingError, knowledge: Knowledge) -> Message:
    """Return an error in an editor's words where it is about a misspelt fact or filter."""
    text = str(error)
    if found := ATTRIBUTE.search(text):
        name = found.group(2)
        return message("no_fact", name=name, hint=did_you_mean(name, _keys(knowledge)))
    if found := FILTER.search(text):
        name = found.group(1)
        return message("no_filter", name=name, hint=did_you_mean(name, list(FILTERS)))
    return error.what


def _keys(knowledge: Knowledge) -> list[str]:
    keys = {key for group in knowledge.facts.values() for key in group.values}
    for group in knowledge.facts.values():
        keys.update(key for figures in group.years.values() for key in figures.values)
        keys.update(
            key for value in group.values.values() if isinstance(value, dict) for key in value
        )
    return sorted(keys)
