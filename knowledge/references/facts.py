"""facts.yaml: figures that are numbers, hours that are times, keys that a template can name."""

import re
from collections.abc import Iterator, Mapping
from datetime import time

from knowledge.facts import RETENTION, FactGroup
from knowledge.hours import WEEKDAYS
from knowledge.message import Message, message
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
# What is computed from all of a year's figures, and what else a template knows of them.
COMPUTED = ("total", "ranked", "largest", "smallest", "series")
OF_A_YEAR = (*COMPUTED, "year", "years", "earlier", "amounts", "amount_of")
DATED = ("as_of",)
HOURS, OFFICE_DAYS = "hours", "office_days"

Finding = tuple[Path_, Message]


def check_facts(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Find facts that cannot be what they say."""
    for name, group in knowledge.facts.items():
        for path, what in _group(name, group, list(knowledge.sources)):
            yield lines.problem(FACTS, ("facts", name, *path), what)


def _group(name: str, group: FactGroup, sources: list[str]) -> Iterator[Finding]:
    yield from _keys((name,), (), TAKEN)
    yield from _keys(group.values, ("values",), DATED)
    if group.source not in sources:
        hint = did_you_mean(group.source, sources)
        yield ("source",), message("no_source", name=group.source, hint=hint)
    if bool(group.values) == bool(group.years):
        yield (), message("values_or_years")
    yield from _years(group)
    if name == HOURS:
        yield from _hours(group)
    if name == OFFICE_DAYS:
        yield from _office_days(group)
    if name == RETENTION and group.values.get("inbox") not in ("true", "false"):
        yield ("values", "inbox"), message("truth")


def _keys(
    keys: Mapping[str, object] | tuple[str, ...], path: Path_, taken: tuple[str, ...]
) -> Iterator[Finding]:
    for key in keys:
        where = (*path, key) if path else ()
        if not KEY.fullmatch(key):
            yield where, message("unnameable_key", key=key)
        elif key in taken:
            yield where, message("taken_key", key=key)


def _years(group: FactGroup) -> Iterator[Finding]:
    for year, figures in group.years.items():
        path = ("years", str(year), "values")
        if not 1900 <= year <= 2100:
            yield path[:2], message("year")
        if not figures.values:
            yield path, message("no_figures")
        yield from _keys(figures.values, path, OF_A_YEAR)
        for key, amount in figures.values.items():
            if not amount.is_finite():
                yield (*path, key), message("decimal")


def _hours(group: FactGroup) -> Iterator[Finding]:
    for key in ("opens", "closes"):
        if not CLOCK.fullmatch(str(group.values.get(key))):
            yield ("values", key), message("time")
    for key in group.values:
        if key not in ("opens", "closes"):
            known = ["opens", "closes"]
            yield ("values", key), message("unknown_key", hint=did_you_mean(key, known))
    opens, closes = (str(group.values.get(key)) for key in ("opens", "closes"))
    if CLOCK.fullmatch(opens) and CLOCK.fullmatch(closes) and not _before(opens, closes):
        yield ("values", "closes"), message("later_than_opens")


def _before(first: str, second: str) -> bool:
    return time.fromisoformat(first) < time.fromisoformat(second)


def _office_days(group: FactGroup) -> Iterator[Finding]:
    days = group.values.get("days")
    if not isinstance(days, tuple) or not days:
        yield ("values", "days"), message("days")
    else:
        for at, day in enumerate(days):
            if day not in WEEKDAYS:
                hint = did_you_mean(day, list(WEEKDAYS)) or message("use_english")
                yield ("values", "days", at), message("no_day", day=day, hint=hint)
    if group.values.get("closed_on_holidays", "true") not in ("true", "false"):
        yield ("values", "closed_on_holidays"), message("truth")
    for key in group.values:
        if key not in ("days", "closed_on_holidays"):
            known = ["days", "closed_on_holidays"]
            yield ("values", key), message("unknown_key", hint=did_you_mean(key, known))
