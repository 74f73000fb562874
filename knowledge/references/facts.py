"""facts.yaml: figures that are numbers, hours that are times, keys that a template can name."""

import re
from collections.abc import Iterator, Mapping
from datetime import time

from knowledge.facts import FactGroup
from knowledge.hours import WEEKDAYS
from knowledge.model import Knowledge
from knowledge.problem import Problem
from knowledge.reading import Path_
from knowledge.references.lines import FACTS, Lines
from knowledge.validating import did_you_mean

KEY = re.compile(r"[a-z][a-z0-9_]*")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
# What templates already know by these names.
TAKEN = (
    "official", "municipality", "languages", "asked_year", "title", "phrase", "open_now",
)  # fmt: skip
COMPUTED = ("year", "total", "ranked", "largest", "smallest")
DATED = ("as_of",)
HOURS, OFFICE_DAYS = "hours", "office_days"

Finding = tuple[Path_, str]


def check_facts(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Find facts that cannot be what they say."""
    for name, group in knowledge.facts.items():
        for path, message in _group(name, group, list(knowledge.sources)):
            yield lines.problem(FACTS, ("facts", name, *path), message)


def _group(name: str, group: FactGroup, sources: list[str]) -> Iterator[Finding]:
    yield from _keys((name,), (), TAKEN)
    yield from _keys(group.values, ("values",), DATED)
    if group.source not in sources:
        yield ("source",), f"no source {group.source!r}{did_you_mean(group.source, sources)}"
    if bool(group.values) == bool(group.years):
        yield (), "must hold either `values` or `years`"
    yield from _years(group)
    if name == HOURS:
        yield from _hours(group)
    if name == OFFICE_DAYS:
        yield from _office_days(group)


def _keys(
    keys: Mapping[str, object] | tuple[str, ...], path: Path_, taken: tuple[str, ...]
) -> Iterator[Finding]:
    for key in keys:
        where = (*path, key) if path else ()
        if not KEY.fullmatch(key):
            yield where, f"{key!r} cannot be named in a text: small letters a-z, digits and _"
        elif key in taken:
            yield where, f"{key!r} means something else in texts: choose another word"


def _years(group: FactGroup) -> Iterator[Finding]:
    for year, figures in group.years.items():
        path = ("years", str(year), "values")
        if not 1900 <= year <= 2100:
            yield path[:2], "must be a year such as 2024"
        if not figures.values:
            yield path, "is empty: write the year's figures, or take the year away"
        yield from _keys(figures.values, path, COMPUTED)
        for key, amount in figures.values.items():
            if not amount.is_finite():
                yield (*path, key), "must be a number with a decimal point, such as 308.0"


def _hours(group: FactGroup) -> Iterator[Finding]:
    for key in ("opens", "closes"):
        if not CLOCK.fullmatch(str(group.values.get(key))):
            yield ("values", key), "must be a time such as 08:00"
    for key in group.values:
        if key not in ("opens", "closes"):
            yield ("values", key), f"unknown key{did_you_mean(key, ['opens', 'closes'])}"
    opens, closes = (str(group.values.get(key)) for key in ("opens", "closes"))
    if CLOCK.fullmatch(opens) and CLOCK.fullmatch(closes) and not _before(opens, closes):
        yield ("values", "closes"), "must be later than `opens`"


def _before(first: str, second: str) -> bool:
    return time.fromisoformat(first) < time.fromisoformat(second)


def _office_days(group: FactGroup) -> Iterator[Finding]:
    days = group.values.get("days")
    if not isinstance(days, tuple) or not days:
        yield ("values", "days"), "must be a list of days such as [monday, tuesday]"
    else:
        for at, day in enumerate(days):
            if day not in WEEKDAYS:
                hint = did_you_mean(day, list(WEEKDAYS))
                yield ("values", "days", at), f"no day is called {day!r}{hint or ', use English'}"
    if group.values.get("closed_on_holidays", "true") not in ("true", "false"):
        yield ("values", "closed_on_holidays"), "write true or false"
    for key in group.values:
        if key not in ("days", "closed_on_holidays"):
            hint = did_you_mean(key, ["days", "closed_on_holidays"])
            yield ("values", key), f"unknown key{hint}"
