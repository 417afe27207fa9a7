"""Excel files: values as people see them."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook

from content import starter
from content.files.sheets import inspect


@pytest.fixture
def book(tmp_path):
    """A workbook to be filled; `read()` closes and inspects it."""
    path = tmp_path / "a.xlsx"
    made = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})

    def read():
        made.close()
        return inspect(path, tmp_path)

    made.read = read
    return made


def rows(found, number=0):
    return found.preview["sheets"][number]["rows"]


def test_values_are_shown_as_people_read_them(book):
    sheet = book.add_worksheet("Values")
    percent = book.add_format({"num_format": "0.0%"})
    sheet.write_row(0, 0, ["text", 12, 0.5, True])
    sheet.write_datetime(1, 0, date(2026, 3, 1))
    sheet.write_datetime(
        1, 1, datetime(2026, 3, 1, 12, 30), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    )
    sheet.write_datetime(1, 2, time(8, 15), book.add_format({"num_format": "hh:mm"}))
    sheet.write_number(1, 3, 0.995, percent)

    assert rows(book.read()) == [
        ["text", "12", "0.5", "TRUE"],
        ["2026-03-01", "2026-03-01 12:30", "08:15:00", "99.5%"],
    ]


def test_results_are_shown_and_formulas_are_not(book):
    sheet = book.add_worksheet("Sums")
    sheet.write_formula(0, 0, "=1+2", value=3)

    found = book.read()

    assert (rows(found), found.parts) == ([["3"]], [["sheet Sums", "3"]])


def test_a_formula_without_a_result_is_marked(tmp_path):
    made = Workbook()
    made.active.title = "Risk"
    made.active.append(["score", "=2*3"])
    made.save(tmp_path / "a.xlsx")

    found = inspect(tmp_path / "a.xlsx", tmp_path)

    assert rows(found) == [["score", "(not calculated)"]]
    assert found.facts == ["1 sheet: Risk", "On sheet Risk, 1 formula has no stored result"]
    assert found.parts == [["sheet Risk", "score"]]


def test_an_empty_text_is_a_result(tmp_path):
    blank_forms = Path(starter.__file__).parent / "files" / "change-risk-score.xlsx"

    found = inspect(blank_forms, tmp_path)

    assert found.facts == ["5 sheets: How to use, Questions, Scored examples, Score, Calibration"]


def test_hidden_sheets_are_named_but_not_read(book):
    book.add_worksheet("Shown").write(0, 0, "open")
    hidden = book.add_worksheet("Salaries")
    hidden.write(0, 0, "secret")
    hidden.hide()

    found = book.read()

    assert [(sheet["name"], sheet["hidden"]) for sheet in found.preview["sheets"]] == [
        ("Shown", False),
        ("Salaries", True),
    ]
    assert (found.parts, found.facts) == (
        [["sheet Shown", "open"]],
        ["1 sheet: Shown", "1 hidden sheet: Salaries"],
    )


def test_the_first_rows_and_columns_are_shown_and_all_are_counted(book):
    sheet = book.add_worksheet("Long")
    for row in range(30):
        sheet.write_row(row, 0, [f"{row}/{column}" for column in range(15)])

    shown = book.read().preview["sheets"][0]

    assert (len(shown["rows"]), shown["columns"]) == (20, list("ABCDEFGHIJKL"))
    assert (shown["total_rows"], shown["total_columns"], shown["rows"][19][11]) == (30, 15, "19/11")


def test_all_text_is_searched_beyond_what_is_shown(book):
    book.add_worksheet("Far").write(5000, 20, "needle")

    assert book.read().parts == [["sheet Far", "needle"]]


def test_reading_stops_when_the_text_is_full(book):
    sheet = book.add_worksheet("Full")
    for row in range(60):
        sheet.write(row, 0, "x" * 30_000)
    book.add_worksheet("After").write(0, 0, "late")

    found = book.read()

    assert [len(shown["rows"]) for shown in found.preview["sheets"]] == [20, 1]
    assert found.preview["sheets"][0]["total_rows"] == 60
    assert found.facts[1:] == ["Only the first part of the workbook was read"]


def test_an_empty_workbook_has_no_text(book):
    book.add_worksheet("Blank")

    found = book.read()

    assert (found.parts, rows(found)) == ([["sheet Blank", ""]], [])
