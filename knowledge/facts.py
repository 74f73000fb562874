"""Facts as values: where they come from, how long they hold, which years they tell of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

# The group that tells how long something is kept about people.
RETENTION = "retention"


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
