"""Markdown and CSV."""

import pytest

from content.files.outcome import Unfit
from content.files.plain import inspect_csv, inspect_markdown, sniff


def sheet(folder, data):
    (folder / "a.csv").write_bytes(data)
    return inspect_csv(folder / "a.csv", folder)


def test_markdown_is_shown_without_its_front_matter(tmp_path):
    (tmp_path / "a.md").write_text("---\ntitle: secret\n---\n# Plan\n\nDo **this**.\n")

    found = inspect_markdown(tmp_path / "a.md", tmp_path)

    assert found.preview == {"form": "html", "html": "<h3>Plan</h3>\n<p>Do <strong>this</strong>.</p>\n"}
    assert (found.parts, found.facts) == ([["", "Plan\nDo this."]], ["3 words"])


@pytest.mark.parametrize(
    ("source", "mark"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2,5\n3,5;4,5\n", ";"),
        ("a\tb, c\n1\t2\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ('"x;y",b\n"p;q",d\n', ","),
        ("one column\nonly\n", ","),
        ("", ","),
    ],
)
def test_the_delimiter_is_found(source, mark):
    assert sniff(source) == mark


def test_a_table_is_shown_from_its_first_row(tmp_path):
    found = sheet(tmp_path, "Name;Größe\r\n\r\nA;1,5\r\nB\r\n".encode("cp1252"))

    assert found.preview["sheets"] == [
        {
            "name": "Table",
            "columns": ["A", "B"],
            "rows": [["Name", "Größe"], ["A", "1,5"], ["B", ""]],
            "total_rows": 3,
            "total_columns": 2,
            "hidden": False,
        }
    ]
    assert found.facts == ["3 rows", "2 columns"]


def test_twenty_rows_are_shown_and_all_are_searched(tmp_path):
    found = sheet(tmp_path, "".join(f"row {number},x\n" for number in range(50)).encode())

    assert (len(found.preview["sheets"][0]["rows"]), found.facts[0]) == (20, "50 rows")
    assert found.parts[0][1].endswith("row 49 | x")


def test_a_formula_is_shown_as_the_text_it_is(tmp_path):
    assert sheet(tmp_path, b'=HYPERLINK("x"),b\n').preview["sheets"][0]["rows"] == [['=HYPERLINK("x")', "b"]]


def test_a_quote_that_never_ends_is_damaged(tmp_path):
    with pytest.raises(Unfit) as refusal:
        sheet(tmp_path, b'"' + b"x" * 1_100_000)

    assert refusal.value.outcome == "damaged"
