"""What a Word file gives away: tracked changes, comments, hidden text, and what its text says.

A Word file has no pages of its own. Where Word left marks of its last layout, they give the page;
elsewhere the heading above does.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from content.files.findings import Findings
from content.files.giveaways_office import look_at_common
from content.files.giveaways_text import scan
from content.files.office_parts import Element, Package, attribute, local
from content.files.outcome import Part
from content.files.text import line, tidy

MAX_SAID = 120  # characters of a changed or hidden passage

_CHANGES = {
    "ins": "inserted",
    "del": "deleted",
    "moveFrom": "moved away",
    "moveTo": "moved here",
    "cellIns": "inserted a cell",
    "cellDel": "deleted a cell",
}
_TEXTS = ("t", "delText")
_SIDES = {"header": "header", "footer": "footer", "footnotes": "footnotes", "endnotes": "endnotes"}
_HEADING = re.compile(r"(?i)(?:heading|berschrift|titre|rubrik|titolo|kop)\s?\d|title")


@dataclass
class _Paragraph:
    element: Element
    where: str


def look(path: Path, _parts: list[Part], found: Findings) -> None:
    """Look through the document, its margins and notes, its comments and its properties."""
    with Package(path) as package:
        main = package.main
        look_at_common(package, found, {main: "text"})
        paragraphs = list(_paragraphs(package.xml(main)))
        _look_at_text(paragraphs, found)
        found.attempt(_look_at_sides, package, main, found)
        found.attempt(_look_at_comments, package, main, paragraphs, found)
        found.attempt(_look_at_settings, package, main, found)


def _look_at_sides(package: Package, main: str, found: Findings) -> None:
    for role, where in _SIDES.items():
        for part in package.having(main, role):
            side = package.xml(part)
            _look_at_text([_Paragraph(one, where) for one in side.iter("{*}p")], found)


def _paragraphs(root: Element) -> Iterator[_Paragraph]:
    page = 1 if next(root.iter("{*}lastRenderedPageBreak"), None) is not None else 0
    heading = ""
    for element in root.iter("{*}p"):
        if element.getparent() is not None and local(element.getparent()) == "Fallback":
            continue
        before, after = _breaks(element) if page else (0, 0)
        page += before
        text = tidy("".join(node.text or "" for node in element.iter("{*}t")))
        heading = line(text, 60) if text and _is_heading(element) else heading
        yield _Paragraph(element, f"page {page}" if page else (f"under “{heading}”" if heading else "text"))
        page += after


def _breaks(paragraph: Element) -> tuple[int, int]:
    """Count the page ends before the first letter of a paragraph, and those behind it."""
    before = after = 0
    begun = False
    for node in paragraph.iter("{*}t", "{*}lastRenderedPageBreak"):
        if local(node) == "t":
            begun = begun or bool((node.text or "").strip())
        elif begun:
            after += 1
        else:
            before += 1
    return before, after


def _is_heading(paragraph: Element) -> bool:
    style = paragraph.find("{*}pPr/{*}pStyle")
    return style is not None and bool(_HEADING.match(attribute(style, "val")))


def _look_at_text(paragraphs: list[_Paragraph], found: Findings) -> None:
    for number, paragraph in enumerate(paragraphs):
        if number % 100 == 0 and found.late():
            return
        element, where = paragraph.element, paragraph.where
        scan("".join(_letters(element)), where, found)
        for node in element.iter("{*}ins", "{*}del", "{*}moveFrom", "{*}moveTo", "{*}cellIns", "{*}cellDel"):
            _note_change(node, where, found)
        for node in element.iter("{*}rPrChange", "{*}pPrChange", "{*}sectPrChange", "{*}tblPrChange"):
            found.add("change", _by(node, "changed the layout"), where)
        hidden = "".join(_hidden(element))
        found.add("hidden_text", line(hidden, MAX_SAID), where)


def _letters(paragraph: Element) -> Iterator[str]:
    for node in paragraph.iter("{*}t", "{*}delText", "{*}tab", "{*}br", "{*}cr"):
        yield (node.text or "") if local(node) in _TEXTS else "\n"


def _note_change(node: Element, where: str, found: Findings) -> None:
    if not attribute(node, "author") and not attribute(node, "date"):
        return
    said = "".join(text.text or "" for text in node.iter("{*}t", "{*}delText"))
    passage = f" “{line(said, MAX_SAID)}”" if said.strip() else ""
    found.add("change", _by(node, _CHANGES[local(node)] + passage), where)


def _by(node: Element, deed: str) -> str:
    author = line(attribute(node, "author"), 60)
    return f"{author} {deed}" if author else deed


def _hidden(paragraph: Element) -> Iterator[str]:
    for run in paragraph.iter("{*}r"):
        mark = run.find("{*}rPr/{*}vanish")
        if mark is not None and attribute(mark, "val") not in ("0", "false", "off"):
            yield "".join(text.text or "" for text in run.findall("{*}t"))


def _look_at_comments(package: Package, main: str, paragraphs: list[_Paragraph], found: Findings) -> None:
    places = {
        attribute(mark, "id"): paragraph.where
        for paragraph in paragraphs
        for mark in paragraph.element.iter("{*}commentReference")
    }
    for part in package.having(main, "comments"):
        for comment in package.xml(part).iter("{*}comment"):
            said = " ".join(node.text or "" for node in comment.iter("{*}t"))
            where = places.get(attribute(comment, "id"), "comments")
            found.add("comment", f"{_by(comment, 'wrote')} “{line(said, MAX_SAID)}”", where)
            scan(said, where, found)
    for part in package.having(main, "people"):
        for presence in package.xml(part).iter("{*}presenceInfo"):
            scan(attribute(presence, "userId").replace("::", " "), "list of reviewers", found)


def _look_at_settings(package: Package, main: str, found: Findings) -> None:
    for part in package.having(main, "settings"):
        root = package.xml(part)
        for variable in root.iter("{*}docVar"):
            name, value = attribute(variable, "name"), attribute(variable, "val")
            found.add("property", f"{line(name, 80)}: {line(value, 100)}" if value else "", "settings")
        for merge in root.iter("{*}mailMerge"):
            for node in merge.iter("{*}connectString", "{*}query"):
                found.add("link", f"mail merge: {attribute(node, 'val')}", "settings")
