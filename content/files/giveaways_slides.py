"""What a PowerPoint file gives away: hidden slides, speaker notes, comments, and what its slides say."""

import re
from collections.abc import Iterator
from pathlib import Path

from content.files.findings import Findings
from content.files.giveaways_office import look_at_common
from content.files.giveaways_text import scan
from content.files.office_parts import Element, Package, attribute, local
from content.files.outcome import Part
from content.files.text import line

MAX_SAID = 120
MAX_SLIDES = 2000

_COMMENTS = re.compile(r"(?i)comments?$")


def look(path: Path, _parts: list[Part], found: Findings) -> None:
    """Look through the slides in their order, hidden ones too, notes, comments and properties."""
    with Package(path) as package:
        places = {part: f"slide {number}" for number, part in enumerate(_slides(package), start=1)}
        look_at_common(package, found, places)
        authors = _authors(package)
        for part, where in list(places.items())[:MAX_SLIDES]:
            if found.late():
                return
            found.attempt(_look_at_slide, package, part, where, found)
            found.attempt(_look_at_comments, package, part, where, authors, found)


def _slides(package: Package) -> Iterator[str]:
    targets = {relation.key: relation.target for relation in package.relations(package.main)}
    for slide in package.xml(package.main).iter("{*}sldId"):
        # Two ids: its own, and that of the pointer.
        key = next((value for name, value in slide.attrib.items() if name.endswith("}id")), "")
        if part := package.real_name(targets.get(key, "")):
            yield part


def _look_at_slide(package: Package, part: str, where: str, found: Findings) -> None:
    root = package.xml(part)
    lines = list(_lines(root))
    if root.get("show") in ("0", "false"):
        found.add("hidden_slide", lines[0] if lines else "A slide without text", where)
    for text in lines:
        scan(text, where, found)
    for notes in package.having(part, "notesSlide"):
        said = list(_notes(package.xml(notes)))
        found.add("notes", line(" ".join(said), MAX_SAID), where)
        for text in said:
            scan(text, f"{where}, notes", found)


def _lines(root: Element) -> Iterator[str]:
    for paragraph in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}p"):
        if text := line("".join(node.text or " " for node in paragraph.iter("{*}t", "{*}br"))):
            yield text


def _notes(root: Element) -> Iterator[str]:
    """Yield the lines of the notes themselves, without the number, date and header of their page."""
    for shape in root.iter("{*}sp"):
        place = shape.find(".//{*}nvPr/{*}ph")
        if place is None or place.get("type", "body") == "body":
            yield from _lines(shape)


def _authors(package: Package) -> dict[str, str]:
    return {
        attribute(author, "id"): author.get("name", "")
        for role in ("commentAuthors", "authors")
        for part in package.having(package.main, role)
        for author in package.xml(part)
        if local(author)
    }


def _look_at_comments(
    package: Package, part: str, where: str, authors: dict[str, str], found: Findings
) -> None:
    for relation in package.relations(part):
        if relation.external or not _COMMENTS.search(relation.role):
            continue
        for comment in package.xml(relation.target).iter("{*}cm", "{*}reply"):
            author = line(authors.get(comment.get("authorId", ""), ""), 60)
            body = comment.find("{*}txBody")
            said = " ".join(_lines(body)) if body is not None else comment.findtext("{*}text") or ""
            by = f"{author} wrote" if author else "Written"
            found.add("comment", f"{by} “{line(said, MAX_SAID)}”", where)
            scan(said, where, found)
