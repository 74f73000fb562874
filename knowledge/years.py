"""Which years facts are about."""

from collections.abc import Iterable, Mapping

PERIODS = (("adopted", "until"), ("from", "to"))


def years_of(figures: Iterable[int], values: Mapping[str, object], *, between: bool) -> set[int]:
    """Return the years of `figures` and `values`, with those `between` first and last."""
    years = set(figures)
    dated = {key: year for key, value in values.items() if (year := _year_in(value))}
    years |= set(dated.values())
    if between:
        for first, last in PERIODS:
            if first in dated and last in dated:
                years |= set(range(dated[first], dated[last] + 1))
    return years


def _year_in(value: object) -> int | None:
    """Return the year of `2020` or `2023-04`, not of other numbers."""
    text = str(value)
    head = text[:4]
    if head.isdigit() and 1900 <= int(head) <= 2100 and (len(text) == 4 or text[4] == "-"):
        return int(head)
    return None
