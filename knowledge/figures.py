"""Facts as templates see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from knowledge.facts import FactGroup


@dataclass(frozen=True, slots=True)
class Amount:
    """One figure with its key."""

    key: str
    amount: Decimal


class Facts:
    """A group's values as attributes; a misspelt one is undefined, which the template reports."""

    def __init__(self, values: Mapping[str, object]) -> None:
        for key, value in values.items():
            setattr(self, key, value)


class Figures(Facts):
    """One year's figures, with what is computed from them.

    `total` is their sum, `ranked` all of them, largest first.
    """

    def __init__(self, year: int, amounts: Mapping[str, Decimal]) -> None:
        super().__init__(amounts)
        ranked = [Amount(key, amount) for key, amount in amounts.items()]
        ranked.sort(key=attrgetter("amount"), reverse=True)
        self.year = year
        self.total = sum(amounts.values(), Decimal(0))
        self.ranked = tuple(ranked)
        self.largest, self.smallest = ranked[0], ranked[-1]


def year_of(group: FactGroup, asked_year: int | None) -> int:
    """Return the asked year where the group has figures for it, else its newest."""
    return asked_year if asked_year in group.years and asked_year else max(group.years)


def facts_of(group: FactGroup, asked_year: int | None) -> Facts:
    """Return what a template sees of `group`."""
    if not group.years:
        return Facts({**group.values, "as_of": group.as_of} if group.as_of else group.values)
    year = year_of(group, asked_year)
    return Figures(year, group.years[year].values)
