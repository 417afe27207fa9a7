"""The blocks that PNG (RFC 2083) and JPEG (ITU-T T.81) files are made of, without decoding a pixel."""

import zlib
from collections.abc import Iterator

from content.files.outcome import DAMAGED, Unfit

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
JPEG_SIGNATURE = b"\xff\xd8"
MAX_TEXT = 100_000  # characters of one text chunk, unpacked

SOS, EOI = 0xDA, 0xD9
_ALONE = (0x01, *range(0xD0, 0xD8))  # markers without a length


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each chunk up to the end mark as (name, body); raises `Unfit` for a cut file."""
    at = len(PNG_SIGNATURE)
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        if at + 12 + size > len(data):
            break
        yield name, body
        if name == b"IEND":
            return
        at += 12 + size
    raise Unfit(DAMAGED)


def png_chunk(name: bytes, body: bytes) -> bytes:
    """Return a chunk as it stands in a file, with its length and checksum."""
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")


def png_text(name: bytes, body: bytes) -> tuple[str, str]:
    """Return keyword and text of a text chunk; what cannot be unpacked is ""."""
    key, _, rest = body.partition(b"\0")
    if name == b"tEXt":
        return key.decode("latin-1"), rest[:MAX_TEXT].decode("latin-1")
    if name == b"zTXt":
        return key.decode("latin-1"), _inflated(rest[1:]).decode("latin-1")
    packed, text = rest[:1] == b"\1", rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    return key.decode("latin-1"), (_inflated(text) if packed else text[:MAX_TEXT]).decode(errors="replace")


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, MAX_TEXT)
    except zlib.error:
        return b""


def jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (marker, bytes) from after the start mark to the end mark, which is the last.

    The bytes of a segment include its marker and, for a scan, the picture data behind it; a byte of
    padding comes as marker 0xFF. Raises `Unfit` where the chain breaks.
    """
    at = len(JPEG_SIGNATURE)
    while at + 2 <= len(data):
        if data[at] != 0xFF:
            break
        marker = data[at + 1]
        if marker == 0xFF:
            yield marker, data[at : at + 1]
            at += 1
            continue
        if marker == EOI:
            yield marker, data[at : at + 2]
            return
        end = at + 2 if marker in _ALONE else at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if end > len(data) or (marker not in _ALONE and end < at + 4):
            break
        end = _end_of_scan(data, end) if marker == SOS else end
        yield marker, data[at:end]
        at = end
    raise Unfit(DAMAGED)


def _end_of_scan(data: bytes, at: int) -> int:
    """Return where the next marker stands that is no part of the picture data."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise Unfit(DAMAGED)
        if data[at + 1] == 0xFF:  # fill bytes belong to the marker that follows
            at += 1
        elif data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
        else:
            return at
