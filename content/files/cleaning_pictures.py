"""Remove what a picture says beside its pixels. The picture data is copied, never drawn anew."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image

from content.files.picture_blocks import (
    JPEG_SIGNATURE,
    PNG_SIGNATURE,
    SOS,
    jpeg_segments,
    png_chunk,
    png_chunks,
)

# What decides how a PNG looks: colours, transparency, size of a pixel, animation.
_PNG_KEPT = frozenset(
    b"IHDR PLTE tRNS IDAT IEND gAMA cHRM sRGB iCCP cICP mDCv cLLi sBIT bKGD hIST pHYs acTL fcTL fdAT".split()
)
_EXIF, _ICC, _JFIF, _JFXX = b"Exif\0\0", b"ICC_PROFILE\0", b"JFIF\0", b"JFXX\0"
_APP0, _APP1, _APP2, _APP14, _APP15, _COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
_UPRIGHT = 1

_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
_PNG_WORDS = {b"eXIf": "EXIF", b"tIME": "date of change"}


def clean(path: Path, out_path: Path) -> list[str]:
    """Write the cleaned picture; return what was removed ([] and no file if nothing).

    A turned photograph keeps the one EXIF field that says so. Raises `Unfit` for a broken picture.
    """
    data = path.read_bytes()
    turned = _orientation(path)
    pieces, removed = _png(data, turned) if data.startswith(PNG_SIGNATURE) else _jpeg(data, turned)
    out = b"".join(pieces)
    if not removed and len(out) < len(data):
        removed = ["data behind the picture"]
    if removed:
        out_path.write_bytes(out)
    return list(dict.fromkeys(removed))


def _orientation(path: Path) -> int:
    try:
        with Image.open(path, formats=("PNG", "JPEG")) as picture:
            turned = picture.getexif().get(ExifTags.Base.Orientation, _UPRIGHT)
    except (OSError, ValueError, SyntaxError):
        return _UPRIGHT
    return turned if isinstance(turned, int) and 1 < turned <= 8 else _UPRIGHT


def _turn(orientation: int) -> bytes:
    """Return the smallest EXIF block (TIFF 6.0, little endian) that holds nothing but the orientation."""
    entry = b"\x12\x01\x03\x00\x01\x00\x00\x00" + orientation.to_bytes(4, "little")
    return b"II*\x00\x08\x00\x00\x00\x01\x00" + entry + b"\x00\x00\x00\x00"


def _png(data: bytes, turned: int) -> tuple[list[bytes], list[str]]:
    pieces, removed = [PNG_SIGNATURE], []
    for name, body in png_chunks(data):
        if name == b"eXIf" and turned != _UPRIGHT:
            if body != _turn(turned):
                removed.append("EXIF")
            pieces.append(png_chunk(name, _turn(turned)))
        elif name in _PNG_KEPT:
            pieces.append(png_chunk(name, body))
        else:
            removed.append(
                _PNG_WORDS.get(name, f"text {_keyword(body)}" if name in _TEXTS else "a private block")
            )
    return pieces, removed


def _keyword(body: bytes) -> str:
    return body.partition(b"\0")[0][:79].decode("latin-1")


def _jpeg(data: bytes, turned: int) -> tuple[list[bytes], list[str]]:
    pieces, removed = [JPEG_SIGNATURE], []
    turn = _segment(_APP1, _EXIF + _turn(turned)) if turned != _UPRIGHT else b""
    waiting = turn
    for marker, segment in jpeg_segments(data):
        if marker != _APP0:  # the header of the container comes first
            pieces.append(waiting)
            waiting = b""
        kept = _kept(marker, segment)
        pieces.append(kept)
        if kept != segment and segment != turn:
            removed.append(_jpeg_word(marker, segment))
    return pieces, removed


def _segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body


def _kept(marker: int, segment: bytes) -> bytes:
    """Return what stays of a segment: all the decoder needs, b"" for the rest."""
    body = segment[4:]
    if marker == _APP0:
        # Two bytes before the end of its fixed part say how large its small picture is.
        return _segment(_APP0, body[:12] + b"\0\0") if body.startswith(_JFIF) else b""
    if marker == _APP2:
        return segment if body.startswith(_ICC) else b""
    if _APP1 <= marker <= _APP15:
        return segment if marker == _APP14 else b""
    return b"" if marker == _COMMENT else segment


def _jpeg_word(marker: int, segment: bytes) -> str:
    body = segment[4:]
    if marker == _APP1:
        return "EXIF" if body.startswith(_EXIF) else "XMP"
    words: dict[Any, str] = {_COMMENT: "comment", 0xED: "IPTC", _APP0: "small picture"}
    return words.get(marker, "a private block")


def picture_data(data: bytes) -> Iterator[bytes]:
    """Yield the compressed picture data of a PNG or JPEG, block by block, for comparison."""
    if data.startswith(PNG_SIGNATURE):
        yield from (body for name, body in png_chunks(data) if name in (b"IDAT", b"fdAT"))
    else:
        yield from (segment for marker, segment in jpeg_segments(data) if marker == SOS)
