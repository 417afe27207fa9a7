"""Word files: headings, paragraphs, lists and tables in the order of the document."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from content.files.outcome import Found, Part, Preview
from content.files.text import count, line, tidy, words_in

MAX_BLOCKS = 400
MAX_ROWS = 30
MAX_COLUMNS = 12
MAX_CHARACTERS = 2000  # of one paragraph or cell in the preview
MAX_DEPTH = 20  # tables in cells in tables

_TEXT, _BREAK, _TAB = qn("w:t"), (qn("w:br"), qn("w:cr")), qn("w:tab")
_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
# Text boxes are written twice, the second time for old programs; what was deleted stays deleted.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset({_FALLBACK, qn("w:del"), qn("w:moveFrom")})
_TEXT_BOX = qn("w:txbxContent")
_WRAPPERS = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:customXml", "w:smartTag", "w:moveTo")))
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|table of figures)\b", re.IGNORECASE)
_LIST = re.compile(r"list (?:bullet|number|continue)\s?(\d?)", re.IGNORECASE)
_SIDE_PARTS = {
    "header": "header or footer",
    "footer": "header or footer",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
}

Element = Any  # lxml has no types
Block = dict[str, Any]


def inspect(path: Path, _out: Path) -> Found:
    """Return the flowing text, the notes and margins, and the first 400 blocks as a preview."""
    document = Document(str(path))
    styles = _Styles(document)
    blocks = list(_blocks(document.element.body, styles, 0))
    parts: list[Part] = [["", "\n".join(map(_block_text, blocks))]]
    parts += _side_parts(document)
    return Found(parts=parts, facts=_facts(blocks, parts, document), preview=_preview(blocks))


class _Styles:
    """What a style id stands for. Looked up once: a search for each paragraph would be slow."""

    def __init__(self, document: Any) -> None:
        self._names: dict[str, str] = {}
        self._outlines: dict[str, int] = {}
        for style in document.styles.element.iter(qn("w:style")):
            name = style.find(qn("w:name"))
            key = style.get(qn("w:styleId"), "")
            self._names[key] = name.get(qn("w:val"), "") if name is not None else ""
            outline = style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
            if outline is not None:
                self._outlines[key] = _number(outline.get(qn("w:val")), 9)

    def of(self, paragraph: Element) -> str:
        """Return the English name of a paragraph's style ("Heading 1"), or ""."""
        return self._names.get(self._key(paragraph), "")

    def level(self, paragraph: Element) -> int:
        """Return the heading level from 1 on, 0 for a paragraph that is no heading."""
        name = self.of(paragraph)
        if name.lower() == "title":
            return 1
        if match := _HEADING.match(name):
            return max(1, int(match.group(1)))
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        inherited = self._outlines.get(self._key(paragraph), 9)
        outline = _number(own.get(qn("w:val")), 9) if own is not None else inherited
        return outline + 1 if outline < 9 else 0

    @staticmethod
    def _key(paragraph: Element) -> str:
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return str(style.get(qn("w:val"), "")) if style is not None else ""


def _number(raw: str | None, otherwise: int) -> int:
    return int(raw) if raw and raw.isdecimal() and len(raw) < 4 else otherwise


def _blocks(parent: Element, styles: _Styles, depth: int) -> Iterator[Block]:
    for child in parent:
        if child.tag == _PARAGRAPH:
            yield from _paragraph(child, styles)
            yield from _text_boxes(child, styles, depth)
        elif child.tag == _TABLE:
            if rows := [row for row in _rows(child, depth) if any(row)]:
                yield {"t": "table", "rows": rows}
        elif child.tag in _WRAPPERS and depth < MAX_DEPTH:
            yield from _blocks(child, styles, depth + 1)


def _paragraph(element: Element, styles: _Styles) -> Iterator[Block]:
    text = tidy("".join(_pieces(element)))
    name = styles.of(element)
    if not text or _CONTENTS.match(name):
        return
    if level := styles.level(element):
        yield {"t": "h", "level": min(level, 6), "text": line(text)}
    elif (indent := _list_level(element, name)) is not None:
        yield {"t": "li", "level": indent, "text": text}
    else:
        yield {"t": "p", "text": text}


def _list_level(element: Element, name: str) -> int | None:
    numbering = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if numbering is not None:
        level = numbering.find(qn("w:ilvl"))
        return min(_number(level.get(qn("w:val")), 0), 8) if level is not None else 0
    if match := _LIST.match(name):
        return int(match.group(1) or 1) - 1
    return None


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _BREAK:
            yield "\n"
        elif child.tag == _TAB:
            yield "\t"
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif child.tag not in _SKIPPED and child.tag != _TEXT_BOX:
            yield from _pieces(child)


def _text_boxes(element: Element, styles: _Styles, depth: int) -> Iterator[Block]:
    if depth >= MAX_DEPTH:
        return
    for box in element.iter(_TEXT_BOX):
        if not any(parent.tag in _SKIPPED for parent in box.iterancestors()):
            yield from _blocks(box, styles, depth + MAX_DEPTH)


def _rows(table: Element, depth: int) -> Iterator[list[str]]:
    for row in _inside(table, _ROW):
        cells: list[str] = []
        for cell in _inside(row, _CELL):
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            cells.append(tidy("\n".join(_cell_texts(cell, depth))))
            cells += [""] * (min(_number(span.get(qn("w:val")), 1), 60) - 1 if span is not None else 0)
        yield cells


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    """Yield children of one kind, also those that a content control wraps."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _cell_texts(cell: Element, depth: int) -> Iterator[str]:
    for child in cell:
        if child.tag == _PARAGRAPH:
            yield "".join(_pieces(child))
        elif child.tag == _TABLE and depth < MAX_DEPTH:
            yield from (" | ".join(filter(None, row)) for row in _rows(child, depth + 1))
        elif child.tag in _WRAPPERS and depth < MAX_DEPTH:
            yield from _cell_texts(child, depth + 1)


def _block_text(block: Block) -> str:
    if block["t"] == "table":
        return "\n".join(" | ".join(filter(None, row)) for row in block["rows"])
    return str(block["text"])


def _side_parts(document: Any) -> Iterator[Part]:
    for part in document.part.package.iter_parts():
        element = getattr(part, "element", None)
        kind = part.content_type.rpartition(".")[2].partition("+")[0]
        if kind not in _SIDE_PARTS:
            continue
        if element is None:
            element = parse_xml(part.blob)
        lines = (tidy("".join(_pieces(paragraph))) for paragraph in element.iter(_PARAGRAPH))
        yield [_SIDE_PARTS[kind], "\n".join(filter(None, lines))]


def _preview(blocks: list[Block]) -> Preview:
    shown = [_shortened(block) for block in blocks[:MAX_BLOCKS]]
    return {"form": "document", "blocks": shown, "truncated": len(blocks) > MAX_BLOCKS}


def _shortened(block: Block) -> Block:
    if block["t"] != "table":
        return {**block, "text": _cut(block["text"])}
    width = max(map(len, block["rows"]))
    rows = [[_cut(cell) for cell in row[:MAX_COLUMNS]] for row in block["rows"][:MAX_ROWS]]
    rows = [row + [""] * (min(width, MAX_COLUMNS) - len(row)) for row in rows]
    return {"t": "table", "rows": rows, "more": max(0, len(block["rows"]) - MAX_ROWS)}


def _cut(text: str) -> str:
    return text if len(text) <= MAX_CHARACTERS else text[: MAX_CHARACTERS - 1].rstrip() + "…"


def _facts(blocks: list[Block], parts: list[Part], document: Any) -> list[str]:
    headings = sum(block["t"] == "h" for block in blocks)
    tables = sum(block["t"] == "table" for block in blocks)
    objects = sum("/embeddings/" in str(part.partname) for part in document.part.package.iter_parts())
    facts = [count(words_in(parts), "word")]
    facts += [count(headings, "heading")] if headings else []
    facts += [count(tables, "table")] if tables else []
    return facts + ([count(objects, "embedded object")] if objects else [])
