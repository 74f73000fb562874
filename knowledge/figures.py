"""Facts as templates see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from knowledge.facts import FactGroup

# The sum of a year's figures, beside the keys of the figures themselves.
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Amount:
    """One figure with its key, and what it was in the earlier year, `None` where it was not."""

    key: str
    amount: Decimal
    earlier: Decimal | None = None


class Facts:
    """A group's values as attributes; a misspelt one is undefined, which the template reports."""

    def __init__(self, values: Mapping[str, object]) -> None:
        for key, value in values.items():
            setattr(self, key, value)


class Figures(Facts):
    """One year's figures, with what is computed from them.

    `total` is their sum, `ranked` all of them, largest first. `earlier` are the figures of the year
    that this one is compared with, `None` where there is none. `years` are all that the group has
    and `series` their figures, each with the year before it, oldest first.
    """

    amounts: Mapping[str, Decimal]

    def __init__(
        self, year: int, amounts: Mapping[str, Decimal], earlier: "Figures | None" = None
    ) -> None:
        super().__init__(amounts)
        before = earlier.amounts if earlier else {}
        ranked = [Amount(key, amount, before.get(key)) for key, amount in amounts.items()]
        # A figure that is no number is told by check; until then it must not end it.
        ranked.sort(key=lambda one: one.amount if one.amount.is_finite() else 0, reverse=True)
        self.amounts = amounts
        self.year = year
        self.earlier = earlier
        self.total = sum(amounts.values(), Decimal(0))
        self.ranked = tuple(ranked)
        self.largest, self.smallest = ranked[0], ranked[-1]
        self.years: tuple[int, ...] = (year,)
        self.series: tuple[Figures, ...] = (self,)

    def amount_of(self, key: str) -> Decimal | None:
        """Return the figure with that key, or the sum, `None` where the year has none."""
        return self.total if key == TOTAL else self.amounts.get(key)


def year_of(group: FactGroup, asked: Sequence[int]) -> int:
    """Return the newest of the `asked` years that the group has figures for, else its newest."""
    return max(group.years.keys() & set(asked), default=max(group.years))


def earlier_year_of(group: FactGroup, asked: Sequence[int]) -> int | None:
    """Return the year to compare `year_of` with: the other one that was asked for, else the last
    one before it, `None` where there is none.
    """
    shown = year_of(group, asked)
    before = [year for year in group.years if year < shown]
    return min(set(before) & set(asked), default=max(before, default=None))


def facts_of(group: FactGroup, asked: Sequence[int]) -> Facts:
    """Return what a template sees of `group` where the years `asked` were named."""
    if not group.years:
        return Facts({**group.values, "as_of": group.as_of} if group.as_of else group.values)
    alone = {year: Figures(year, entry.values) for year, entry in group.years.items()}
    years = tuple(sorted(alone))
    shown, earlier = year_of(group, asked), earlier_year_of(group, asked)
    figures = Figures(shown, group.years[shown].values, alone[earlier] if earlier else None)
    figures.years = years
    figures.series = tuple(
        Figures(year, group.years[year].values, alone[before] if before else None)
        for before, year in zip((None, *years), years, strict=False)
    )
    return figures


def spanning(groups: Sequence[FactGroup], asked: Sequence[int]) -> tuple[int, ...]:
    """Return two of the years that were asked about, or one with the newest: "since 2023"."""
    known = {year for group in groups for year in group.years}
    if len(known & set(asked)) > 1 or not known:
        return tuple(asked)
    return (*asked, max(known))
