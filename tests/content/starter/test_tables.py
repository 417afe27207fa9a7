import csv
import re

import pytest

from content.starter import change_risk, known_errors, kpi_catalogue, priority_matrix, service_entries
from content.starter.generate import FOLDER
from content.starter.recompute import read_cells
from content.starter.tables import read_records, read_table, write_table

CODE = re.compile(r"\b[A-Z]{3}-\d{3}\b")


def sheets(name: str) -> list[str]:
    return list(dict.fromkeys(sheet for sheet, _ in read_cells(FOLDER / name)))


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("priority_tickets", 12),
        ("categories", 124),
        ("risk_questions", 10),
        ("risk_changes", 8),
        ("standard_changes", 25),
        ("event_rules", 30),
        ("measures", 40),
    ],
)
def test_tables_hold_as_many_rows_as_promised(name, rows):
    table = read_table(name)

    assert (len(table), len({row[next(iter(row))] for row in table})) == (rows, rows)


@pytest.mark.parametrize(
    "name", ["categories", "risk_questions", "standard_changes", "event_rules", "measures"]
)
def test_no_field_is_left_empty(name):
    optional = {"stops_at", "denominator", "example_denominator"}
    empty = [
        (row[next(iter(row))], field)
        for row in read_table(name)
        for field, value in row.items()
        if not value.strip() and field not in optional
    ]

    assert empty == []


@pytest.mark.parametrize(
    ("name", "form", "rows"),
    [("services", service_entries.FORM, 12), ("known_errors", known_errors.FORM, 15)],
)
def test_each_record_fills_every_field_of_its_form(name, form, rows):
    records = read_records(name)

    assert len(records) == rows
    assert {frozenset(record) - {"id"} for record in records} == {frozenset(form) - {"id"}}


def test_hints_name_other_leaves_that_exist():
    leaves = {leaf["code"]: set(CODE.findall(leaf["not_this"])) for leaf in read_table("categories")}

    wrong = {code for code, named in leaves.items() if code in named or not named <= set(leaves)}

    assert wrong == set()


def test_every_measure_has_another_one_as_companion_and_a_range():
    measures = read_table("measures")
    numbers = {measure["id"] for measure in measures}

    wrong = [
        measure["id"]
        for measure in measures
        if measure["companion"] not in numbers - {measure["id"]}
        or float(measure["low"]) >= float(measure["high"])
    ]

    assert wrong == []


def test_scored_changes_reach_all_three_paths():
    questions = read_table("risk_questions")
    paths = [change_risk.judge(change, questions)["path"] for change in read_table("risk_changes")]

    assert {path: paths.count(path) for path in set(paths)} == {
        "Standard candidate": 2,
        "Normal": 2,
        "Board": 4,
    }


def test_an_open_answer_counts_as_the_worst():
    questions = [{"weight": "2", "stops_at": ""}, {"weight": "1", "stops_at": "3"}]

    judged = change_risk.judge({"answers": "0x"}, questions)

    assert (judged["score"], judged["stop"], judged["path"], judged["open"]) == (100 / 3, "Q2", "Board", 1)


def test_worked_tickets_show_met_and_missed_targets():
    worth = [priority_matrix.values(ticket) for ticket in priority_matrix.read_tickets()]

    missed = [(row["response"], row["resolved_ok"]).count("Missed") for row in worth]

    assert missed == [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1]


def test_the_example_month_has_good_figures_with_bad_companions():
    assert kpi_catalogue.looks(read_table("measures")) == 11


@pytest.mark.parametrize(
    ("name", "filled", "blank"),
    [
        ("priority-matrix-and-target-calculator.xlsx", "Worked tickets", "Your tickets"),
        ("incident-category-tree.xlsx", "Sorting test, filled", "Sorting test, blank"),
        ("change-risk-score.xlsx", "Scored examples", "Score"),
        ("standard-change-list.xlsx", "List", "Your list"),
        ("event-rule-catalogue.xlsx", "Catalogue", "Your rules"),
        ("kpi-catalogue-of-40-measures.xlsx", "Example month", "Your month"),
    ],
)
def test_a_workbook_opens_with_how_to_use_and_has_a_blank_form_beside_the_filled(name, filled, blank):
    names = sheets(name)

    assert (names[0], {filled, blank} <= set(names)) == ("How to use", True)


def test_csv_files_keep_commas_lines_and_signs(tmp_path):
    rows = [["a, b", 'say "no"', "two\nlines", "–"]]

    write_table(tmp_path / "t.csv", ["A", "B", "C", "D"], rows)

    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert list(csv.reader(lines)) == [["A", "B", "C", "D"], *rows]
