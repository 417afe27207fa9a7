"""What a diagram gives away: who drew it with what, and what its words and notes say."""

import re
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import parse

from content.files.findings import Findings
from content.files.giveaways_office import look_at_common
from content.files.giveaways_text import scan
from content.files.office_parts import Package
from content.files.outcome import Part
from content.files.text import line

MAX_ATTRIBUTE = 20_000  # characters; longer ones are embedded pictures

_VISIO_COMMENTS = "visio/comments.xml"
_PEOPLE = {
    "author": "author",
    "creator": "author",
    "createdby": "author",
    "lastmodifiedby": "editor",
    "modifiedby": "editor",
    "lasteditor": "editor",
}
# Where everybody's draw.io runs.
_PUBLIC_HOSTS = re.compile(
    r"(?i)(?:app\.diagrams\.net|(?:www\.|embed\.|viewer\.)?(?:draw\.io|diagrams\.net)|electron|.*\.draw\.io|)"
)


def look_at_bpmn(path: Path, parts: list[Part], found: Findings) -> None:
    """Look at the words of a model, its exporter, and the people that programs note in their extensions."""
    for where, text in parts:
        scan(text, where or "diagram", found)
    root = parse(path, forbid_dtd=True).getroot()
    program = " ".join(filter(None, (root.get("exporter", ""), root.get("exporterVersion", ""))))
    found.add("program", line(program), "model")
    for number, element in enumerate(root.iter()):
        if number % 1000 == 0 and found.late():
            return
        _look_at_people(element, found)
        # Also what is not drawn: conditions, service addresses, data of the program.
        for text in (element.text or "", *element.attrib.values()):
            if len(text) <= MAX_ATTRIBUTE and not text.startswith(("http://", "https://")):
                scan(text, "model", found)


def _look_at_people(element: Element, found: Findings) -> None:
    name = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
    if name in _PEOPLE and not len(element):
        found.add(_PEOPLE[name], element.text or "", "model")
    for key, value in element.attrib.items():
        if (key := key.rpartition("}")[2].lower()) in _PEOPLE:
            found.add(_PEOPLE[key], value, "model")
    # Program extensions also write pairs: metaKey="author" metaValue="...".
    what = _PEOPLE.get((element.get("metaKey") or element.get("name") or "").lower())
    if what:
        found.add(what, element.get("metaValue") or element.get("value") or "", "model")


def look_at_drawio(path: Path, parts: list[Part], found: Findings) -> None:
    """Look at the words of a diagram, the program that wrote it and the server it ran on."""
    for where, text in parts:
        scan(text, where, found)
    root = parse(path, forbid_dtd=True).getroot()
    if not _PUBLIC_HOSTS.fullmatch(host := root.get("host", "")):
        found.add("host", host, "model")
    found.add("program", root.get("agent", ""), "model")
    found.add("dates", f"changed {root.get('modified', '')[:10]}" if root.get("modified") else "", "model")


def look_at_vsdx(path: Path, parts: list[Part], found: Findings) -> None:
    """Look at the words, comments and properties of a Visio file."""
    for where, text in parts:
        scan(text, where, found)
    with Package(path) as package:
        look_at_common(package, found, {})
        _look_at_comments(package, found)


def _look_at_comments(package: Package, found: Findings) -> None:
    if not package.real_name(_VISIO_COMMENTS):
        return
    root = package.xml(_VISIO_COMMENTS)
    authors = {one.get("ID", ""): one.get("Name", "") for one in root.iter("{*}AuthorEntry")}
    for comment in root.iter("{*}CommentEntry"):
        author, said = line(authors.get(comment.get("AuthorID", ""), ""), 60), line(comment.text or "", 120)
        where = f"page {comment.get('PageID', '')}".rstrip()
        found.add("comment", f"{author} wrote “{said}”" if author else f"Written “{said}”", where)
        scan(said, where, found)
