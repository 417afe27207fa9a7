"""Artefact 1: priority matrix and target calculator (workbook)."""

import csv
from datetime import datetime
from pathlib import Path

from xlsxwriter.utility import xl_rowcol_to_cell

from .business_clock import (
    clock_start,
    days_formula,
    due,
    due_formula,
    offset_formula,
    spread,
    start_formula,
)
from .house_style import STAMP, Book, Sheet
from .priority_settings import CALENDAR, IMPACTS, MATRIX, TARGETS, URGENCIES, settings
from .tables import read_guide

TITLE = "Priority matrix and target calculator"
FILES = ["priority-matrix-and-target-calculator.xlsx"]
DATA = Path(__file__).parent / "data" / "priority_tickets.csv"
BLANK_ROWS = 60

COLUMNS = [
    "Ticket",
    "Reported",
    "What happened",
    "Impact",
    "Urgency",
    "Priority (matrix)",
    "Changed to",
    "Why changed",
    "Priority used",
    "Paused, minutes of running clock",
    "Clock",
    "Clock starts",
    "Respond by",
    "Resolve by",
    "Responded",
    "Resolved",
    "Response",
    "Resolve",
    "What this example shows",
]
WIDTHS = [10, 15.5, 30, 12, 9, 9, 9, 22, 9, 10, 12, 15.5, 15.5, 15.5, 15.5, 15.5, 9, 9, 42]
WORKING = ["Response minutes", "Offset", "Days", "Resolve minutes", "Offset", "Days"]


def build(folder: Path) -> None:
    """Write the workbook into ``folder``."""
    book = Book(folder / FILES[0], TITLE)
    book.how_to("Same report, same priority, same deadline", read_guide("priority_matrix"))
    settings(book)
    calculator(book)
    tickets = read_tickets()
    ticket_sheet(book, "Worked tickets", "Twelve tickets, each showing one rule", tickets)
    ticket_sheet(
        book,
        "Your tickets",
        f"Room for {BLANK_ROWS} tickets: fill in the marigold cells",
        [None] * BLANK_ROWS,
    )
    summary(book, tickets)
    book.close()


def read_tickets() -> list[dict]:
    """The worked tickets with times as datetimes."""
    with DATA.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        for name in ("reported", "responded", "resolved"):
            row[name] = datetime.strptime(row[name], "%Y-%m-%d %H:%M")
        row["paused"] = int(row["paused"] or 0)
    return rows


def addresses(row: int) -> dict[str, str]:
    """Cell addresses of one ticket row by name; working columns stand to the right of the visible ones."""
    names = [
        "ticket",
        "reported",
        "what",
        "impact",
        "urgency",
        "matrix",
        "changed",
        "why",
        "used",
        "paused",
        "clock",
        "start",
        "respond",
        "resolve",
        "responded",
        "resolved",
        "response",
        "resolved_ok",
        "shows",
        "rm",
        "ro",
        "rd",
        "sm",
        "so",
        "sd",
    ]
    return {name: xl_rowcol_to_cell(row, column) for column, name in enumerate(names)}


def formulas(a: dict[str, str]) -> dict[str, str]:
    """The formulas of one ticket; ``a`` holds the cell addresses."""
    target = f"MATCH({a['used']},Priorities,0)"
    return {
        "matrix": f'=IF(OR({a["impact"]}="",{a["urgency"]}=""),"",'
        f"INDEX(Matrix,MATCH({a['impact']},Impacts,0),MATCH({a['urgency']},Urgencies,0)))",
        "used": f'=IF({a["changed"]}<>"",{a["changed"]},{a["matrix"]})',
        "clock": f'=IF({a["used"]}="","",INDEX(Clocks,{target}))',
        "start": start_formula(a["reported"], a["clock"]),
        "respond": due_formula(a["start"], a["clock"], a["rm"], a["ro"], a["rd"]),
        "resolve": due_formula(a["start"], a["clock"], a["sm"], a["so"], a["sd"]),
        "rm": f'=IF({a["used"]}="","",INDEX(ResponseMinutes,{target}))',
        "ro": offset_formula(a["start"], a["rm"]),
        "rd": days_formula(a["ro"]),
        "sm": f'=IF({a["used"]}="","",ROUND(INDEX(ResolveHours,{target})*60,0)+N({a["paused"]}))',
        "so": offset_formula(a["start"], a["sm"]),
        "sd": days_formula(a["so"]),
        "response": verdict_formula(a["responded"], a["respond"]),
        "resolved_ok": verdict_formula(a["resolved"], a["resolve"]),
    }


def verdict_formula(done: str, limit: str) -> str:
    return f'=IF(OR({done}="",{limit}=""),"",IF(ROUND(({done}-{limit})*1440,0)<=0,"Met","Missed"))'


def values(ticket: dict | None) -> dict:
    """What each formula of a ticket row comes to; all empty for a blank row."""
    if ticket is None:
        return dict.fromkeys(formulas(addresses(0)), "")
    in_matrix = MATRIX[list(IMPACTS).index(ticket["impact"])][list(URGENCIES).index(ticket["urgency"])]
    used = ticket["raised_to"] or in_matrix
    response, resolve, clock, _ = TARGETS[used]
    minutes = resolve * 60 + ticket["paused"]
    start = clock_start(ticket["reported"], clock, CALENDAR)
    respond_by, resolve_by = due(start, response, clock, CALENDAR), due(start, minutes, clock, CALENDAR)
    (ro, rd), (so, sd) = spread(start, response, CALENDAR), spread(start, minutes, CALENDAR)
    return {
        "matrix": in_matrix,
        "used": used,
        "clock": clock,
        "start": start,
        "respond": respond_by,
        "resolve": resolve_by,
        "rm": response,
        "ro": ro,
        "rd": rd,
        "sm": minutes,
        "so": so,
        "sd": sd,
        "response": "Met" if ticket["responded"] <= respond_by else "Missed",
        "resolved_ok": "Met" if ticket["resolved"] <= resolve_by else "Missed",
    }


def ticket_sheet(book: Book, name: str, strap: str, tickets: list[dict | None]) -> None:
    worked = tickets[0] is not None
    sheet = book.sheet(name, strap, WIDTHS[:-1] + [WIDTHS[-1] if worked else 30] + [9] * 6)
    labels = COLUMNS if worked else [*COLUMNS[:-1], "Note"]
    sheet.header(3, [*labels, *WORKING], freeze=1, height=44)
    for row, ticket in enumerate(tickets, 4):
        ticket_row(sheet, row, ticket)
    end = 3 + len(tickets)
    for column, source in ((3, "=Impacts"), (4, "=Urgencies"), (6, "=Priorities")):
        sheet.choice((4, column), (end, column), source)
    sheet.number((4, 9), (end, 9), 0, 1000000, whole=True)
    for column in (1, 14, 15):
        sheet.dates((4, column), (end, column))
    sheet.paint((4, 16), (end, 17), "Met", "good")
    sheet.paint((4, 16), (end, 17), "Missed", "bad")
    sheet.ws.set_column(19, 24, 9, None, {"level": 1})
    sheet.ws.autofilter(3, 0, end, 18)
    sheet.ws.print_area(0, 0, end, 18)


def ticket_row(sheet: Sheet, row: int, ticket: dict | None) -> None:
    typed = ticket or {}
    inputs = {
        "ticket": 0,
        "what": 2,
        "impact": 3,
        "urgency": 4,
        "raised_to": 6,
        "why_changed": 7,
        "shows": 18,
    }
    for name, column in inputs.items():
        sheet.put(row, column, typed.get(name), "input" if column < 18 or ticket is None else "cell")
    for name, column in {"reported": 1, "responded": 14, "resolved": 15}.items():
        sheet.put(row, column, typed.get(name), "input", STAMP)
    sheet.put(row, 9, typed.get("paused") or None, "input", "#,##0")
    cells, worth = addresses(row), values(ticket)
    columns = {name: column for column, name in enumerate(cells)}
    for name, formula in formulas(cells).items():
        number = STAMP if name in ("start", "respond", "resolve") else ""
        style = "strong" if name in ("used", "respond", "resolve") else "calc"
        sheet.calc(row, columns[name], formula, worth[name], number, style)


def calculator(book: Book) -> None:
    """One ticket, top to bottom; the same formulas as in the lists."""
    sheet = book.sheet("Quick calculator", "One ticket: fill in four cells, read two times", [30, 24, 62])
    lines = [
        "reported",
        "impact",
        "urgency",
        "paused",
        "matrix",
        "changed",
        "used",
        "clock",
        "start",
        "rm",
        "ro",
        "rd",
        "respond",
        "sm",
        "so",
        "sd",
        "resolve",
    ]
    labels = {
        "reported": "Reported (date and time)",
        "impact": "Impact",
        "urgency": "Urgency",
        "paused": "Paused, minutes",
        "changed": "Changed to (leave empty)",
        "matrix": "Priority by the matrix",
        "used": "Priority used",
        "clock": "Clock",
        "start": "Clock starts",
        "rm": "Response target, minutes",
        "ro": "… counted from opening",
        "rd": "… whole days to go on",
        "respond": "Respond by",
        "sm": "Resolve target and pause, minutes",
        "so": "… counted from opening",
        "sd": "… whole days to go on",
        "resolve": "Resolve by",
    }
    notes = {
        "reported": "Type it as 2026-12-04 17:30.",
        "start": "The next opening if it was reported outside service hours.",
        "changed": "Only with a reason that you write into the ticket.",
        "rd": "Not used when the clock is 24x7.",
    }
    cells = {name: f"B{5 + number}" for number, name in enumerate(lines)}
    example = {
        "reported": datetime(2026, 12, 4, 17, 30),
        "impact": "Department",
        "urgency": "Today",
        "raised_to": "",
        "paused": 0,
        "responded": datetime.max,
        "resolved": datetime.max,
    }
    recipe = formulas({**addresses(0), **cells})
    worth = values(example)
    sheet.header(3, ["Item", "Value", "Note"], freeze=1, height=18)
    for row, name in enumerate(lines, 4):
        sheet.put(row, 0, labels[name], "key")
        sheet.put(row, 2, notes.get(name))
        stamp = STAMP if name in ("reported", "start", "respond", "resolve") else ""
        if name in recipe:
            style = "strong" if name in ("used", "respond", "resolve") else "calc"
            sheet.calc(row, 1, recipe[name], worth[name], stamp or "General", style)
        else:
            sheet.put(row, 1, example.get(name) or None, "input", stamp or "General")
    for name, source in (("impact", "=Impacts"), ("urgency", "=Urgencies"), ("changed", "=Priorities")):
        row = 4 + lines.index(name)
        sheet.choice((row, 1), (row, 1), source)


def summary(book: Book, tickets: list[dict]) -> None:
    sheet = book.sheet(
        "Summary", "Counts by priority, worked tickets beside yours", [22, 11, 14, 14, 4, 11, 14, 14]
    )
    sheet.header(
        3,
        [
            "Priority used",
            "Worked: tickets",
            "Response met",
            "Resolve met",
            "",
            "Yours: tickets",
            "Response met",
            "Resolve met",
        ],
        freeze=1,
    )
    worth = [values(ticket) for ticket in tickets]
    for row, priority in enumerate(TARGETS, 4):
        sheet.calc(row, 0, f"=INDEX(Priorities,{row - 3})", priority, style="strong")
        mine = [value for value in worth if value["used"] == priority]
        counts(sheet, row, 1, "Worked tickets", 4 + len(tickets), mine)
        counts(sheet, row, 5, "Your tickets", 4 + BLANK_ROWS, [])
    sheet.put(8, 0, "Changed by hand", "key")
    by_hand = sum(bool(ticket["raised_to"]) for ticket in tickets)
    share(sheet, 8, 1, "Worked tickets", 4 + len(tickets), by_hand / len(tickets))
    share(sheet, 8, 5, "Your tickets", 4 + BLANK_ROWS, "")


def counts(sheet: Sheet, row: int, column: int, source: str, end: int, worth: list[dict]) -> None:
    """Three cells: tickets of the priority of this row, share of response met, share of resolve met."""
    used = f"'{source}'!$I$5:$I${end}"
    sheet.calc(row, column, f"=COUNTIF({used},$A{row + 1})", len(worth), "#,##0")
    for step, (letter, name) in enumerate((("Q", "response"), ("R", "resolved_ok")), 1):
        judged = f"'{source}'!${letter}$5:${letter}${end}"
        met = f'COUNTIFS({used},$A{row + 1},{judged},"Met")'
        both = f'({met}+COUNTIFS({used},$A{row + 1},{judged},"Missed"))'
        ratio = sum(value[name] == "Met" for value in worth) / len(worth) if worth else ""
        sheet.calc(row, column + step, f'=IF({both}=0,"",{met}/{both})', ratio, "0%")


def share(sheet: Sheet, row: int, column: int, source: str, end: int, value) -> None:
    """The share of tickets whose priority was changed by hand."""
    changed, used = f"'{source}'!$G$5:$G${end}", f"'{source}'!$I$5:$I${end}"
    total = f'SUMPRODUCT(--({used}<>""))'
    sheet.calc(row, column, f'=IF({total}=0,"",SUMPRODUCT(--({changed}<>""))/{total})', value, "0%")
