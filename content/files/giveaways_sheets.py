"""What an Excel file gives away: hidden sheets, rows and columns, comments, connections, and what its cells say.

Sheets are read row by row: a sheet may be far larger than the memory its tree would need.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lxml import etree

from content.files.findings import Findings
from content.files.giveaways_office import look_at_common
from content.files.giveaways_text import Thing, scan, things
from content.files.office_parts import Element, Package, attribute, local
from content.files.outcome import Part
from content.files.text import line

MAX_SAID = 120
MAX_SPANS = 5  # rows named for one sheet
MAX_SHEETS = 500

_STATES = {"hidden": "", "veryHidden": " (cannot be shown from the menu)"}
# Google writes a line with a number before each comment.
_EXPORTED = re.compile(r"^=+\s*(?:ID#\S+\s*)?")
_COLUMN = re.compile(r"[A-Z]+")


def look(path: Path, _parts: list[Part], found: Findings) -> None:
    """Look through all sheets, hidden ones too, their comments, the connections and the properties."""
    with Package(path) as package:
        book = package.xml(package.main)
        places = {
            package.target(package.main, attribute(sheet, "id")): f"sheet {line(sheet.get('name', ''), 60)}"
            for sheet in list(book.iter("{*}sheet"))[:MAX_SHEETS]
        }
        look_at_common(package, found, places)
        found.attempt(_look_at_book, package, book, found)
        said = _Shared(package)
        for part, where in places.items():
            if part.lower().startswith("xl/worksheets/") and not found.late():
                found.attempt(_Sheet(where, said, found).read, package, part)
                found.attempt(_look_at_comments, package, part, where, found)


class _Shared:
    """The shared texts of a book, kept only where they give something away."""

    def __init__(self, package: Package) -> None:
        self._telling: dict[str, list[Thing]] = {}
        for part in package.having(package.main, "sharedStrings"):
            with package.archive.open(part) as file:
                for number, item in enumerate(_each(file, "si")):
                    if telling := list(things(_text(item))):
                        self._telling[str(number)] = telling

    def of(self, number: str) -> list[Thing]:
        """Return what the text with this number gives away."""
        return self._telling.get(number.strip(), [])


def _each(file: IO[bytes], *names: str) -> Iterator[Element]:
    """Yield elements as they end, and forget them and all before them afterwards."""
    tags = [f"{{*}}{name}" for name in names]
    for _, element in etree.iterparse(
        file, tag=tags, resolve_entities=False, no_network=True, load_dtd=False
    ):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _text(item: Element) -> str:
    # Ruby text (rPh) repeats what stands below it.
    nodes = (node for node in item.iter("{*}t") if local(node.getparent()) != "rPh")
    return "".join(node.text or "" for node in nodes)


class _Sheet:
    def __init__(self, where: str, said: _Shared, found: Findings) -> None:
        self.where, self.said, self.found = where, said, found
        self.hidden: list[int] = []
        self.next_row = 1

    def read(self, package: Package, part: str) -> None:
        with package.archive.open(part) as file:
            for element in _each(file, "col", "row", "oddHeader", "oddFooter"):
                name = local(element)
                if name == "row":
                    self._row(element)
                elif name == "col":
                    self._column(element)
                else:
                    scan(element.text or "", f"{self.where}, {name.removeprefix('odd').lower()}", self.found)
                if self.next_row % 500 == 0 and self.found.late():
                    break
        if self.hidden:
            self.found.add("hidden_row", _spans(self.hidden), self.where)

    def _row(self, row: Element) -> None:
        number = int(row.get("r") or self.next_row)
        self.next_row = number + 1
        if row.get("hidden") in ("1", "true") and len(row):
            self.hidden.append(number)
        for cell in row:
            for thing in self._things(cell):
                self.found.add(thing.what, thing.value, f"{self.where}, row {number}", example=thing.example)

    def _things(self, cell: Element) -> Iterator[Thing]:
        kind = cell.get("t", "n")
        if kind == "s":
            yield from self.said.of(cell.findtext("{*}v") or "")
        elif kind == "inlineStr":
            yield from things(_text(cell))
        elif kind == "str":
            yield from things(cell.findtext("{*}v") or "")

    def _column(self, column: Element) -> None:
        if column.get("hidden") in ("1", "true"):
            first, last = int(column.get("min", "0")), int(column.get("max", "0"))
            # Everything to the right of a table is often hidden; there is nothing in it.
            if first and last < 16_384:
                words = _letters(first) if first == last else f"{_letters(first)} to {_letters(last)}"
                self.found.add("hidden_column", f"Column {words}", self.where)


def _spans(numbers: list[int]) -> str:
    """Say row numbers shortly: "Rows 3, 5 to 9 and 12 more"."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    words = [f"{first}" if first == last else f"{first} to {last}" for first, last in spans[:MAX_SPANS]]
    more = sum(last - first + 1 for first, last in spans[MAX_SPANS:])
    return (
        ("Row " if len(numbers) == 1 else "Rows ")
        + ", ".join(words)
        + (f" and {more:,} more" if more else "")
    )


def _letters(number: int) -> str:
    """Return the letters of a column, counted from 1: 28 is AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _look_at_comments(package: Package, part: str, where: str, found: Findings) -> None:
    persons = _persons(package)
    threaded: set[str] = set()
    for name in package.having(part, "threadedComment"):
        for comment in package.xml(name).iter("{*}threadedComment"):
            threaded.add(comment.get("ref", ""))
            author = persons.get(comment.get("personId", ""), "")
            _note_comment(author, comment.findtext("{*}text") or "", _place(comment, where), found)
    for name in package.having(part, "comments"):
        root = package.xml(name)
        authors = [node.text or "" for node in root.iter("{*}author")]
        for comment in root.iter("{*}comment"):
            # A threaded comment is written a second time for old programs.
            if comment.get("ref", "") not in threaded:
                at = int(comment.get("authorId") or 0)
                author = authors[at] if at < len(authors) else ""
                _note_comment(author, _text(comment), _place(comment, where), found)


def _persons(package: Package) -> dict[str, str]:
    return {
        person.get("id", ""): person.get("displayName", "")
        for part in package.having(package.main, "person")
        for person in package.xml(part).iter("{*}person")
    }


def _place(comment: Element, where: str) -> str:
    row = _COLUMN.sub("", comment.get("ref", "").partition(":")[0])
    return f"{where}, row {row}" if row.isdecimal() else where


def _note_comment(author: str, said: str, where: str, found: Findings) -> None:
    by = f"{line(author, 60)} wrote" if author.strip() and not author.startswith("tc=") else "Written"
    found.add("comment", f"{by} “{line(_EXPORTED.sub('', said), MAX_SAID)}”", where)
    scan(said, where, found)


def _look_at_book(package: Package, book: Element, found: Findings) -> None:
    for sheet in book.iter("{*}sheet"):
        if sheet.get("state") in _STATES:
            name = line(sheet.get("name", ""), 60)
            found.add("hidden_sheet", name + _STATES[sheet.get("state")], f"sheet {name}")
    for path in book.iter("{*}absPath"):
        found.add("path", path.get("url", ""), "workbook")
    for sharing in book.iter("{*}fileSharing"):
        found.add("editor", sharing.get("userName", ""), "workbook")
    for name in package.names:
        if re.search(r"(?i)pivotCacheDefinition\d*\.xml$", name):
            found.add("editor", package.xml(name).get("refreshedBy", ""), "pivot table")
    for part in package.having(package.main, "connections"):
        for node in package.xml(part).iter("{*}dbPr", "{*}webPr", "{*}textPr", "{*}olapPr"):
            said = node.get("connection") or node.get("url") or node.get("sourceFile") or ""
            found.add("link", f"connection: {said}" if said else "", "data connections")
