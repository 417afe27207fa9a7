"""Artefact 15: standard change list (workbook)."""

import calendar
from datetime import date
from pathlib import Path

from .house_style import DATE, ISSUED, Book, Sheet
from .tables import read_guide, read_table

TITLE = "Standard change list"
FILES = ["standard-change-list.xlsx"]
BLANK_ROWS, LOG_ROWS = 25, 100
FAILURE_LIMIT = 0.05
OUTCOMES = ["Done", "Done with trouble", "Backed out", "Caused an incident"]
FAILED = OUTCOMES[2:]
LABELS = [
    "No.",
    "Standard change",
    "Area",
    "Only if (preconditions)",
    "Steps",
    "Back-out",
    "Evidence to keep",
    "Minutes at most",
    "When",
    "Done by",
    "Not standard if",
    "Reviewed",
    "Review every, months",
    "Next review",
    "Uses since review",
    "With trouble",
    "Failed",
    "Failed share",
    "Verdict",
]
WIDTHS = [8, 28, 13, 38, 44, 34, 28, 9, 18, 17, 32, 11, 9, 11, 9, 8, 8, 8, 17]
FIELDS = [
    "id",
    "name",
    "area",
    "before",
    "steps",
    "back_out",
    "evidence",
    "minutes",
    "window",
    "doer",
    "not_standard_if",
    "reviewed",
    "months",
]
FORM = {
    "id": "A number that never changes.",
    "name": "Verb and object, narrow enough that two people picture the same thing.",
    "area": "The team's field, for the filter.",
    "before": "What must be true before the first step. Each item can be checked in a minute.",
    "steps": "Verbs, in order, at most eight. If it needs more, it is two changes or not standard.",
    "back_out": "What is done when a step fails, and how long that way stays open.",
    "evidence": "What an auditor or the next shift will look for. Taken from tools, not written by hand.",
    "minutes": "Longest time it may take. Past it, back out.",
    "window": "When it is allowed.",
    "doer": "A role, not a person.",
    "not_standard_if": "The signs that this case is another one and needs a normal change.",
    "reviewed": "Date of the last review by the change manager and the doing team.",
    "months": "3 for changes with many uses or high reach, 12 for quiet ones.",
}


def build(folder: Path) -> None:
    """Write the workbook into ``folder``."""
    changes, uses = read_table("standard_changes"), read_table("standard_uses")
    book = Book(folder / FILES[0], TITLE)
    book.how_to("Approved once, done often, suspended when it fails", read_guide("standard_changes"))
    change_list(
        book,
        "List",
        "25 pre-approved changes, judged by the example log",
        changes,
        "Example log",
        len(uses),
        uses,
    )
    log(book, "Example log", "Three months of uses, invented", uses)
    form(book, next(change for change in changes if change["id"] == "STD-03"))
    change_list(
        book,
        "Your list",
        f"Blank form for {BLANK_ROWS} changes, judged by your log",
        [None] * BLANK_ROWS,
        "Your log",
        LOG_ROWS,
        [],
    )
    log(book, "Your log", f"Room for {LOG_ROWS} uses", [None] * LOG_ROWS)
    limits(book, changes, uses)
    book.close()


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month, as EDATE counts."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def judge(change: dict, uses: list[dict]) -> dict:
    """Next review, counts since the last one, failed share ("" if unused), verdict as of the day of issue."""
    mine = [use["outcome"] for use in uses if use["id"] == change["id"] and use["date"] >= change["reviewed"]]
    failed = sum(outcome in FAILED for outcome in mine)
    following = months_later(date.fromisoformat(change["reviewed"]), int(change["months"]))
    share = failed / len(mine) if mine else ""
    verdict = (
        "Suspend"
        if mine and share > FAILURE_LIMIT
        else "Review overdue"
        if following < ISSUED
        else "Keep"
        if mine
        else "Never used"
    )
    return {
        "next": following,
        "uses": len(mine),
        "trouble": mine.count(OUTCOMES[1]),
        "failed": failed,
        "share": share,
        "verdict": verdict,
    }


def change_list(
    book: Book,
    name: str,
    strap: str,
    changes: list[dict | None],
    source: str,
    log_rows: int,
    uses: list[dict],
) -> None:
    sheet = book.sheet(name, strap, WIDTHS)
    sheet.header(3, LABELS, freeze=2, height=44)
    end = 3 + len(changes)
    for row, change in enumerate(changes, 4):
        list_row(sheet, row, change, source, 4 + log_rows, uses)
    sheet.number((4, 7), (end, 7), 1, 1440, whole=True)
    sheet.number((4, 12), (end, 12), 1, 24, whole=True)
    sheet.dates((4, 11), (end, 11))
    for word, look in (("Suspend", "bad"), ("Review", "mark"), ("Keep", "good"), ("Never", "info")):
        sheet.paint((4, 18), (end, 18), word, look)
    sheet.ws.autofilter(3, 0, end, 18)


def list_row(sheet: Sheet, row: int, change: dict | None, source: str, end: int, uses: list[dict]) -> None:
    line = row + 1
    for column, name in enumerate(FIELDS):
        sheet.put(
            row,
            column,
            typed(name, change),
            "input",
            DATE if name == "reviewed" else "0" if name in ("minutes", "months") else "",
            **({"bold": True} if column < 2 else {}),
        )
    dates, numbers, outcomes = (f"'{source}'!${letter}$5:${letter}${end}" for letter in "ABC")
    since = f'{numbers},$A{line},{dates},">="&N($L{line})'
    names = ("next", "uses", "trouble", "failed", "share", "verdict")
    worth = judge(change, uses) if change else dict.fromkeys(names, "")
    blank = f'$A{line}=""'
    count = {outcome: f'COUNTIFS({since},{outcomes},"{outcome}")' for outcome in OUTCOMES}
    verdict = (
        f'IF(AND(O{line}>0,N(R{line})>FailureLimit),"Suspend",'
        f'IF(AND(N{line}<>"",AsOf>N(N{line})),"Review overdue",'
        f'IF(O{line}>0,"Keep","Never used")))'
    )
    recipe = {
        "next": (f'=IF(OR({blank},L{line}="",M{line}=""),"",EDATE(L{line},M{line}))', DATE),
        "uses": (f'=IF({blank},"",COUNTIFS({since}))', "0"),
        "trouble": (f'=IF({blank},"",{count[OUTCOMES[1]]})', "0"),
        "failed": (f'=IF({blank},"",{count[FAILED[0]]}+{count[FAILED[1]]})', "0"),
        "share": (f'=IF(N(O{line})=0,"",Q{line}/O{line})', "0%"),
        "verdict": (f'=IF({blank},"",{verdict})', ""),
    }
    for column, name in enumerate(names, len(FIELDS)):
        sheet.calc(
            row,
            column,
            recipe[name][0],
            worth[name],
            recipe[name][1],
            "strong" if name == "verdict" else "calc",
        )


def typed(name: str, change: dict | None):
    """One field as a cell holds it: steps on lines of their own, numbers as numbers, dates as dates."""
    if change is None:
        return None
    if name == "steps":
        parts = [part.strip().rstrip(".") for part in change["steps"].split(". ")]
        return "\n".join(f"{number}. {part}" for number, part in enumerate(parts, 1))
    if name in ("minutes", "months"):
        return int(change[name])
    return date.fromisoformat(change[name]) if name == "reviewed" else change[name]


def log(book: Book, name: str, strap: str, uses: list[dict | None]) -> None:
    sheet = book.sheet(name, strap, [13, 12, 22, 12, 70])
    sheet.header(3, ["Date", "No.", "Outcome", "Minutes", "What happened, if not plainly done"], freeze=0)
    for row, use in enumerate(uses, 4):
        use = use or {}
        sheet.put(row, 0, date.fromisoformat(use["date"]) if use else None, "input", DATE)
        sheet.put(row, 1, use.get("id"), "input")
        sheet.put(row, 2, use.get("outcome"), "input")
        sheet.put(row, 3, int(use["minutes"]) if use else None, "input", "0")
        sheet.put(row, 4, use.get("note"), "input")
    end = 3 + len(uses)
    sheet.dates((4, 0), (end, 0))
    sheet.choice((4, 2), (end, 2), OUTCOMES)
    sheet.number((4, 3), (end, 3), 0, 1440, whole=True)


def form(book: Book, change: dict) -> None:
    sheet = book.sheet("Form", "How a recipe is written: one filled beside one blank", [24, 50, 56, 56])
    sheet.header(3, ["Field", "What to write", f"Filled: {change['id']}", "Blank"], freeze=1)
    for row, (name, advice) in enumerate(FORM.items(), 4):
        number = DATE if name == "reviewed" else "0" if name in ("minutes", "months") else ""
        left = {"align": "left"} if number else {}
        sheet.put(row, 0, LABELS[row - 4], "key")
        sheet.put(row, 1, advice)
        sheet.put(row, 2, typed(name, change), "cell", number, **left)
        sheet.put(row, 3, None, "input", number, **left)
    for row, label in enumerate(
        ("Approved by (change manager)", "Approved by (service owner)", "Suspended on, why"), 4 + len(FORM)
    ):
        sheet.put(row, 0, label, "key")
        sheet.put(row, 1, "Role and date." if row < 6 + len(FORM) else "Empty while it is in use.")
        sheet.put(
            row,
            2,
            (
                "2026-10-26, change manager",
                "2026-10-26, owner of network services",
                "Suspended 2026-10-12 after an "
                "incident. Steps mended, approved again 2026-10-26: the count starts afresh.",
            )[row - 4 - len(FORM)],
        )
        sheet.put(row, 3, None, "input")


def limits(book: Book, changes: list[dict], uses: list[dict]) -> None:
    sheet = book.sheet("Limits", "Two figures the verdicts use, and a count of verdicts", [30, 16, 16, 60])
    sheet.put(3, 0, "As of", "key")
    sheet.put(3, 1, ISSUED, "input", DATE)
    sheet.put(
        3,
        3,
        "Type the day you look at the list. It is not today's date by formula, so that a printed list "
        "stays true.",
    )
    sheet.put(4, 0, "Suspend above this failed share", "key")
    sheet.put(4, 1, FAILURE_LIMIT, "input", "0%")
    sheet.put(4, 3, "With fewer than 20 uses a single failure is over 5 %: that is meant.")
    book.file.define_name("AsOf", "=Limits!$B$4")
    book.file.define_name("FailureLimit", "=Limits!$B$5")
    sheet.header(6, ["Verdict", "List", "Your list"], height=18)
    verdicts = [judge(change, uses)["verdict"] for change in changes]
    for row, word in enumerate(("Keep", "Suspend", "Review overdue", "Never used"), 7):
        sheet.put(row, 0, word, "key")
        sheet.calc(
            row, 1, f"=COUNTIF(List!$S$5:$S${4 + len(changes)},$A{row + 1})", verdicts.count(word), "0"
        )
        sheet.calc(row, 2, f"=COUNTIF('Your list'!$S$5:$S${4 + BLANK_ROWS},$A{row + 1})", 0, "0")
