"""Facts as values: where they come from, how long they hold, which years they tell of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts come from."""

    title: str
    publisher: str
    url: str | None = None


FactValue = str | Decimal | tuple[str, ...] | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FigureYear:
    """One year's figures."""

    values: Mapping[str, Decimal]
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts that share a source and a period; `years` instead of `values` for yearly figures."""

    name: str
    source: str
    unit: str
    valid_until: date | None
    assumed: bool
    values: Mapping[str, FactValue] = field(default_factory=dict)
    years: Mapping[int, FigureYear] = field(default_factory=dict)
    as_of: date | None = None


PERIODS = (("adopted", "until"), ("from", "to"))


def years_of(group: FactGroup, *, between: bool) -> set[int]:
    """Return the years of a group's figures and values, with those `between` first and last."""
    years = set(group.years)
    dated = {key: year for key, value in group.values.items() if (year := _year_in(value))}
    years |= set(dated.values())
    if between:
        for first, last in PERIODS:
            if first in dated and last in dated:
                years |= set(range(dated[first], dated[last] + 1))
    return years


def _year_in(value: FactValue) -> int | None:
    """Return the year of `2020` or `2023-04`, not of other numbers."""
    text = str(value)
    head = text[:4]
    if head.isdigit() and 1900 <= int(head) <= 2100 and (len(text) == 4 or text[4] == "-"):
        return int(head)
    return None
