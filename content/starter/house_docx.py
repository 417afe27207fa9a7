"""The look of the starter Word files, and a way to write them with the same bytes each run."""

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from lxml import etree

from .house_style import AUTHOR, FONT, INK, INK_SOFT, ISSUED, LICENCE, LINE, MARIGOLD, PETROL, VERSION

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def colour(value: str) -> RGBColor:
    return RGBColor.from_string(value.lstrip("#").upper())


class Paper:
    """An A4 Word document in house style."""

    def __init__(self, title: str):
        self.doc = Document()
        self.title = title
        self._styles()
        self._page()
        when = datetime(ISSUED.year, ISSUED.month, ISSUED.day)
        facts = self.doc.core_properties
        facts.title, facts.author, facts.last_modified_by, facts.comments = (
            title,
            AUTHOR,
            AUTHOR,
            f"{LICENCE}, version {VERSION}",
        )
        facts.created, facts.modified, facts.revision, facts.language = when, when, 1, "en-GB"

    def _styles(self) -> None:
        for name, size, ink, before, after in (
            ("Normal", 10, INK, 0, 4),
            ("Title", 21, PETROL, 0, 4),
            ("Heading 1", 16, PETROL, 18, 6),
            ("Heading 2", 13, PETROL, 12, 4),
            ("List Number", 10, INK, 0, 3),
            ("List Bullet", 10, INK, 0, 3),
        ):
            style = self.doc.styles[name]
            style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), colour(ink)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for slot in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(slot), None)  # a theme font would win over ours
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
            if name != "Normal" and name[:4] != "List":
                style.font.bold = True
        for edge in self.doc.styles["Title"].element.iter(qn("w:bottom")):
            edge.set(qn("w:color"), MARIGOLD.lstrip("#"))
            edge.set(qn("w:sz"), "18")

    def _page(self) -> None:
        page = self.doc.sections[0]
        page.orientation, page.page_width, page.page_height = WD_ORIENT.PORTRAIT, Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2)
        page.top_margin = page.bottom_margin = Cm(1.8)
        foot = page.footer.paragraphs[0]
        self._soft(foot.add_run(f"{self.title}, version {VERSION}, {ISSUED.isoformat()}, {LICENCE}. Page "))
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = foot.add_run()
            self._soft(run)
            run._r.append(self._field(kind, text))

    @staticmethod
    def _soft(run) -> None:
        run.font.size, run.font.color.rgb = Pt(8), colour(INK_SOFT)

    @staticmethod
    def _field(kind: str, text: str):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text or None
        return part

    def text(self, words: str, style: str = "Normal", *, keep: bool = False) -> None:
        """A paragraph; ``keep`` holds it on the page of the next one."""
        self.doc.add_paragraph(words, style=style).paragraph_format.keep_with_next = keep

    def heading(self, words: str, level: int, *, new_page: bool = False) -> None:
        """A heading, on a new page if wanted."""
        self.doc.add_heading(words, level).paragraph_format.page_break_before = new_page

    def table(self, labels: list[str], rows: list[list[str]], widths: list[float], *, bold: int = 1) -> None:
        """A table with petrol header row and ``bold`` leading columns; widths in centimetres."""
        table = self.doc.add_table(rows=0, cols=len(widths))
        table.autofit = False
        self._borders(table)
        for number, values in enumerate([labels, *rows]):
            row = table.add_row()
            self._whole(row, header=number == 0)
            for column, value in enumerate(values):
                cell = row.cells[column]
                cell.width = Cm(widths[column])
                self._fill(cell, value, "head" if number == 0 else "key" if column < bold else "")
        for column, width in enumerate(widths):
            table.columns[column].width = Cm(width)

    def _fill(self, cell, words: str, kind: str) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        run = paragraph.add_run(words)
        run.font.size, run.bold = Pt(9), kind in ("head", "key")
        if kind == "head":
            run.font.color.rgb = colour("#ffffff")
        ground = {"head": PETROL, "key": "#e3efec"}.get(kind)
        if ground:
            shade = OxmlElement("w:shd")
            for name, value in (("val", "clear"), ("color", "auto"), ("fill", ground.lstrip("#"))):
                shade.set(qn(f"w:{name}"), value)
            cell._tc.get_or_add_tcPr().append(shade)

    @staticmethod
    def _whole(row, *, header: bool) -> None:
        """Rows do not break across pages; the header row repeats."""
        for name in ("w:cantSplit", "w:tblHeader") if header else ("w:cantSplit",):
            row._tr.get_or_add_trPr().append(OxmlElement(name))

    @staticmethod
    def _borders(table) -> None:
        edges = OxmlElement("w:tblBorders")
        for name in ("top", "left", "bottom", "right", "insideH", "insideV"):
            edge = OxmlElement(f"w:{name}")
            for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", LINE.lstrip("#"))):
                edge.set(qn(f"w:{key}"), value)
            edges.append(edge)
        table._tbl.tblPr.append(edges)

    def save(self, path: Path) -> None:
        """Write the file: parts in their order, all with the same time stamp."""
        draft = BytesIO()
        self.doc.save(draft)
        with zipfile.ZipFile(draft) as parts, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as fixed:
            for name in parts.namelist():
                if name != "docProps/thumbnail.jpeg":  # the template's picture of an empty page
                    fixed.writestr(
                        zipfile.ZipInfo(name, ZIP_EPOCH),
                        without_thumbnail(name, parts.read(name)),
                        zipfile.ZIP_DEFLATED,
                    )


def without_thumbnail(name: str, part: bytes) -> bytes:
    """The package relations without the link to the picture that is left out."""
    if name != "_rels/.rels":
        return part
    root = etree.fromstring(part)
    for link in list(root):
        if link.get("Target") == "docProps/thumbnail.jpeg":
            root.remove(link)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
