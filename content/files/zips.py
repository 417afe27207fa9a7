"""Zip containers, read in bounded steps: their own directory may lie about everything."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.parsers import expat

from content.files import embedded, xmlhead
from content.files.kinds import ZIP_SIGNATURE, Kind, wrong_kind
from content.files.outcome import DAMAGED, ENCRYPTED, REFUSED, TOO_BIG, Unfit

MAX_UNPACKED = 100_000_000
MAX_PARTS = 2000
MAX_RATIO = 200
SMALL = 1_000_000  # unpacked bytes below which a ratio does no harm: a blank picture packs 1,000 to 1
MAX_OBJECT = 20_000_000  # bytes of an embedded object that are looked through
MAX_TYPES = 2_000_000  # bytes of [Content_Types].xml
CHUNK = 64 * 1024

_TYPES = "[Content_Types].xml"
_DIRECTORY_ENTRY = b"PK\x01\x02"
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    IndexError,
    RuntimeError,
)
_CROWD = f"The file has more than {MAX_PARTS:,} parts inside."
_BOMB = "The file unpacks to far more than its own size."


def check(path: Path, kind: Kind) -> None:
    """Raise `Unfit` if the Office container at `path` breaks a limit or carries what we refuse."""
    with path.open("rb") as file:
        _refuse_crowd(file)
        try:
            with zipfile.ZipFile(file) as archive:
                _check_archive(archive, file, kind)
        except _BROKEN as error:
            raise Unfit(DAMAGED) from error


def _refuse_crowd(file: IO[bytes]) -> None:
    """Count directory entries before `zipfile` makes an object of each.

    Packed documents inside may bring a directory of their own, hence the slack.
    """
    seen, tail = 0, b""
    while chunk := file.read(CHUNK):
        seen += (tail + chunk).count(_DIRECTORY_ENTRY)
        tail = chunk[-3:]
        if seen > 10 * MAX_PARTS:
            raise Unfit(TOO_BIG, _CROWD)
    file.seek(0)


def _check_archive(archive: zipfile.ZipFile, file: IO[bytes], kind: Kind) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_PARTS:
        raise Unfit(TOO_BIG, _CROWD)
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Unfit(TOO_BIG, _BOMB)
    _check_names(entries)
    _check_layout(entries, file)
    _check_types(archive, kind)
    unpacked = 0
    for entry in entries:
        unpacked += _check_part(archive, entry, MAX_UNPACKED - unpacked)
    _check_ratio(unpacked, sum(entry.compress_size for entry in entries))


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or "\x00" in name or name[1:2] == ":":
            raise Unfit(REFUSED, "The file has a part whose name leads outside of the file.")
        if name.casefold() in seen:
            raise Unfit(REFUSED, "The file has two parts of the same name.")
        seen.add(name.casefold())
        _refuse_unwanted(embedded.unwanted_name(name))


def _refuse_unwanted(what: str | None) -> None:
    if what:
        raise Unfit(REFUSED, f"The file carries {what}, which is not accepted.")


def _check_layout(entries: list[zipfile.ZipInfo], file: IO[bytes]) -> None:
    """Parts must follow one another from the first byte: overlaps multiply, gaps and prefixes hide."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.flag_bits & 0x1:
            raise Unfit(ENCRYPTED)
        if entry.compress_type not in _READABLE:
            raise Unfit(REFUSED, "The file is packed in a way that Office programs do not use.")
        if entry.header_offset < end or (end == 0 and entry.header_offset != 0):
            raise Unfit(REFUSED, "The file is built so that its parts overlap or hide behind other data.")
        end = entry.header_offset + _header_size(file, entry) + entry.compress_size


def _header_size(file: IO[bytes], entry: zipfile.ZipInfo) -> int:
    file.seek(entry.header_offset)
    header = file.read(30)
    if len(header) < 30 or not header.startswith(ZIP_SIGNATURE):
        raise Unfit(DAMAGED)
    name, extra = struct.unpack("<HH", header[26:30])
    return 30 + int(name) + int(extra)


def _check_types(archive: zipfile.ZipFile, kind: Kind) -> None:
    """The main part's content type must be that of the kind the name announces."""
    types = _content_types(archive)
    if any("macroenabled" in name or "vbaproject" in name for name in types):
        _refuse_unwanted("macros")
    if f"{kind.main_type}+xml".lower() not in types:
        raise Unfit(REFUSED, wrong_kind(kind))


def _content_types(archive: zipfile.ZipFile) -> set[str]:
    try:
        entry = archive.getinfo(_TYPES)
    except KeyError:
        raise Unfit(REFUSED, "This is a zip archive, but not an Office file.") from None
    if entry.file_size > MAX_TYPES:
        raise Unfit(TOO_BIG, _BOMB)
    found: set[str] = set()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = xmlhead.refuse_doctype
    parser.StartElementHandler = lambda _name, given: found.add(given.get("ContentType", "").lower())
    try:
        parser.Parse(archive.read(entry), True)
    except expat.ExpatError as error:
        raise Unfit(DAMAGED) from error
    return found


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: int) -> int:
    """Read one part through, keeping little of it; return its true size in bytes."""
    size, kept = 0, bytearray()
    prolog: xmlhead.Prolog | None = None
    for chunk in _chunks(archive, entry):
        if size == 0:
            _refuse_unwanted(embedded.unwanted_content(chunk))
            prolog = xmlhead.Prolog() if _is_xml(entry.filename, chunk) else None
            room = MAX_OBJECT if embedded.is_object(chunk) else 0
        size += len(chunk)
        if size > budget:
            raise Unfit(TOO_BIG, _BOMB)
        if prolog and prolog.feed(chunk):
            prolog = None
        kept += chunk[: room - len(kept)] if len(kept) < room else b""
    _check_ratio(size, entry.compress_size)
    _refuse_unwanted(embedded.unwanted_object(bytes(kept)) if kept else None)
    return size


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK):
            yield chunk


def _is_xml(name: str, head: bytes) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml")) or xmlhead.looks_like_xml(head)


def _check_ratio(unpacked: int, packed: int) -> None:
    if unpacked > SMALL and unpacked > MAX_RATIO * max(packed, 1):
        raise Unfit(TOO_BIG, _BOMB)
