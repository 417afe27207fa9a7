"""What a text comparison compares: the paragraphs, lines and rows that an inspection stored of a file."""

import html
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from content.files.outcome import Part, Preview

MAX_UNITS = 2000  # of one passage and side; longer ones are compared in larger units

COMPARABLE = frozenset({"document", "html", "slides", "pages", "texts", "sheets"})
_PARAGRAPHS = frozenset({"document", "html"})
_HEADING = re.compile(r"<h([1-6])>([^<]{1,300})</h")


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, a line or a row of cells, in single spaces.

    `style` is "p", "li", "row" or "h1" to "h6"; `where` the slide, page or row number people look for.
    """

    cells: tuple[str, ...]
    style: str = "p"
    where: str = ""

    @property
    def text(self) -> str:
        return " | ".join(filter(None, self.cells))


@dataclass(slots=True)
class Passage:
    """Units that belong together: a sheet, a footnote section, or a whole text (named "").

    `rows` are the same as cells, None unless every row and column of the sheet is known.
    """

    name: str
    units: list[Unit] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    rows: list[Unit] | None = None


def unit_of(preview: Preview) -> str:
    """Return what people call one unit of this form: "paragraph", "row" or "line"."""
    form = preview.get("form")
    return "row" if form == "sheets" else "paragraph" if form in _PARAGRAPHS else "line"


def passages(preview: Preview, parts: list[Part]) -> dict[str, Passage]:
    """Return the passages of a file by name, in its order."""
    if preview.get("form") == "sheets":
        return _sheets(preview["sheets"], parts)
    return _texts(preview, parts)


def body(text: str) -> dict[str, Passage]:
    """Return plain text, one paragraph a line, as the only passage of a file."""
    return {"": Passage("", list(_lines(text, {}, "")))}


def _texts(preview: Preview, parts: list[Part]) -> dict[str, Passage]:
    """Parts hold all the text, the preview knows only of its beginning what is a heading or a row."""
    styles = dict(_styles(preview))
    apart = preview.get("form") == "document"
    found: dict[str, Passage] = {}
    for where, text in parts:
        passage = found.setdefault(name := where if apart else "", Passage(name))
        passage.units += _lines(text, styles, "" if apart else where)
    return found


def _lines(text: str, styles: dict[str, str], where: str) -> Iterator[Unit]:
    for raw in text.split("\n"):
        if line := " ".join(raw.split()):
            yield Unit((line,), styles.get(line, "p"), where)


def _styles(preview: Preview) -> Iterator[tuple[str, str]]:
    """Yield each line of the preview that is more than a paragraph, with its style."""
    for level, title in _HEADING.findall(preview.get("html", "")):
        yield " ".join(html.unescape(title).split()), f"h{level}"
    for slide in preview.get("slides", ()):
        yield " ".join(slide["title"].split()), "h3"
    for block in preview.get("blocks", ()):
        yield from _block_styles(block)


def _block_styles(block: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if block["t"] == "table":
        for row in block["rows"]:
            for line in " | ".join(filter(None, row)).split("\n"):
                yield " ".join(line.split()), "row"
        return
    style = f"h{max(1, block['level'])}" if block["t"] == "h" else block["t"]
    for line in block["text"].split("\n"):
        yield " ".join(line.split()), style


def _sheets(sheets: list[dict[str, Any]], parts: list[Part]) -> dict[str, Passage]:
    texts: dict[str, str] = {}
    for where, text in parts:
        # The only part of a CSV file has no name; its only sheet is "Table".
        texts[where.removeprefix("sheet ") or "Table"] = text
    found: dict[str, Passage] = {}
    for sheet in sheets:
        name = sheet["name"]
        passage = found.setdefault(name, Passage(name, columns=sheet["columns"]))
        passage.units = [Unit(unit.cells, "row") for unit in _lines(texts.get(name, ""), {}, "")]
        if sheet["total_rows"] <= len(sheet["rows"]) and sheet["total_columns"] <= len(sheet["columns"]):
            passage.rows = list(_rows(sheet["rows"]))
    return found


def _rows(rows: Iterable[list[str]]) -> Iterator[Unit]:
    for number, row in enumerate(rows, start=1):
        cells = [" ".join(cell.split()) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield Unit(tuple(cells), "row", str(number))


def bounded(old: list[Unit], new: list[Unit]) -> tuple[list[Unit], list[Unit], bool]:
    """Return both sides in units few enough to compare, and whether anything was left out.

    Where there are too many, several follow each other as one. Where such a group ends is decided by
    the words at its end, not by counting, so that an added line moves no other group.
    """
    longest = max(len(old), len(new))
    if longest <= MAX_UNITS:
        return old, new, False
    step = 1 + 2 * longest // MAX_UNITS
    first, second = list(_grouped(old, step)), list(_grouped(new, step))
    return first[:MAX_UNITS], second[:MAX_UNITS], max(len(first), len(second)) > MAX_UNITS


def _grouped(units: list[Unit], step: int) -> Iterator[Unit]:
    group: list[Unit] = []
    for unit in units:
        group.append(unit)
        ends_here = zlib.crc32(unit.text.encode(errors="replace")) % step == 0
        if ends_here or len(group) >= 4 * step:
            yield _joined(group)
            group = []
    if group:
        yield _joined(group)


def _joined(group: list[Unit]) -> Unit:
    return Unit((" ".join(unit.text for unit in group),), "p", group[0].where)
