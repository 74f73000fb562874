"""A short text that is another one when facts are: what somebody was told last, without the facts.

Languages, sources and wording leave it as it is, and so does `308` written as `308.0`.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal

from knowledge.facts import FactGroup, FactValue

Plain = str | list[str] | dict[str, str]


def digest_of(groups: Iterable[FactGroup]) -> str:
    """Return 64 hex digits for the values, years and periods of `groups`."""
    content = json.dumps([_plain_group(group) for group in groups], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _plain_group(group: FactGroup) -> dict[str, object]:
    years = {
        str(year): [str(figures.valid_until), _plain_values(figures.values)]
        for year, figures in group.years.items()
    }
    values = _plain_values(group.values)
    period = str(group.valid_until)
    return {"unit": group.unit, "until": period, "values": values, "years": years}


def _plain_values(values: Mapping[str, FactValue] | Mapping[str, Decimal]) -> dict[str, Plain]:
    return {key: _plain(value) for key, value in values.items()}


def _plain(value: FactValue) -> Plain:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, str) else dict(value)
