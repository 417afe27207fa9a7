"""Excel files: visible sheets with their values, never their formulas."""

import re
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from content.files.outcome import Found, Part
from content.files.text import MAX_TEXT_BYTES, count, letters, line

MAX_ROWS = 20
MAX_COLUMNS = 12
MAX_SHEETS = 40
WIDEST = 256  # columns that are read at all
MAX_CELL = 500  # characters of a cell in the preview
READING_SECONDS = 6.0  # of processor time; the limit of the child is 10

_PERCENT = re.compile(r"0(?:\.(0+))?%")

Sheet = dict[str, Any]


def inspect(path: Path, _out: Path) -> Found:
    """Return the text of all visible sheets and their first 20 rows by 12 columns."""
    book = load_workbook(path, read_only=True, data_only=True)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    reading = _Reading()
    sheets = [reading.sheet(sheet) for sheet in visible]
    unknown = _mark_unknown(path, sheets[:MAX_SHEETS], reading.calculated) if reading.complete else {}
    book.close()
    return Found(
        parts=reading.parts,
        facts=_facts(sheets, hidden, unknown, reading.complete),
        preview={
            "form": "sheets",
            "sheets": sheets[:MAX_SHEETS] + [_unread(name) for name in hidden[:MAX_SHEETS]],
        },
    )


class _Reading:
    """Reads sheet after sheet until the text is full or the time is up."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.complete = True
        # Formulas whose stored result is an empty text: calculated, though there is nothing to show.
        self.calculated: set[tuple[str, int, int]] = set()
        self._room = MAX_TEXT_BYTES
        self._until = time.process_time() + READING_SECONDS

    def sheet(self, sheet: Any) -> Sheet:
        # The dimensions written in a file are often wrong: some say one cell for a full sheet.
        # They are believed only for what is not read.
        declared = sheet.max_row or 0
        sheet.reset_dimensions()
        rows: list[list[str]] = []
        lines: list[str] = []
        total = width = 0
        for number, cells in enumerate(sheet.iter_rows(max_col=WIDEST), start=1):
            values = [_shown(cell) for cell in cells]
            filled = max((at for at, value in enumerate(values, start=1) if value), default=0)
            if filled:
                total, width = number, max(width, filled)
                self._keep(values, lines)
            if number <= MAX_ROWS:
                rows.append([line(value, MAX_CELL) for value in values[:MAX_COLUMNS]])
                self._note_empty_results(sheet.title, number, cells[:MAX_COLUMNS])
            if number >= MAX_ROWS and self._must_stop(number):
                total = max(total, declared)
                break
        self.parts.append([f"sheet {sheet.title}", "\n".join(lines)])
        return _sheet(sheet.title, rows, total, width)

    def _note_empty_results(self, title: str, number: int, cells: Any) -> None:
        for column, cell in enumerate(cells):
            if cell.value is None and cell.data_type == "str":
                self.calculated.add((title, number - 1, column))

    def _must_stop(self, number: int) -> bool:
        if self._room <= 0 or (number % 500 == 0 and time.process_time() > self._until):
            self.complete = False
        return not self.complete

    def _keep(self, values: list[str], lines: list[str]) -> None:
        text = " | ".join(filter(None, values))
        self._room -= len(text.encode(errors="replace")) + 1
        lines.append(text)


def _sheet(name: str, rows: list[list[str]], total: int, width: int) -> Sheet:
    columns = min(width, MAX_COLUMNS)
    return {
        "name": line(name, 100),
        "columns": letters(columns),
        "rows": [(row + [""] * columns)[:columns] for row in rows[: min(total, MAX_ROWS)]],
        "total_rows": total,
        "total_columns": width,
        "hidden": False,
    }


def _unread(name: str) -> Sheet:
    return {**_sheet(name, [], 0, 0), "hidden": True}


def _shown(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number(value, cell.number_format or "")
    if isinstance(value, (datetime, date, clock, timedelta)):
        return _moment(value)
    return str(value)


def _number(value: float, pattern: str) -> str:
    if match := _PERCENT.search(pattern):
        return f"{value * 100:.{len(match.group(1) or '')}f}%"
    if isinstance(value, int) and abs(value) < 10**15:
        return str(value)
    return f"{value:.10g}"


def _moment(value: datetime | date | clock | timedelta) -> str:
    if isinstance(value, datetime):
        midnight = value.time() == clock()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="minutes")
    return str(value)


NOT_CALCULATED = "(not calculated)"


def _mark_unknown(path: Path, sheets: list[Sheet], calculated: set[tuple[str, int, int]]) -> dict[str, int]:
    """Mark shown cells whose formula has no stored result; return how many, by sheet."""
    book = load_workbook(path, read_only=True, data_only=False)
    found: dict[str, int] = {}
    by_title = {sheet.title: sheet for sheet in book.worksheets}
    for shown in sheets:
        source = by_title.get(shown["name"])
        for row, column in _formulas(source, shown) if source else ():
            if (shown["name"], row, column) in calculated:
                continue
            found[shown["name"]] = found.get(shown["name"], 0) + 1
            shown["rows"][row][column] = NOT_CALCULATED
    book.close()
    return found


def _formulas(source: Any, shown: Sheet) -> Iterator[tuple[int, int]]:
    source.reset_dimensions()
    for at, cells in enumerate(source.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS)):
        for column, cell in enumerate(cells):
            if cell.data_type == "f":
                _grow(shown, at, column)
                if not shown["rows"][at][column]:
                    yield at, column


def _grow(shown: Sheet, row: int, column: int) -> None:
    """Make room for a cell that held no value, so that its mark can be seen."""
    width = max(len(shown["columns"]), column + 1)
    shown["columns"] = letters(width)
    shown["rows"] += [[] for _ in range(row + 1 - len(shown["rows"]))]
    shown["rows"] = [cells + [""] * (width - len(cells)) for cells in shown["rows"]]
    shown["total_rows"] = max(shown["total_rows"], row + 1)
    shown["total_columns"] = max(shown["total_columns"], width)


def _facts(sheets: list[Sheet], hidden: list[str], unknown: dict[str, int], complete: bool) -> list[str]:
    names = ", ".join(sheet["name"] for sheet in sheets[:12]) + (", …" if len(sheets) > 12 else "")
    facts = [f"{count(len(sheets), 'sheet')}: {names}"] if sheets else ["No visible sheet"]
    if hidden:
        facts.append(f"{count(len(hidden), 'hidden sheet')}: {', '.join(hidden[:12])}")
    for name, number in list(unknown.items())[:5]:
        verb = "has" if number == 1 else "have"
        facts.append(f"On sheet {name}, {count(number, 'formula', 'formulas')} {verb} no stored result")
    return facts if complete else [*facts, "Only the first part of the workbook was read"]
