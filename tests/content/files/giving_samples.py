"""Office files that give things away, made on the spot."""

import io
import zipfile

from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image
from pptx import Presentation

CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
CUSTOM_ROLE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
CUSTOM = (
    '<?xml version="1.0"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Customer">'
    "<vt:lpwstr>Harbour Works</vt:lpwstr></property></Properties>"
)
COMPANY = (
    '<?xml version="1.0"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Template>H:\\Letters\\offer.dotx</Template><TotalTime>7</TotalTime><Application>Office</Application>"
    "<Manager>The head</Manager><Company>Harbour Works</Company></Properties>"
)
TRACKED = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:del w:id="9" w:author="Second writer" w:date="2026-01-02T03:04:05Z">'
    "<w:r><w:delText>The old price</w:delText></w:r></w:del>"
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Nobody sees this</w:t></w:r></w:p>"
)


def word(path):
    """A Word file with every sort of property, a tracked change, a comment, hidden text, an address and a host."""
    document = Document()
    document.add_heading("Scope", 1)
    run = document.add_paragraph(
        "Write to desk@harbour-works.eu, or look at db01.harbour.corp (IP 10.20.30.40)."
    ).runs
    document.add_comment(run, text="Is this server still there?", author="Second writer", initials="SW")
    document.sections[0].header.paragraphs[0].text = "Tel. +49 30 5550 9812"
    document.core_properties.author = "First writer"
    document.core_properties.last_modified_by = "Second writer"
    document.save(path)
    part = "word/document.xml"
    edited = {part: lambda text: text.replace("<w:sectPr", f"{TRACKED}<w:sectPr", 1)}
    return with_properties(path, edited)


def sheets(path):
    """An Excel file with a hidden sheet, row and column, a comment, and an address in the hidden sheet."""
    book = Workbook()
    costs = book.active
    costs.title = "Costs"
    for row in range(1, 16):
        costs.append([f"Row {row}", "b", "c"])
    costs["A14"] = "Ask price@harbour-works.eu"
    costs["A3"].comment = Comment("Too much?", "Second writer")
    for row in (5, 6, 9):
        costs.row_dimensions[row].hidden = True
    costs.column_dimensions["B"].hidden = True
    secret = book.create_sheet("Secret")
    secret.sheet_state = "veryHidden"
    secret["B2"] = "\\\\files07\\salaries"
    book.properties.creator = "First writer"
    book.save(path)
    return with_properties(path, {})


def slides(path):
    """A PowerPoint file with a hidden slide that has notes."""
    show = Presentation()
    for title in ("Welcome", "Rates"):
        slide = show.slides.add_slide(show.slide_layouts[5])
        slide.shapes.title.text = title
    slide.notes_slide.notes_text_frame.text = "Call 0171 555 98 12 first"
    slide._element.set("show", "0")
    show.core_properties.author = "First writer"
    show.save(path)
    return with_properties(path, {})


def with_properties(path, edited):
    """Write a container again with a company, a template and a custom property, and with `edited` parts."""
    role = f'<Relationship Id="rIdX" Type="{CUSTOM_ROLE}" Target="docProps/custom.xml"/></Relationships>'
    declared = f'<Override PartName="/docProps/custom.xml" ContentType="{CUSTOM_TYPE}"/></Types>'
    edits = {
        "docProps/app.xml": lambda _text: COMPANY,
        "_rels/.rels": lambda text: text.replace("</Relationships>", role),
        "[Content_Types].xml": lambda text: text.replace("</Types>", declared),
        **edited,
    }
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, edits[name](data.decode()).encode() if name in edits else data)
        target.writestr("docProps/custom.xml", CUSTOM)
    return path


def with_broken_part(path, part):
    """Write a container again with the end of one part cut off."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name)[: -20 if name == part else None])
    return path


def exif(orientation=1):
    """EXIF as a telephone writes it: who, with what, and where."""
    found = Image.Exif()
    found[0x0112], found[0x013B], found[0x0110] = orientation, "First writer", "Telephone 9"
    found[0x8825] = {1: "N", 2: (52.0, 30.0, 36.0), 3: "W", 4: (13.0, 24.0, 0.0)}
    return found


def photograph(form, orientation=1):
    """A picture in a form of Pillow's ("PNG", "JPEG") with all of that."""
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, form, exif=exif(orientation))
    return out.getvalue()


def signed(path):
    """Write a container again with the pointer that a digital signature leaves."""
    origin = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    pointer = f'<Relationship Id="rIdS" Type="{origin}" Target="_xmlsignatures/origin.sigs"/></Relationships>'
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            target.writestr(
                name, text.replace(b"</Relationships>", pointer.encode()) if name == "_rels/.rels" else text
            )
        target.writestr("_xmlsignatures/origin.sigs", "")
    return path


def with_info(data, info):
    """Append properties to a PDF of five objects, as an editor saves a change."""
    table = data.rindex(b"startxref") + len(b"startxref\n")
    before = data[table:].split()[0].decode()
    added = f"6 0 obj{info}endobj\n".encode()
    xref = f"xref\n6 1\n{len(data):010} 00000 n \n".encode()
    trailer = f"trailer<</Size 7/Root 1 0 R/Info 6 0 R/Prev {before}>>\nstartxref\n{len(data) + len(added)}\n%%EOF\n"
    return data + added + xref + trailer.encode()
