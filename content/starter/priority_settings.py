"""The sheet Settings of artefact 1: levels, matrix, targets and service hours, and their example values."""

from datetime import date, time

from xlsxwriter.utility import xl_rowcol_to_cell

from .business_clock import ALWAYS, SERVICE, Calendar
from .house_style import DATE, Book, Sheet

IMPACTS = {
    "Organisation": "Several departments or a whole site cannot work, or customers outside notice.",
    "Department": "One department cannot do its main work, or a service used by many is clearly worse.",
    "Small group": "Two to about ten people are hindered; others of the same team can work.",
    "One person": "One person is hindered.",
}
URGENCIES = {
    "Now": "Work has stopped and there is no way round, or the loss grows by the hour.",
    "Today": "Work goes on with an awkward way round, or a deadline falls within one working day.",
    "Soon": "There is a way round that people can live with for some days.",
}
MATRIX = [["P1", "P2", "P3"], ["P2", "P3", "P4"], ["P3", "P3", "P4"], ["P3", "P4", "P4"]]
# priority: (response in minutes, resolve in hours, clock, update to users)
TARGETS = {
    "P1": (15, 4, ALWAYS, "every 30 minutes"),
    "P2": (30, 8, SERVICE, "every 2 hours"),
    "P3": (120, 20, SERVICE, "once a day"),
    "P4": (480, 50, SERVICE, "when something changes"),
}
HOLIDAYS = {
    date(2026, 12, 24): "Company holiday",
    date(2026, 12, 25): "Public holiday",
    date(2027, 1, 1): "Public holiday",
}
CALENDAR = Calendar(time(8), time(18), frozenset(range(5)), frozenset(HOLIDAYS))
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def settings(book: Book) -> None:
    sheet = book.sheet(
        "Settings",
        "Change the marigold cells to fit your organisation; everything else follows",
        [26, 66, 12, 16, 26],
    )
    levels(sheet, 3, "Impact: how much work cannot be done", IMPACTS, "Impacts")
    levels(sheet, 9, "Urgency: how soon it hurts", URGENCIES, "Urgencies")
    matrix(sheet, 14)
    targets(sheet, 21)
    hours(sheet, 28)
    sheet.ws.freeze_panes(3, 0)
    sheet.ws.fit_to_pages(1, 1)


def levels(sheet: Sheet, row: int, heading: str, words: dict[str, str], name: str) -> None:
    sheet.header(row, [heading.split(":")[0], heading.split(": ")[1].capitalize()], height=18)
    for number, (level, meaning) in enumerate(words.items(), row + 1):
        sheet.put(number, 0, level, "input", bold=True)
        sheet.put(number, 1, meaning, "input")
    first, last = (
        xl_rowcol_to_cell(row + 1, 0, True, True),
        xl_rowcol_to_cell(row + len(words), 0, True, True),
    )
    sheet.book.file.define_name(name, f"=Settings!{first}:{last}")


def matrix(sheet: Sheet, row: int) -> None:
    sheet.header(row, ["Matrix", "Impact down, urgency across: the cell is the priority"], height=18)
    for column, urgency in enumerate(URGENCIES):
        address = xl_rowcol_to_cell(10 + column, 0)
        sheet.calc(row, 2 + column, f"={address}", urgency, style="head", align="center")
    for number, impact in enumerate(IMPACTS):
        sheet.calc(row + 1 + number, 0, f"={xl_rowcol_to_cell(4 + number, 0)}", impact, bold=True)
        sheet.calc(row + 1 + number, 1, f"={xl_rowcol_to_cell(4 + number, 1)}", IMPACTS[impact])
        for column, priority in enumerate(MATRIX[number]):
            sheet.put(row + 1 + number, 2 + column, priority, "input", bold=True, align="center")
    sheet.choice((row + 1, 2), (row + 4, 4), "=Priorities")
    sheet.book.file.define_name("Matrix", f"=Settings!$C${row + 2}:$E${row + 5}")


def targets(sheet: Sheet, row: int) -> None:
    sheet.header(row, ["Priority", "Update to users", "Response, minutes", "Resolve, hours", "Clock"])
    for number, (priority, (response, resolve, clock, update)) in enumerate(TARGETS.items(), row + 1):
        sheet.put(number, 0, priority, "key")
        sheet.put(number, 1, update, "input")
        sheet.put(number, 2, response, "input", "#,##0")
        sheet.put(number, 3, resolve, "input", "General")
        sheet.put(number, 4, clock, "input")
    sheet.choice((row + 1, 4), (row + 4, 4), [SERVICE, ALWAYS])
    sheet.number((row + 1, 2), (row + 4, 3), 0, 100000)
    for column, name in zip("ACDE", ("Priorities", "ResponseMinutes", "ResolveHours", "Clocks"), strict=True):
        sheet.book.file.define_name(name, f"=Settings!${column}${row + 2}:${column}${row + 5}")


def hours(sheet: Sheet, row: int) -> None:
    sheet.header(row, ["Service hours", "", "", "Closed on", "Why"], height=18)
    for number, (label, moment) in enumerate(
        [("Opens", CALENDAR.opens), ("Closes", CALENDAR.closes)], row + 1
    ):
        sheet.put(number, 0, label, "key")
        sheet.put(number, 1, (moment.hour * 60 + moment.minute) / 1440, "input", "hh:mm")
    for number, day in enumerate(WEEKDAYS, row + 3):
        sheet.put(number, 0, day, "key")
        sheet.put(number, 1, "Open" if number - row - 3 in CALENDAR.weekdays else "Closed", "input")
    sheet.choice((row + 3, 1), (row + 9, 1), ["Open", "Closed"])
    closed = [*HOLIDAYS.items(), *[(None, None)] * (16 - len(HOLIDAYS))]
    for number, (day, why) in enumerate(closed, row + 1):
        sheet.put(number, 3, day, "input", DATE)
        sheet.put(number, 4, why, "input")
    sheet.dates((row + 1, 3), (row + 16, 3))
    derived(sheet, row + 10, row)
    sheet.book.file.define_name("Holidays", f"=Settings!$D${row + 2}:$D${row + 17}")


def derived(sheet: Sheet, row: int, top: int) -> None:
    opens, closes = f"B{top + 2}", f"B{top + 3}"
    mask = "&".join(f'IF(B{top + 4 + day}="Open","0","1")' for day in range(7))
    figures = [
        ("Opens, minute of the day", f"=ROUND({opens}*1440,0)", CALENDAR.opens_minute, "OpensMinute"),
        ("Closes, minute", f"=ROUND({closes}*1440,0)", CALENDAR.closes_minute, "ClosesMinute"),
        ("Minutes a day", f"=B{row + 2}-B{row + 1}", CALENDAR.minutes_a_day, "MinutesADay"),
        ("Weekend code", f"={mask}", CALENDAR.weekend_mask, "Weekend"),
    ]
    for number, (label, formula, value, name) in enumerate(figures, row):
        sheet.put(number, 0, label, "key")
        sheet.calc(number, 1, formula, value, "General")
        sheet.book.file.define_name(name, f"=Settings!$B${number + 1}")
