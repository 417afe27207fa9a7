"""What is compared of each form: paragraphs, lines of slides, rows of sheets."""

from content.files.comparing_units import MAX_UNITS, Unit, bounded, passages, unit_of


def document(*blocks):
    return {"form": "document", "blocks": list(blocks), "truncated": False}


def sheet(name="Plan", rows=(("a", "b"),), total_rows=None, **fields):
    rows = [list(row) for row in rows]
    total = len(rows) if total_rows is None else total_rows
    shown = {"name": name, "columns": ["A", "B"], "rows": rows, "total_rows": total, "total_columns": 2}
    return {"form": "sheets", "sheets": [shown | {"hidden": False} | fields]}


def test_paragraphs_take_their_style_from_the_preview():
    preview = document({"t": "h", "level": 2, "text": "Plan"}, {"t": "li", "level": 0, "text": "first"})

    found = passages(preview, [["", "Plan\nfirst\nmore"]])[""]

    assert [(unit.text, unit.style) for unit in found.units] == [
        ("Plan", "h2"),
        ("first", "li"),
        ("more", "p"),
    ]


def test_notes_and_margins_are_passages_of_their_own():
    found = passages(document(), [["", "Body"], ["footnotes", "One"], ["footnotes", "Two"]])

    assert {name: [unit.text for unit in passage.units] for name, passage in found.items()} == {
        "": ["Body"],
        "footnotes": ["One", "Two"],
    }


def test_markdown_headings_are_headings():
    found = passages({"form": "html", "html": "<h2>A &amp; B</h2><p>C</p>"}, [["", "A & B\nC"]])[""]

    assert [unit.style for unit in found.units] == ["h2", "p"]


def test_slides_are_one_passage_whose_lines_know_their_slide():
    preview = {
        "form": "slides",
        "slides": [{"number": 1, "title": "Start", "lines": [], "notes": ""}],
        "total": 1,
    }

    found = passages(preview, [["slide 1", "Start\nhello"], ["slide 1, notes", "smile"]])[""]

    assert [(unit.where, unit.style) for unit in found.units] == [
        ("slide 1", "h3"),
        ("slide 1", "p"),
        ("slide 1, notes", "p"),
    ]


def test_a_sheet_that_is_known_whole_is_compared_by_cells():
    rows = passages(sheet(rows=[("x", ""), ("", ""), ("", "y")]), [["sheet Plan", "x\ny"]])["Plan"].rows

    assert rows == [Unit(("x",), "row", "1"), Unit(("", "y"), "row", "3")]


def test_a_longer_sheet_is_compared_by_lines():
    passage = passages(sheet(total_rows=9), [["sheet Plan", "a | b\nc"]])["Plan"]

    assert (passage.rows, [unit.text for unit in passage.units]) == (None, ["a | b", "c"])


def test_a_csv_file_has_one_sheet_without_a_name():
    passage = passages(sheet("Table", total_rows=9), [["", "a\nb"]])["Table"]

    assert [unit.text for unit in passage.units] == ["a", "b"]


def test_each_form_has_a_word_for_its_unit():
    forms = ("document", "html", "slides", "sheets")

    assert [unit_of({"form": form}) for form in forms] == ["paragraph", "paragraph", "line", "row"]


def test_a_long_text_is_compared_in_larger_units_that_an_added_line_does_not_move():
    old = [Unit((f"line {number}",)) for number in range(10_000)]
    first, second, cut = bounded(old, [old[0], Unit(("new",)), *old[1:]])

    assert (len(first) <= MAX_UNITS, len(second) <= MAX_UNITS, cut) == (True, True, False)
    assert len(set(first) & set(second)) >= len(first) - 1


def test_what_is_too_long_even_so_is_cut():
    same = [Unit(("same",))] * 100_000
    first, _, cut = bounded(same, same)

    assert (len(first) <= MAX_UNITS, cut) == (True, False)
