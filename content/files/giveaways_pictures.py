"""What a picture says beside its pixels: where it was taken, by whom, with what. Pixels are not decoded."""

import io
import re
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image

from content.files.findings import Findings
from content.files.outcome import Part
from content.files.picture_blocks import PNG_SIGNATURE, png_chunks, png_text

DETAILS = "picture details"
_PEOPLE = {"Artist": "author", "XPAuthor": "author", "CameraOwnerName": "author"}
_PROPERTIES = {
    "Copyright",
    "ImageDescription",
    "UserComment",
    "XPComment",
    "XPTitle",
    "XPSubject",
    "XPKeywords",
}
_DEVICE = ("Make", "Model", "LensModel", "BodySerialNumber", "Software", "HostComputer", "ProcessingSoftware")
_DATES = {"DateTime": "changed", "DateTimeOriginal": "taken"}
# Text chunks that only name a program or describe the encoding.
_PLAIN_CHUNKS = re.compile(
    r"(?i)(?:software|(?:date|png|icc|exif|xmp|photoshop|tiff|jpeg|pdf|svg|signature|rdf)[:\w -]*)"
)
_CREATOR = re.compile(rb"<dc:creator>(.{0,2000}?)</dc:creator>", re.DOTALL)
_MARKUP = re.compile(r"<[^>]{0,500}>")


def look(path: Path, _parts: list[Part], found: Findings) -> None:
    """Look at a picture that is shared by itself: all of this can be cleaned."""
    look_at(path.read_bytes(), found, DETAILS, can_clean=True)


def look_at(data: bytes, found: Findings, where: str, *, can_clean: bool) -> None:
    """Add what the bytes of a PNG or JPEG say beside the picture; other and broken ones say nothing."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            exif = picture.getexif()
            _exif(exif, found, where, can_clean)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return
    if data.startswith(PNG_SIGNATURE):
        _texts(data, found, where, can_clean)
    for match in _CREATOR.finditer(data[:2_000_000]):
        name = _MARKUP.sub(" ", match.group(1).decode(errors="replace"))
        found.add("author", name, where, can_clean=can_clean)


def _exif(exif: Any, found: Findings, where: str, can_clean: bool) -> None:
    named = {
        ExifTags.TAGS.get(key, ""): value
        for key, value in {**exif, **exif.get_ifd(ExifTags.IFD.Exif)}.items()
    }
    said = {name: _words(name, value) for name, value in named.items()}
    for name, what in _PEOPLE.items():
        found.add(what, said.get(name, ""), where, can_clean=can_clean)
    for name in sorted(_PROPERTIES & said.keys()):
        found.add("property", f"{name}: {said[name]}" if said[name] else "", where, can_clean=can_clean)
    device = dict.fromkeys(said[name] for name in _DEVICE if said.get(name))
    found.add("program", ", ".join(device), where, can_clean=can_clean)
    dates = [f"{words} {said[name]}" for name, words in _DATES.items() if said.get(name)]
    found.add("dates", ", ".join(dates), where, can_clean=can_clean)
    found.add("position", _position(exif.get_ifd(ExifTags.IFD.GPSInfo)), where, can_clean=can_clean)


def _words(name: str, value: Any) -> str:
    if isinstance(value, bytes):
        # Windows writes its own fields as UTF-16; a comment begins with eight bytes that name its alphabet.
        value = value.decode("utf-16-le" if name.startswith("XP") else "latin-1", errors="ignore")
        value = re.sub(r"^(?:ASCII|UNICODE|JIS)", "", value.strip("\0"))
    return str(value).replace("\0", " ").strip() if isinstance(value, str) else ""


def _position(gps: Any) -> str:
    try:
        return f"{_degrees(gps[2], gps[1] in 'Ss')}, {_degrees(gps[4], gps[3] in 'Ww')}"
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return ""


def _degrees(parts: Any, negative: bool) -> str:
    """Return degrees, minutes and seconds as decimal degrees, four digits (about 10 m)."""
    degrees, minutes, seconds = map(float, parts)
    return f"{(degrees + minutes / 60 + seconds / 3600) * (-1 if negative else 1):.4f}"


def _texts(data: bytes, found: Findings, where: str, can_clean: bool) -> None:
    for name, body in png_chunks(data):
        if name not in (b"tEXt", b"zTXt", b"iTXt"):
            continue
        key, text = png_text(name, body)
        if key.lower() == "author":
            found.add("author", text, where, can_clean=can_clean)
        elif key == "mxfile":
            found.add(
                "attachment", "The whole draw.io diagram is inside the picture", where, can_clean=can_clean
            )
        elif text and not _PLAIN_CHUNKS.fullmatch(key) and not key.startswith(("XML:", "Raw profile")):
            found.add("property", f"{key}: {text}", where, can_clean=can_clean)
