"""What somebody has to look at by a day: answers to be reviewed, and facts that cease to hold."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.facts import FactGroup
from knowledge.model import Knowledge
from knowledge.reading import Path_


class DueKind(StrEnum):
    """What happens on the day: an answer's review, or the end of facts or of yearly figures."""

    REVIEW = "review"
    FACTS = "facts"
    FIGURES = "figures"


@dataclass(frozen=True, slots=True)
class Due:
    """Something with a day, and the roles that see to it."""

    kind: DueKind
    day: date
    name: str
    owners: tuple[str, ...]

    @property
    def path(self) -> Path_:
        """Where the day stands in topics.yaml or facts.yaml."""
        if self.kind is DueKind.REVIEW:
            return ("topics", self.name, "review_by")
        group, _, year = self.name.partition(" ")
        years = ("years", year) if year else ()
        return ("facts", group, *years, "valid_until")


def find_due(knowledge: Knowledge) -> list[Due]:
    """Return everything that has a day, the earliest first."""
    topics = knowledge.topics.values()
    found = [Due(DueKind.REVIEW, topic.review_by, topic.id, (topic.owner,)) for topic in topics]
    for group in knowledge.facts.values():
        owners = tuple(dict.fromkeys(t.owner for t in topics if group.name in t.facts))
        found += [Due(kind, day, name, owners) for kind, day, name in _end_of(group)]
    return sorted(found, key=lambda due: (due.day, due.kind, due.name))


def _end_of(group: FactGroup) -> list[tuple[DueKind, date, str]]:
    """Return when a group ceases to hold; of yearly figures the newest, as older ones are past."""
    if group.years:
        year = max(group.years)
        day = group.years[year].valid_until
        return [(DueKind.FIGURES, day, f"{group.name} {year}")] if day else []
    return [(DueKind.FACTS, group.valid_until, group.name)] if group.valid_until else []
