"""Numbers of persons in a text, Swedish and Finnish, known by their date and check digit."""

import re
from collections.abc import Iterator

from stdnum import luhn
from stdnum.fi import hetu

from bot.inbox.masks import Span

DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}"
    r"|\d{1,2}[-./] ?\d{1,2}[-./] ?(?:19|20)\d\d)(?!\d)"
)
_BORN = r"\d\d[-./ ]?(?P<month>\d\d)[-./ ]?(?P<day>\d\d)"
_SERIAL = r"(?P<sign> ?[-+]? ?)(?P<serial>\d{3} ?\d)"
# With a century and without; looked for at every digit, overlapping.
PERSONS = (
    re.compile(rf"(?:18|19|20) ?{_BORN}{_SERIAL}"),
    re.compile(rf"{_BORN}{_SERIAL}"),
)
# The whole form, whose check digit may have been mistyped: it still tells somebody's birthday.
MISTYPED = re.compile(
    r"(?<!\d)(?:18|19|20)?\d\d(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01])[-+]\d{4}(?!\d)"
)
FINNISH = re.compile(r"\d{6} ?[-+A-FU-Y] ?\d{3}[0-9A-Y]", re.IGNORECASE)
YEARS = range(1900, 2100)


def find_persons(text: str) -> Iterator[Span]:
    """Yield where numbers of persons stand, in no order.

    Those of both countries together: the end of a Swedish number with its century may be a valid
    Finnish one.
    """
    yield from _swedes(text)
    yield from _finns(text)


def _swedes(text: str) -> Iterator[Span]:
    """Yield personnummer and samordningsnummer, whose day is 60 higher."""
    for at in (found.start() for found in re.finditer(r"\d", text)):
        for pattern in PERSONS:
            found = pattern.match(text, at)
            if found and _is_day(found) and not _is_period(found, text) and _checks(found.group()):
                yield found.span()
    yield from (found.span() for found in MISTYPED.finditer(text))


def _is_day(found: re.Match[str]) -> bool:
    month, day = int(found["month"]), int(found["day"])
    return 1 <= month <= 12 and (1 <= day <= 31 or 61 <= day <= 91)


def _is_period(found: re.Match[str], text: str) -> bool:
    """Whether it is a date, and a year that stands for itself or begins another date."""
    dated = DATE.match(text, found.start())
    year = found["serial"].isdigit() and int(found["serial"]) in YEARS
    alone = found["sign"].strip() == "" or " " in found["sign"]
    return (
        dated is not None
        and year
        and (alone or DATE.match(text, found.start("serial")) is not None)
    )


def _checks(written: str) -> bool:
    return bool(luhn.is_valid("".join(filter(str.isdigit, written))[-10:]))


def _finns(text: str) -> Iterator[Span]:
    """Yield henkilötunnukset, temporary ones too."""
    for at in (found.start() for found in re.finditer(r"\d", text)):
        found = FINNISH.match(text, at)
        if found and hetu.is_valid(found.group().replace(" ", ""), allow_temporary=True):
            yield found.span()
