"""Diagrams: BPMN drawn by our own code, draw.io and Visio as the text of their shapes."""

import base64
import binascii
import html
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from content.files.outcome import DAMAGED, REFUSED, TOO_BIG, Found, Part, Preview, Unfit
from content.files.text import count, line
from content.files.xmlhead import DOCTYPE

MAX_PAGES = 100
MAX_SVG = 2_000_000  # characters of one drawing
MAX_LINES = 500  # of one page in the preview
MAX_UNPACKED = 20_000_000  # characters of one compressed draw.io page
MAX_PART = 30_000_000  # bytes of one part of a Visio file

_VISIO = "{http://schemas.microsoft.com/office/visio/2012/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LINE_END = re.compile(r"(?i)<(?:br|/p|/div|/li|/tr|/h[1-6])\b[^>]{0,200}>")
_TAG = re.compile(r"<[/!a-zA-Z][^<>]{0,5000}>")

Group = dict[str, Any]


def inspect_bpmn(path: Path, _out: Path) -> Found:
    """Return the drawing and the words of each diagram of a BPMN model."""
    from content.files import bpmn

    try:
        answer = bpmn.preview(path)
    except ValueError as error:
        raise Unfit(DAMAGED) from error
    drawings = answer["diagrams"]
    shapes = sum(drawing["shapes"] for drawing in drawings)
    edges = sum(drawing["edges"] for drawing in drawings)
    facts = [count(len(drawings), "diagram"), count(shapes, "shape"), count(edges, "connection")]
    drawn = [_without_texts(drawing) for drawing in drawings[:MAX_PAGES] if len(drawing["svg"]) <= MAX_SVG]
    facts += ["Too large to be drawn here"] if len(drawn) < len(drawings) else []
    parts = [[where, text] for where, text in answer["text"]]
    return Found(parts=parts, facts=facts, preview={"form": "diagrams", "diagrams": drawn})


def _without_texts(drawing: Mapping[str, Any]) -> dict[str, Any]:
    return {key: drawing[key] for key in ("svg", "shapes", "edges")} | {"name": line(drawing["name"], 300)}


def inspect_drawio(path: Path, _out: Path) -> Found:
    """Return the labels of each page of a draw.io file, compressed or not."""
    pages = list(_parse(path.read_bytes()).iter("diagram"))[:MAX_PAGES]
    named = [(page.get("name") or f"Page {number}", page) for number, page in enumerate(pages, start=1)]
    return _found([{"name": line(name, 100), "lines": _labels(page)} for name, page in named])


def _parse(data: bytes | str) -> Element:
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Unfit(REFUSED, DOCTYPE) from error
    except (ParseError, ValueError, LookupError) as error:
        raise Unfit(DAMAGED) from error
    return root


def _labels(page: Element) -> list[str]:
    model = page if len(page) else _unpacked(page.text or "")
    if model is None:
        return []
    raw = (element.get("value") or element.get("label") or "" for element in model.iter())
    return [label for text in raw for label in _plain(text)]


def _unpacked(packed: str) -> Element | None:
    """Open draw.io's own packing: XML, percent-encoded, raw deflate, base64."""
    if not packed.strip():
        return None
    inflater = zlib.decompressobj(-15)
    try:
        data = inflater.decompress(base64.b64decode(packed), MAX_UNPACKED)
    except (zlib.error, binascii.Error, ValueError) as error:
        raise Unfit(DAMAGED) from error
    if inflater.unconsumed_tail:
        raise Unfit(TOO_BIG)
    return _parse(unquote(data.decode(errors="replace")))


def _plain(label: str) -> Iterator[str]:
    """Yield the lines of a label, which may be HTML."""
    for text in _LINE_END.sub("\n", label).split("\n"):
        if flat := line(html.unescape(_TAG.sub("", text))):
            yield flat


def inspect_vsdx(path: Path, _out: Path) -> Found:
    """Return the page names and the texts of the shapes of a Visio file."""
    with zipfile.ZipFile(path) as archive:
        pages = list(_pages(archive))
        groups = [{"name": name, "lines": _shape_texts(_part(archive, part))} for name, part in pages]
    return _found(groups)


def _part(archive: zipfile.ZipFile, name: str) -> Element:
    try:
        entry = archive.getinfo(name)
    except KeyError:
        raise Unfit(DAMAGED) from None
    if entry.file_size > MAX_PART:
        raise Unfit(TOO_BIG)
    return _parse(archive.read(entry))


def _pages(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    targets = {
        relation.get("Id"): str(PurePosixPath("visio/pages") / relation.get("Target", ""))
        for relation in _part(archive, "visio/pages/_rels/pages.xml.rels")
    }
    for number, page in enumerate(_part(archive, "visio/pages/pages.xml").iter(f"{_VISIO}Page"), start=1):
        relation = page.find(f"{_VISIO}Rel")
        target = targets.get(relation.get(_RELATION)) if relation is not None else None
        if target and number <= MAX_PAGES:
            yield line(page.get("Name") or f"Page {number}", 100), target


def _shape_texts(page: Element) -> list[str]:
    raw = ("".join(text.itertext()) for text in page.iter(f"{_VISIO}Text"))
    return [flat for text in raw if (flat := line(text))]


def _found(groups: list[Group]) -> Found:
    parts: list[Part] = [[_where(group["name"]), "\n".join(group["lines"])] for group in groups]
    labels = sum(len(group["lines"]) for group in groups)
    shown = [{**group, "lines": group["lines"][:MAX_LINES]} for group in groups]
    preview: Preview = {"form": "texts", "groups": shown}
    return Found(parts=parts, facts=[count(len(groups), "page"), count(labels, "label")], preview=preview)


def _where(name: str) -> str:
    return name if name.lower().startswith("page") else f"page {name}"
