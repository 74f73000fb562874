"""Numbers, dates and telephone numbers as a language writes them.

Babel (Unicode CLDR) does the work; the patterns say which of a locale's ways is meant.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal

from babel import Locale
from babel.dates import format_date, get_time_format
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

COUNTRY_CODE = "+46"
SIZE = re.compile(r"([\d.]+) (kB|MB)")


def decimal_text(number: Decimal, locale: str, decimals: int = 1) -> str:
    """Return `308,0`."""
    return str(format_decimal(number, "#,##0." + "0" * decimals, locale=locale))


def percent_text(share: Decimal, locale: str) -> str:
    """Return `43,4 %`, one decimal, in the locale's own order and spacing."""
    pattern = Locale.parse(locale).percent_formats[None].pattern.replace("#,##0", "#,##0.0")
    return str(format_percent(share, pattern, locale=locale))


def change_text(share: Decimal, locale: str) -> str:
    """Return `+2,6 %`; what rounds to nothing has no sign."""
    unsigned = percent_text(abs(share), locale)
    if round(share, 3) == 0:
        return unsigned
    pattern = Locale.parse(locale).percent_formats[None].pattern.replace("#,##0", "#,##0.0")
    return str(format_percent(share, f"+{pattern};-{pattern}", locale=locale))


def listed_text(items: Sequence[str], locale: str) -> str:
    """Return `2023, 2024 och 2025`."""
    return str(format_list(items, locale=locale))


def clock_text(moment: time | datetime, locale: str) -> str:
    """Return the time on a 24-hour clock, with the locale's own separator."""
    separator = "." if ".mm" in get_time_format("short", locale=locale).pattern else ":"
    return f"{moment:%H}{separator}{moment:%M}"


def date_text(day: date, locale: str) -> str:
    """Return `31 december 2026`."""
    return str(format_date(day, "long", locale=locale))


def weekday_text(day: date, locale: str) -> str:
    """Return the day's name as it stands by itself."""
    return str(format_date(day, "cccc", locale=locale))


def month_text(month: str, locale: str) -> str:
    """Return `april 2023` for `2023-04`."""
    year, number = month.split("-")[:2]
    return str(format_date(date(int(year), int(number), 1), "LLLL y", locale=locale))


def size_text(size: str, locale: str) -> tuple[str, str]:
    """Return the number of `441.3 kB` as the locale writes it, and its unit."""
    match = SIZE.fullmatch(size)
    if not match:
        raise ValueError(f"{size!r} is not a size such as 441.3 kB or 2.9 MB")
    return str(format_decimal(Decimal(match.group(1)), "#,##0.##", locale=locale)), match.group(2)


def international(phone: str) -> str:
    """Return `+46 922 260 00` for `0922-260 00`; short numbers work within the country alone."""
    return f"{COUNTRY_CODE} {phone[1:].replace('-', ' ')}" if phone.startswith("0") else phone
