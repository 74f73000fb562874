"""What a town's central files say of one another: names, times and figures that lead nowhere."""

from collections.abc import Iterator

from knowledge.model import Knowledge
from knowledge.problem import Problem
from knowledge.references.facts import check_facts
from knowledge.references.lines import Lines
from knowledge.references.topics import check_notices, check_topics
from knowledge.references.town import check_town


def check_references(knowledge: Knowledge) -> Iterator[Problem]:
    """Find whatever would keep a text from being made, whichever text it is."""
    lines = Lines(knowledge.folder)
    for check in (check_town, check_facts, check_topics, check_notices):
        yield from check(knowledge, lines)
