"""What a PDF gives away: its two sets of properties, comments, attached files, links, and what its pages say."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import pypdfium2 as pdfium
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pypdfium2 import raw

from content.files.findings import Findings
from content.files.giveaways_office import PROPERTIES, add_sites, look_at_address
from content.files.giveaways_text import scan
from content.files.outcome import Part
from content.files.text import line

MAX_PAGES = 2000
MAX_MARKS = 200  # annotations of one page
MAX_SAID = 120
MAX_XMP = 1_000_000  # bytes of one packet
MAX_PACKETS = 20

_INFO = {
    "Author": ("author", "{}"),
    "Subject": ("property", "Subject: {}"),
    "Keywords": ("property", "Keywords: {}"),
}
_XMP = {
    "creator": ("author", "{}"),
    "Author": ("author", "{}"),
    "Company": ("company", "{}"),
    "Manager": ("manager", "{}"),
    "filePath": ("path", "{}"),
    "documentName": ("property", "Made from: {}"),
    "subject": ("property", "Keywords: {}"),
    "description": ("property", "Description: {}"),
    "SourceModified": ("dates", "source changed {}"),
}
_COMMENTS = (
    raw.FPDF_ANNOT_TEXT,
    raw.FPDF_ANNOT_FREETEXT,
    raw.FPDF_ANNOT_HIGHLIGHT,
    raw.FPDF_ANNOT_UNDERLINE,
    raw.FPDF_ANNOT_STRIKEOUT,
    raw.FPDF_ANNOT_SQUIGGLY,
    raw.FPDF_ANNOT_STAMP,
    raw.FPDF_ANNOT_INK,
    raw.FPDF_ANNOT_CARET,
)
_PACKET = re.compile(rb"<x:xmpmeta\b.{0,%d}?</x:xmpmeta>" % MAX_XMP, re.DOTALL)


def look(path: Path, parts: list[Part], found: Findings) -> None:
    """Look at properties and marks; the text of the pages is what the reader took out of them."""
    for where, text in parts:
        if found.late():
            return
        scan(text, where, found)
    document = pdfium.PdfDocument(path)
    try:
        _look_at_info(document.get_metadata_dict(skip_empty=True), found)
        for packet in _PACKET.findall(path.read_bytes())[:MAX_PACKETS]:
            _look_at_xmp(packet, found)
        for number in range(min(document.count_attachments(), 50)):
            found.add("attachment", document.get_attachment(number).get_name(), "attached files")
        _look_at_pages(document, found)
    finally:
        document.close()


def _look_at_info(info: dict[str, str], found: Findings) -> None:
    for key, (what, words) in _INFO.items():
        value = info.get(key, "").strip()
        found.add(what, words.format(value) if value else "", PROPERTIES)
    if (title := info.get("Title", "").strip()) and not title.lower().startswith("untitled"):
        found.add("property", f"Title: {title}", PROPERTIES)
    programs = dict.fromkeys(
        info[key].strip() for key in ("Creator", "Producer") if info.get(key, "").strip()
    )
    found.add("program", ", ".join(programs), PROPERTIES)
    dates = [f"{words} {day}" for key, words in _DATES if (day := _day(info.get(key, "")))]
    found.add("dates", ", ".join(dates), PROPERTIES)


_DATES = (("CreationDate", "created"), ("ModDate", "changed"))


def _day(stamp: str) -> str:
    """Return the day of a PDF date (D:YYYYMMDD...) as YYYY-MM-DD, "" for anything else."""
    match = re.match(r"D:(\d{4})(\d\d)(\d\d)", stamp)
    return "-".join(match.groups()) if match else ""


def _look_at_xmp(packet: bytes, found: Findings) -> None:
    try:
        root = fromstring(packet, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return
    for name, value in _said(root):
        if name in _XMP and value:
            what, words = _XMP[name]
            found.add(what, words.format(line(value)), PROPERTIES)


def _said(root: Element) -> Iterator[tuple[str, str]]:
    """Yield each property as (name, words): XMP writes them as elements or as attributes."""
    for element in root.iter():
        for key, value in element.attrib.items():
            yield key.rpartition("}")[2], value
        yield element.tag.rpartition("}")[2], ", ".join(filter(None, map(str.strip, element.itertext())))


def _look_at_pages(document: Any, found: Findings) -> None:
    sites: Counter[str] = Counter()
    for number in range(min(len(document), MAX_PAGES)):
        if found.late():
            break
        page = raw.FPDF_LoadPage(document, number)
        if page:
            for index in range(min(raw.FPDFPage_GetAnnotCount(page), MAX_MARKS)):
                mark = raw.FPDFPage_GetAnnot(page, index)
                _look_at_mark(document, mark, f"page {number + 1}", found, sites)
                raw.FPDFPage_CloseAnnot(mark)
            raw.FPDF_ClosePage(page)
    add_sites(sites, found)


def _look_at_mark(document: Any, mark: Any, where: str, found: Findings, sites: Counter[str]) -> None:
    sort = raw.FPDFAnnot_GetSubtype(mark)
    if sort == raw.FPDF_ANNOT_LINK:
        look_at_address(_address(document, mark), where, found, sites)
    elif sort == raw.FPDF_ANNOT_FILEATTACHMENT:
        found.add("attachment", _string(mark, b"Contents") or "A file", where)
    elif sort in _COMMENTS:
        author, said = line(_string(mark, b"T"), 60), line(_string(mark, b"Contents"), MAX_SAID)
        if author or said:
            found.add("comment", f"{author} wrote “{said}”" if author else f"Written “{said}”", where)
            scan(said, where, found)


def _string(mark: Any, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(mark, key, None, 0)
    if not 2 < size < 1_000_000:
        return ""
    buffer = (raw.FPDF_WCHAR * (size // 2))()
    raw.FPDFAnnot_GetStringValue(mark, key, buffer, size)
    return bytes(buffer).decode("utf-16-le", errors="ignore").rstrip("\0")


def _address(document: Any, mark: Any) -> str:
    """Return where a link leads: an address, the path of another file, or "" inside the document."""
    action = raw.FPDFLink_GetAction(raw.FPDFAnnot_GetLink(mark))
    sort = raw.FPDFAction_GetType(action)
    if sort == raw.PDFACTION_URI:
        return _filled(lambda buffer, size: raw.FPDFAction_GetURIPath(document, action, buffer, size))
    if sort in (raw.PDFACTION_REMOTEGOTO, raw.PDFACTION_LAUNCH):
        path = _filled(lambda buffer, size: raw.FPDFAction_GetFilePath(action, buffer, size))
        return f"file:{path}" if path else ""
    return ""


def _filled(ask: Any) -> str:
    """Ask PDFium for a string: once for its length, once for its bytes."""
    size = ask(None, 0)
    if not 1 < size < 100_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(buffer, size)
    return buffer.raw.decode(errors="replace").rstrip("\0")
