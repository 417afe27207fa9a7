"""The rows between two texts: applied to the old one they give the new one, and they read well."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.files.comparing_align import Budget
from content.files.comparing_text import (
    CONTEXT,
    MAX_PIECE,
    Row,
    folded,
    rows_between,
    words_between,
)
from content.files.comparing_units import Unit

WORDS = st.lists(
    st.sampled_from("call the duty manager at once and wait, then stop. é 😀".split()), max_size=12
)
PARAGRAPHS = st.lists(WORDS.map(" ".join).filter(bool), max_size=14)
CELLS = st.lists(st.lists(WORDS.map(" ".join), min_size=3, max_size=3), max_size=10)


def units(texts):
    return [Unit((text,) if isinstance(text, str) else tuple(text)) for text in texts]


def side(rows, dropped_state, dropped_mark):
    """The cells of one side: without the rows and the pieces that only the other has."""
    return [
        ["".join(text for mark, text in cell if mark != dropped_mark) for cell in row.cells]
        for row in rows
        if row.state != dropped_state
    ]


@settings(deadline=None)
@given(PARAGRAPHS, PARAGRAPHS)
def test_the_changes_lead_from_the_old_text_to_the_new_one(old, new):
    rows = rows_between(units(old), units(new), Budget())

    assert side(rows, "removed", "del") == [[text] for text in new]
    # Spaces are the new text's.
    assert ["".join(cell.split()) for (cell,) in side(rows, "added", "ins")] == [
        "".join(text.split()) for text in old
    ]


@settings(deadline=None)
@given(CELLS, CELLS)
def test_cells_of_the_same_width_stay_in_their_columns(old, new):
    rows = rows_between(units(old), units(new), Budget())

    assert side(rows, "removed", "del") == new


@given(PARAGRAPHS)
def test_the_same_text_has_no_change(texts):
    assert {row.state for row in rows_between(units(texts), units(texts), Budget())} <= {"same"}


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        (
            "Call the manager.",
            "Call the duty manager.",
            [["", "Call the "], ["ins", "duty"], ["", " manager."]],
        ),
        (
            "within five days",
            "within three days",
            [["", "within "], ["del", "five"], ["ins", "three"], ["", " days"]],
        ),
        ("alpha", "omega", [["del", "alpha"], ["ins", "omega"]]),
        ("", "new", [["ins", "new"]]),
        ("old", "", [["del", "old"]]),
    ],
)
def test_words_are_marked(old, new, pieces):
    assert words_between(old, new, Budget()) == pieces


def test_a_paragraph_that_became_another_is_changed_a_strange_one_is_not():
    old = units(["Call the manager within an hour.", "Something else entirely."])
    new = units(["Call the duty manager within an hour.", "No word in common here."])

    assert [row.state for row in rows_between(old, new, Budget())] == ["changed", "removed", "added"]


def test_a_new_column_is_added_to_each_row():
    row = rows_between(units([["P1", "15 min"]]), units([["P1", "15 min", "4 h"]]), Budget())[0]

    assert (row.state, row.cells) == ("changed", [[["", "P1"]], [["", "15 min"]], [["ins", "4 h"]]])


def test_unchanged_rows_are_counted_but_for_those_around_a_change():
    rows = [Row("same")] * 10 + [Row("added")] + [Row("same")] * 7

    shown = list(folded(rows))

    assert [(row.state, row.count) for row in shown if row.state != "same"] == [
        ("folded", 10 - CONTEXT),
        ("added", 1),
        ("folded", 7 - CONTEXT),
    ]
    assert len(shown) == 3 + 2 * CONTEXT


def test_long_pieces_are_shortened_for_reading():
    cells = [[["", "a" * 5000], ["ins", "b" * 5000]]]

    ((quiet, loud),) = next(folded([Row("changed", cells)])).cells

    assert (quiet[1], loud[1]) == ("a" * 200 + " … " + "a" * 200, "b" * MAX_PIECE + "…")
