"""Word files: structure in the order of the document."""

import pytest
from docx import Document
from docx.oxml import parse_xml

from content.files.word import inspect
from tests.content.files.file_samples import word

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def read(tmp_path):
    """Save a document and return what is found in it."""

    def saved(document):
        path = tmp_path / "a.docx"
        document.save(path)
        return inspect(path, tmp_path)

    return saved


def append(document, xml):
    document.element.body.insert(0, parse_xml(xml.replace("<w:p>", f"<w:p {WORD}>", 1)))


def test_headings_paragraphs_lists_and_tables_keep_their_order(read):
    document = Document()
    document.add_heading("Incident plan", 0)
    document.add_heading("Roles", 1)
    document.add_paragraph("Who does what.")
    document.add_paragraph("Commander", "List Bullet")
    document.add_paragraph("Deputy", "List Bullet 2")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Role", "Name"

    found = read(document)

    assert found.preview == {
        "form": "document",
        "truncated": False,
        "blocks": [
            {"t": "h", "level": 1, "text": "Incident plan"},
            {"t": "h", "level": 1, "text": "Roles"},
            {"t": "p", "text": "Who does what."},
            {"t": "li", "level": 0, "text": "Commander"},
            {"t": "li", "level": 1, "text": "Deputy"},
            {"t": "table", "rows": [["Role", "Name"]], "more": 0},
        ],
    }


def test_the_text_is_flowing_and_counted(tmp_path):
    found = inspect(word(tmp_path / "a.docx", "One two", "three"), tmp_path)

    assert (found.parts, found.facts) == ([["", "One two\nthree"]], ["3 words"])


def test_headers_and_footers_are_searched(read):
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Confidential draft"
    document.sections[0].footer.paragraphs[0].text = "Page of many"

    parts = read(document).parts

    assert sorted(parts[1:]) == [
        ["header or footer", "Confidential draft"],
        ["header or footer", "Page of many"],
    ]


def test_deleted_text_stays_deleted_and_inserted_text_is_read(read):
    document = Document()
    append(
        document,
        "<w:p><w:ins><w:r><w:t>new </w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom><w:r><w:t>text</w:t></w:r></w:p>",
    )

    assert read(document).parts[0] == ["", "new text"]


def test_text_in_content_controls_is_read(read):
    document = Document()
    append(
        document,
        f"<w:sdt {WORD}><w:sdtContent><w:p><w:r><w:t>Wrapped</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    )

    assert read(document).parts[0] == ["", "Wrapped"]


def test_a_list_of_contents_is_left_out(read):
    document = Document()
    style = document.styles.add_style("toc 1", 1)
    document.add_paragraph("Roles ..... 4", style)
    document.add_paragraph("Text")

    assert read(document).parts[0] == ["", "Text"]


def test_long_tables_and_documents_are_cut_and_say_so(read):
    document = Document()
    table = document.add_table(35, 1)
    for row in table.rows:
        row.cells[0].text = "x"
    for number in range(400):
        document.add_paragraph(f"line {number}")

    preview = read(document).preview

    assert (preview["truncated"], len(preview["blocks"])) == (True, 400)
    assert (len(preview["blocks"][0]["rows"]), preview["blocks"][0]["more"]) == (30, 5)


def test_merged_cells_keep_the_columns_in_place(read):
    document = Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    table.cell(0, 2).text = "last"
    table.cell(1, 2).text = "below"

    rows = read(document).preview["blocks"][0]["rows"]

    assert rows == [["wide", "", "last"], ["", "", "below"]]


def test_an_empty_document_has_no_text(read):
    assert read(Document()).parts[0] == ["", ""]
