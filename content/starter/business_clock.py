"""Deadlines that count service hours only, in Python and as the same arithmetic in a cell.

Everything is counted in whole minutes, so that a deadline on the stroke of closing time stays on
that day in every spreadsheet program: fractions of a day are never compared.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

DAY_MINUTES = 1440
ALWAYS = "24x7"
SERVICE = "Service hours"


@dataclass(frozen=True)
class Calendar:
    """Opening and closing time, working weekdays (Monday is 0) and days closed."""

    opens: time
    closes: time
    weekdays: frozenset[int]
    holidays: frozenset[date]

    @property
    def opens_minute(self) -> int:
        return self.opens.hour * 60 + self.opens.minute

    @property
    def closes_minute(self) -> int:
        return self.closes.hour * 60 + self.closes.minute

    @property
    def minutes_a_day(self) -> int:
        return self.closes_minute - self.opens_minute

    @property
    def weekend_mask(self) -> str:
        """Seven digits from Monday on, 1 = closed, as WORKDAY.INTL takes them."""
        return "".join("0" if day in self.weekdays else "1" for day in range(7))

    def works_on(self, day: date) -> bool:
        """Whether the service is open on that day at all."""
        return day.weekday() in self.weekdays and day not in self.holidays

    def day_after(self, day: date, working_days: int) -> date:
        """The day that many working days later; 0 answers the day itself."""
        while working_days > 0:
            day += timedelta(days=1)
            working_days -= self.works_on(day)
        return day


def clock_start(moment: datetime, clock: str, calendar: Calendar) -> datetime:
    """When the clock begins to run: at once, or at the next opening if reported outside hours."""
    if clock == ALWAYS:
        return moment
    minute = moment.hour * 60 + moment.minute
    if not calendar.works_on(moment.date()) or minute >= calendar.closes_minute:
        return datetime.combine(calendar.day_after(moment.date(), 1), calendar.opens)
    return datetime.combine(moment.date(), max(moment.time(), calendar.opens))


def spread(start: datetime, minutes: int, calendar: Calendar) -> tuple[int, int]:
    """(minutes counted from opening of the first day, full working days to go on) for a deadline."""
    offset = start.hour * 60 + start.minute - calendar.opens_minute + minutes
    return offset, max(0, (offset - 1) // calendar.minutes_a_day)


def due(start: datetime, minutes: int, clock: str, calendar: Calendar) -> datetime:
    """The deadline ``minutes`` of running clock after ``start``, which is a clock start."""
    if clock == ALWAYS:
        return start + timedelta(minutes=minutes)
    offset, days = spread(start, minutes, calendar)
    opening = datetime.combine(calendar.day_after(start.date(), days), calendar.opens)
    return opening + timedelta(minutes=offset - days * calendar.minutes_a_day)


def start_formula(reported: str, clock: str) -> str:
    """The cell formula of ``clock_start``; the arguments are cell addresses."""
    minute = f"ROUND(MOD({reported},1)*1440,0)"
    closed = (
        f"OR(NETWORKDAYS.INTL(INT({reported}),INT({reported}),Weekend,Holidays)=0,{minute}>=ClosesMinute)"
    )
    return (
        f'=IF(OR({reported}="",{clock}=""),"",IF({clock}="{ALWAYS}",ROUND({reported}*1440,0)/1440,'
        f"IF({closed},WORKDAY.INTL(INT({reported}),1,Weekend,Holidays)+OpensMinute/1440,"
        f"INT({reported})+MAX({minute},OpensMinute)/1440)))"
    )


def offset_formula(start: str, minutes: str) -> str:
    """The first figure of ``spread`` in a cell."""
    return f'=IF({start}="","",ROUND(MOD({start},1)*1440,0)-OpensMinute+{minutes})'


def days_formula(offset: str) -> str:
    """The second figure of ``spread`` in a cell."""
    return f'=IF({offset}="","",MAX(0,INT(({offset}-1)/MinutesADay)))'


def due_formula(start: str, clock: str, minutes: str, offset: str, days: str) -> str:
    """The cell formula of ``due``."""
    day = f"IF({days}=0,INT({start}),WORKDAY.INTL(INT({start}),{days},Weekend,Holidays))"
    return (
        f'=IF({start}="","",IF({clock}="{ALWAYS}",{start}+({minutes})/1440,'
        f"{day}+(OpensMinute+{offset}-{days}*MinutesADay)/1440))"
    )
