"""Open or closed at any moment, daylight saving and holidays included."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.hours import OfficeHours

ZONE = ZoneInfo("Europe/Stockholm")
FINLAND = ZoneInfo("Europe/Helsinki")
OFFICE = OfficeHours(time(8), time(16), frozenset(range(5)), "Europe/Stockholm", "SE")
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC))


def stockholm(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "is_open", "changes"),
    [
        pytest.param("2026-03-04 08:00", True, "2026-03-04 16:00", id="opens on the minute"),
        pytest.param("2026-03-04 07:59", False, "2026-03-04 08:00", id="before"),
        pytest.param("2026-03-04 16:00", False, "2026-03-05 08:00", id="closes on the minute"),
        pytest.param("2026-03-06 17:00", False, "2026-03-09 08:00", id="weekend"),
        pytest.param("2026-03-27 17:00", False, "2026-03-30 08:00", id="clocks go forward"),
        pytest.param("2026-10-23 17:00", False, "2026-10-26 08:00", id="clocks go back"),
        pytest.param("2026-06-18 17:00", False, "2026-06-22 08:00", id="Midsummer's Eve"),
        pytest.param("2026-04-02 17:00", False, "2026-04-07 08:00", id="Easter"),
        pytest.param("2026-12-23 17:00", False, "2026-12-28 08:00", id="Christmas"),
        pytest.param("2026-12-30 17:00", False, "2027-01-04 08:00", id="New Year"),
    ],
)
def test_state(now: str, is_open: bool, changes: str) -> None:
    state = OFFICE.state(stockholm(now))
    assert (state.open, state.changes_at) == (is_open, stockholm(changes))


@given(MOMENTS)
def test_the_next_change_is_ahead_and_is_a_change(now: datetime) -> None:
    state = OFFICE.state(now)
    assert state.changes_at > now
    assert OFFICE.state(state.changes_at).open is not state.open
    assert OFFICE.state(state.changes_at - timedelta(seconds=1)).open is state.open


@given(MOMENTS)
def test_it_is_open_in_office_hours_on_weekdays_alone(now: datetime) -> None:
    local = now.astimezone(ZONE)
    if OFFICE.state(now).open:
        assert local.weekday() < 5
        assert time(8) <= local.time() < time(16)


@pytest.mark.parametrize("year", [2024, 2026, 2030])
def test_finland_is_one_hour_ahead_on_every_day_of_the_year(year: int) -> None:
    day = date(year, 1, 1)
    while day.year == year:
        changes = OFFICE.state(datetime.combine(day, time(3), ZONE)).changes_at
        assert (changes.hour, changes.astimezone(FINLAND).hour) == (8, 9)
        day += timedelta(days=1)


def test_an_office_that_never_opens_says_what_to_mend() -> None:
    never = OfficeHours(time(8), time(16), frozenset(), "Europe/Stockholm", "SE")
    with pytest.raises(ValueError, match="opens on no day"):
        never.state(stockholm("2026-03-04 08:00"))
