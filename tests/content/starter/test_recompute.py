import pytest
import xlsxwriter

from content.starter.generate import FOLDER
from content.starter.recompute import NO_PROGRAM, differences, program, read_cells, recalculate

FORMULAS = {
    "change-risk-score.xlsx": 241,
    "event-rule-catalogue.xlsx": 326,
    "incident-category-tree.xlsx": 310,
    "kpi-catalogue-of-40-measures.xlsx": 748,
    "priority-matrix-and-target-calculator.xlsx": 1065,
    "standard-change-list.xlsx": 308,
}
needs_libreoffice = pytest.mark.skipif(program() is None, reason=NO_PROGRAM)


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recalculated")
    recalculate([FOLDER / name for name in FORMULAS], folder)
    return folder


def one_formula(path, value) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sums")
        sheet.write_number("A1", 20)
        sheet.write_formula("A2", "=A1*2.1", None, value)


@needs_libreoffice
@pytest.mark.parametrize("name", FORMULAS)
def test_libreoffice_comes_to_every_stored_value(recalculated, name):
    assert differences(FOLDER / name, recalculated / name) == (FORMULAS[name], [])


@needs_libreoffice
def test_a_wrong_stored_value_is_found(tmp_path):
    wrong, fresh = tmp_path / "wrong.xlsx", tmp_path / "fresh"
    one_formula(wrong, 41)

    recalculate([wrong], fresh)

    assert differences(wrong, fresh / "wrong.xlsx") == (
        1,
        ["wrong.xlsx Sums!A2: stored 41.0, recalculated 42.0"],
    )


def test_numbers_may_differ_by_a_billionth(tmp_path):
    one_formula(tmp_path / "ours.xlsx", 42)
    one_formula(tmp_path / "near.xlsx", 42.0000000001)
    one_formula(tmp_path / "far.xlsx", 42.00001)

    near = differences(tmp_path / "ours.xlsx", tmp_path / "near.xlsx")
    far = differences(tmp_path / "ours.xlsx", tmp_path / "far.xlsx")

    assert (near, len(far[1])) == ((1, []), 1)


def test_a_formula_that_is_missing_afterwards_is_a_difference(tmp_path):
    one_formula(tmp_path / "ours.xlsx", 42)
    with xlsxwriter.Workbook(tmp_path / "empty.xlsx") as book:
        book.add_worksheet("Sums")

    compared = differences(tmp_path / "ours.xlsx", tmp_path / "empty.xlsx")

    assert compared == (1, ["ours.xlsx Sums!A2: stored 42.0, recalculated None"])


def test_no_cell_shows_an_error():
    shown = [
        (path.name, place, value)
        for path in FOLDER.glob("*.xlsx")
        for place, (_, value) in read_cells(path).items()
        if isinstance(value, str) and value.startswith("#")
    ]

    assert shown == []


def test_every_formula_is_counted_also_without_libreoffice():
    counts = {
        path.name: sum(bool(formula) for formula, _ in read_cells(path).values())
        for path in FOLDER.glob("*.xlsx")
    }

    assert counts == FORMULAS
