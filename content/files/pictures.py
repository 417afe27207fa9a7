"""Pictures, drawn anew: what we show is never the bytes that were sent."""

import io
import warnings
from pathlib import Path
from typing import IO, Any

from PIL import Image, ImageOps

from content.files.outcome import DAMAGED, TOO_BIG, Found, Unfit
from content.files.text import count

MAX_SIDE = 1600  # pixels of the shown copy
MAX_PIXELS = 40_000_000  # 160 MB as RGBA, well inside the child's memory
FORMATS = ("PNG", "JPEG")

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What the pixels need. Colour profiles and comments are often broken in real files (bad checksums
# that browsers pass over) and may unpack to far more than they are.
_PNG_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")

Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def inspect(path: Path, out: Path) -> Found:
    """Write a copy of at most 1600 px as WebP, without metadata, as `page-1.webp` into `out`."""
    with _open(path) as source:
        width, height = source.size
        if width * height > MAX_PIXELS:
            raise Unfit(TOO_BIG, f"The picture has more than {MAX_PIXELS // 1_000_000} million pixels.")
        source.draft("RGB", (MAX_SIDE, MAX_SIDE))
        upright = ImageOps.exif_transpose(source)
    shown = save(upright, out / "page-1.webp", MAX_SIDE)
    picture = {"form": "picture", "picture": "page-1.webp", "width": shown[0], "height": shown[1]}
    return Found(facts=[f"{width:,} × {count(height, 'pixel')}"], preview=picture, pictures=["page-1.webp"])


def _open(path: Path) -> Any:
    with warnings.catch_warnings():
        # Twice the limit is an error in Pillow, once only a warning; ours is the one above.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            return Image.open(_essential(path.read_bytes()), formats=FORMATS)
        except Image.DecompressionBombError as error:
            raise Unfit(TOO_BIG) from error


def _essential(data: bytes) -> IO[bytes]:
    """Return a PNG without all chunks that do not make pixels; other data as it is."""
    if not data.startswith(_PNG_SIGNATURE):
        return io.BytesIO(data)
    kept, at = bytearray(_PNG_SIGNATURE), len(_PNG_SIGNATURE)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] in _PNG_CHUNKS:
            kept += data[at:end]
        if data[at + 4 : at + 8] == b"IEND":
            return io.BytesIO(kept)
        at = end
    raise Unfit(DAMAGED)


def save(image: Image.Image, path: Path, side: int) -> tuple[int, int]:
    """Write `image` as WebP with no side over `side` pixels; return its width and height."""
    mode = "RGBA" if "A" in image.mode or "transparency" in image.info else "RGB"
    plain = image.convert(mode)
    plain.thumbnail((side, side))
    plain.info.clear()  # colour profile, comments, position: nothing of it is ours to publish
    plain.save(path, "WEBP", quality=80, method=3)
    return plain.size
