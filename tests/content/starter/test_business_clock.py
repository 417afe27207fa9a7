from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.starter.business_clock import ALWAYS, SERVICE, Calendar, clock_start, due

OFFICE = Calendar(time(8), time(18), frozenset(range(5)), frozenset({date(2026, 12, 24), date(2026, 12, 25)}))
MOMENTS = st.datetimes(datetime(2026, 12, 1), datetime(2027, 1, 31)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
CALENDARS = st.builds(
    Calendar,
    st.times(time(0), time(11)).map(lambda opening: opening.replace(second=0, microsecond=0)),
    st.times(time(12), time(23, 59)).map(lambda closing: closing.replace(second=0, microsecond=0)),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.frozensets(st.dates(date(2026, 12, 1), date(2027, 1, 31)), max_size=5),
)


def is_open(moment: datetime, calendar: Calendar) -> bool:
    return calendar.works_on(moment.date()) and calendar.opens <= moment.time() < calendar.closes


def counted(start: datetime, end: datetime, calendar: Calendar) -> int:
    """Open minutes from start to end, by cutting each day's opening hours to that span."""
    total = timedelta()
    for number in range((end.date() - start.date()).days + 1):
        day = start.date() + timedelta(days=number)
        first = max(start, datetime.combine(day, calendar.opens))
        last = min(end, datetime.combine(day, calendar.closes))
        total += max(last - first, timedelta()) * calendar.works_on(day)
    return int(total.total_seconds() // 60)


@settings(deadline=None)  # a busy machine is no fault of the clock
@given(MOMENTS, CALENDARS, st.integers(1, 900))
def test_exactly_the_target_of_open_minutes_lies_before_the_deadline(reported, calendar, minutes):
    start = clock_start(reported, SERVICE, calendar)

    deadline = due(start, minutes, SERVICE, calendar)

    assert counted(reported, deadline, calendar) == minutes
    assert is_open(deadline - timedelta(minutes=1), calendar)


@settings(deadline=None)  # a busy machine is no fault of the clock
@given(MOMENTS, CALENDARS)
def test_the_clock_starts_at_the_first_open_minute(reported, calendar):
    start = clock_start(reported, SERVICE, calendar)

    assert (is_open(start, calendar), counted(reported, start, calendar)) == (True, 0)


@settings(deadline=None)  # a busy machine is no fault of the clock
@given(MOMENTS, CALENDARS, st.integers(0, 5000))
def test_the_clock_that_never_stops_only_adds(reported, calendar, minutes):
    deadline = due(clock_start(reported, ALWAYS, calendar), minutes, ALWAYS, calendar)

    assert deadline - reported == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("reported", "minutes", "deadline"),
    [
        ("2026-12-04 17:30", 120, "2026-12-07 09:30"),  # over a weekend
        ("2026-12-05 11:00", 60, "2026-12-07 09:00"),  # on a Saturday
        ("2026-12-07 06:40", 30, "2026-12-07 08:30"),  # before opening
        ("2026-12-07 18:00", 30, "2026-12-08 08:30"),  # exactly at closing
        ("2026-12-23 16:00", 180, "2026-12-28 09:00"),  # over two closed days and a weekend
        ("2026-12-24 10:00", 600, "2026-12-28 18:00"),  # to the stroke of closing time
    ],
)
def test_deadlines_of_known_cases(reported, minutes, deadline):
    start = clock_start(datetime.fromisoformat(reported), SERVICE, OFFICE)

    assert due(start, minutes, SERVICE, OFFICE) == datetime.fromisoformat(deadline)
