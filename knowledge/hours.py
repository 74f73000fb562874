"""Whether the office is open at a moment, and when that changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LOOK_AHEAD = 30


@dataclass(frozen=True, slots=True)
class OfficeState:
    """Open until `changes_at`, or closed until then; an aware moment in the office's zone."""

    open: bool
    changes_at: datetime


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Opening hours on weekdays (0 is Monday), closed on public and de facto holidays."""

    opens: time
    closes: time
    days: frozenset[int]
    zone: str
    country: str
    closed_on_holidays: bool = True

    def state(self, now: datetime) -> OfficeState:
        """Return whether it is open at `now` (aware) and when that changes."""
        zone = ZoneInfo(self.zone)
        for opens, closes in self._sessions(now.astimezone(zone).date(), zone):
            if opens <= now < closes:
                return OfficeState(True, closes)
            if now < opens:
                return OfficeState(False, opens)
        raise ValueError(
            f"the office opens on no day within {LOOK_AHEAD} days: see hours in facts.yaml"
        )

    def _sessions(self, first: date, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
        for ahead in range(LOOK_AHEAD):
            day = first + timedelta(days=ahead)
            if day.weekday() in self.days and not (self.closed_on_holidays and self._holiday(day)):
                yield (
                    datetime.combine(day, self.opens, zone),
                    datetime.combine(day, self.closes, zone),
                )

    def _holiday(self, day: date) -> bool:
        return day in _holidays(self.country, day.year)


@lru_cache(maxsize=32)
def _holidays(country: str, year: int) -> frozenset[date]:
    """In Sweden the eves of Midsummer, Christmas and New Year are de facto holidays."""
    from holidays import DE_FACTO, PUBLIC, country_holidays

    try:
        days = country_holidays(country, years=year, categories=(PUBLIC, DE_FACTO))
    except ValueError:  # a country without de facto holidays
        days = country_holidays(country, years=year, categories=(PUBLIC,))
    except NotImplementedError as error:
        raise ValueError(f"no holidays are known for {country!r}: see municipality.yaml") from error
    return frozenset(days)
