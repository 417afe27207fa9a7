"""One small honest file of each kind, made on the spot, as bytes."""

import io
import zipfile
from itertools import pairwise

from docx import Document
from openpyxl import Workbook
from PIL import Image, ImageDraw
from pptx import Presentation

from tests.content.files.bpmn_samples import NAMESPACES, diagram, edge, element, shape
from tests.content.files.file_samples import pdf

PHRASE = "wake the duty manager before breakfast"
STEPS = ("Log the outage", "Call the duty manager", "Write the timeline", "Hold the review")


def docx(*paragraphs, heading="Major incident handbook"):
    """A document with a heading, paragraphs and a table."""
    document = Document()
    document.add_heading(heading, level=1)
    for text in paragraphs:
        document.add_paragraph(text)
    table = document.add_table(rows=2, cols=14)
    for number, cell in enumerate(table.row_cells(0)):
        cell.text = f"Responsibility {number}"
    return settled(_saved(document))


def xlsx(rows=60, columns=12):
    """A workbook of two sheets, wider and longer than any screen."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Timeline"
    sheet.append([f"Column {number}" for number in range(1, columns + 1)])
    for row in range(rows):
        sheet.append([f"Entry {row}.{number}" for number in range(columns)])
    book.create_sheet("Actions").append(["Action", "Owner", "Due"])
    return _saved(book)


def pptx():
    """A deck of two slides, the first with notes."""
    deck = Presentation()
    for title in ("Service review in the first quarter", "What we change next"):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = "Availability was 99.7 per cent.\nTwo changes failed."
    deck.slides[0].notes_slide.notes_text_frame.text = "Say this slowly."
    return _saved(deck)


def pages():
    """A PDF of three pages."""
    return pdf("Access is granted by the owner", pages=3)


def bpmn(steps=None):
    """A process of tasks in a row, {number: name}, wider than a phone."""
    steps = steps or dict(enumerate(STEPS))
    at, ways = list(steps), list(pairwise(steps))
    tasks = "".join(element("task", f"t{number}", name=name) for number, name in steps.items())
    flows = "".join(
        element("sequenceFlow", f"f{one}", sourceRef=f"t{one}", targetRef=f"t{two}") for one, two in ways
    )
    drawn = [shape(f"t{number}", 40 + 180 * at.index(number), 60, 120, 80) for number in at]
    drawn += [
        edge(f"f{one}", [(160 + 180 * at.index(one), 100), (220 + 180 * at.index(one), 100)])
        for one, _ in ways
    ]
    process = f'<process id="process" name="Escalate">{tasks}{flows}</process>'
    return f"<definitions {NAMESPACES}>{process}{diagram(*drawn, name='Escalation')}</definitions>".encode()


def changed(kind):
    """Two files of this kind, the second with a few other words; the model also with a task more and one less."""
    if kind == "docx":
        return docx("Log it.", "Call the owner."), docx("Log it.", "Call the duty manager.")
    if kind == "md":
        return md(), md().replace(b"Call, then write.", b"Call, then shout.")
    return bpmn(), bpmn({0: STEPS[0], 1: STEPS[1], 2: "Keep the timeline", 7: "Tell the owner"})


def md():
    """Markdown with a heading, a list, code and a table wider than a phone."""
    wide = "| " + " | ".join(f"Heading number {number}" for number in range(9)) + " |\n"
    code = "```\n" + "escalate --to duty-manager " * 12 + "\n```\n\n"
    rule = "|" + "---|" * 9 + "\n"
    return (
        "# Escalation note\n\nCall, then write.\n\n- one\n- two\n\n`ticket`\n\n" + code + wide + rule + wide
    ).encode()


def csv():
    """A table of people's skills, without people."""
    rows = ["role,skill,level"] + [f"Analyst {number},Incident triage,{number % 5}" for number in range(30)]
    return "\n".join(rows).encode()


def drawio():
    """A drawing of two boxes, as its editor saves it uncompressed."""
    names = enumerate(("Desk", "Second line"), 2)
    cells = "".join(f'<mxCell id="{at}" value="{name}" vertex="1" parent="1"/>' for at, name in names)
    graph = f"<mxGraphModel><root>{cells}</root></mxGraphModel>"
    return f'<mxfile><diagram name="Teams">{graph}</diagram></mxfile>'.encode()


def png():
    """A picture wider than a phone."""
    picture = Image.new("RGB", (900, 300), "white")
    ImageDraw.Draw(picture).rectangle((20, 20, 880, 280), outline="teal", width=8)
    return _saved(picture, "PNG")


def settled(package):
    """The same container with one date on all its parts, so that each process makes the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name))
    return out.getvalue()


def _saved(made, *how):
    out = io.BytesIO()
    made.save(out, *how)
    return out.getvalue()
