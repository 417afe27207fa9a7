"""Stored bytes as HTTP answers: never a page of ours, whole or in part, without holding them in memory.

With nginx in front, ``X_ACCEL_PREFIX`` names an internal location that maps to the store; nginx then sends
the bytes and answers ranges itself. It keeps only some of our headers: the location sets the others again.

    location /protected/ {
        internal;
        alias /srv/back2itsm/var/files/;
        add_header X-Content-Type-Options nosniff always;
        add_header Content-Security-Policy "sandbox; default-src 'none'" always;
        add_header Cross-Origin-Resource-Policy same-origin always;
    }
"""

import io
import os
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote
from wsgiref.util import FileWrapper

from django.conf import settings
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from content import ranges, storing
from content.files.kinds import OCTETS, clean_name, kind_for

BLOCK = 64 * 1024
PICTURES = {"webp": "image/webp"}
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# A copy may be kept, but asked about each time: an artefact can be hidden at any moment.
ATTACHMENT_CACHE = "private, no-cache"
# A picture that everybody may see; the hour in shared caches is how long a hidden one may live on there.
PUBLIC_PICTURE_CACHE = "public, max-age=86400, s-maxage=3600, immutable"
PRIVATE_PICTURE_CACHE = "private, max-age=86400, immutable"


class Missing(Exception):
    """A row names a file that the store does not have, or has with another length."""


def attachment(request, file):
    """The answer to a GET or HEAD for a File row: 200, 206, 304, 412 or 416. Raises Missing."""
    source, headers = _open_ours(file.store_path, file.size), _headers(file)
    if settings.X_ACCEL_PREFIX:
        source.close()
        return HttpResponse(headers=headers)
    return _answer(request, source, file.size, file.created_at, headers)


def handing_out(file):
    """A function of the environ that gives the body of one more such answer, for the whole file. It raises Missing."""
    place, size, by_nginx = str(storing.path(file.store_path)), file.size, bool(settings.X_ACCEL_PREFIX)

    def hand_out(environ):
        source = _open(place, size)
        if by_nginx:
            source.close()
            return []
        return environ.get("wsgi.file_wrapper", FileWrapper)(source, BLOCK)

    return hand_out


def _headers(file):
    """What every answer about a file says of it."""
    kind = kind_for(file.name)
    headers = {
        "Content-Type": kind.media_type if kind else OCTETS,
        "Content-Disposition": disposition(file.name),
        "Cache-Control": ATTACHMENT_CACHE,
        **SAFE_HEADERS,
    }
    if settings.X_ACCEL_PREFIX:
        place = settings.X_ACCEL_PREFIX.rstrip("/") + "/" + quote(file.store_path)
        return headers | {"X-Accel-Redirect": place}
    return headers | {
        "ETag": f'"{file.sha256}"',
        "Last-Modified": http_date(file.created_at.timestamp()),
        "Accept-Ranges": "bytes",
    }


def picture(file, name: str, *, is_public: bool):
    """A preview picture of ours, shown in the page. Raises Missing for what is not one in the store."""
    media_type = PICTURES.get(name.rpartition(".")[2])
    if media_type is None:
        raise Missing(name)
    source = _open_ours(f"{file.preview_folder}/{name}")
    headers = SAFE_HEADERS | {
        "Content-Type": media_type,
        "Content-Disposition": "inline",
        "Cache-Control": PUBLIC_PICTURE_CACHE if is_public else PRIVATE_PICTURE_CACHE,
    }
    return _Sent(source, headers=headers)


def begins_file(request, response) -> bool:
    """Whether the answer hands out the file from its first byte on: whole, or a range from byte 0."""
    if "X-Accel-Redirect" in response:
        return _asks_for_the_beginning(request)
    if response.status_code == 206:
        return response["Content-Range"].startswith("bytes 0-")
    return response.status_code == 200


def disposition(name: str) -> str:
    """``attachment`` with the cleaned name twice: in ASCII for old clients, in UTF-8 (RFC 6266, RFC 5987)."""
    name = clean_name(name)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    plain = clean_name(plain.replace("\\", "_").replace("%", "_"))
    value = f'attachment; filename="{plain}"'
    return value if plain == name else f"{value}; filename*=UTF-8''{quote(name, safe='')}"


def _answer(request, source: BinaryIO, size: int, changed: datetime, headers: dict):
    etag, stamp = headers["ETag"], int(changed.timestamp())
    unchanged = get_conditional_response(request, etag, stamp, HttpResponse(headers=headers))
    if unchanged.status_code != 200:
        source.close()
        return _bare(unchanged, headers)
    if request.method == "HEAD":
        source.close()
        return HttpResponse(headers=headers | {"Content-Length": str(size)})
    try:
        wanted = _range(request, size, etag, stamp)
    except ranges.NotSatisfiable:
        source.close()
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    if wanted:
        return _part(source, size, *wanted, headers)
    return _Sent(source, headers=headers | {"Content-Length": str(size)})


def _bare(response, headers: dict):
    """304 and 412 carry the protecting headers too: a proxy stores what comes with a 304."""
    for name in ("Content-Disposition", *SAFE_HEADERS):
        response[name] = headers[name]
    return response


class _Sent(FileResponse):
    """The file itself for the server to send, in its own fast way if it has one, with our headers alone."""

    block_size = BLOCK

    def set_headers(self, filelike):
        """None that FileResponse would think up: the word "inline" is among them."""


def _part(source: BinaryIO, size: int, first: int, length: int, headers: dict):
    headers = headers | {
        "Content-Range": f"bytes {first}-{first + length - 1}/{size}",
        "Content-Length": str(length),
    }
    source.seek(first)
    return StreamingHttpResponse(_Blocks(source, length), status=206, headers=headers)


class _Blocks:
    """``length`` bytes of a file in bounded blocks; the server closes it, and with it the file."""

    def __init__(self, source: BinaryIO, length: int):
        self.source, self.left = source, length

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        block = self.source.read(min(BLOCK, self.left))
        if not block:
            raise StopIteration
        self.left -= len(block)
        return block

    def close(self) -> None:
        self.source.close()


def _range(request, size: int, etag: str, stamp: int) -> tuple[int, int] | None:
    header = request.headers.get("Range")
    if header is None or not _is_still_the_same(request.headers.get("If-Range"), etag, stamp):
        return None
    return ranges.parse(header, size)


def _is_still_the_same(condition: str | None, etag: str, stamp: int) -> bool:
    """If-Range: the very same strong tag or the very same date; else the client's part is of another file."""
    if condition is None:
        return True
    condition = condition.strip()
    return condition == etag or parse_http_date_safe(condition) == stamp


def _asks_for_the_beginning(request) -> bool:
    """nginx will answer; what it will answer is seen from the request."""
    if "If-None-Match" in request.headers or "If-Modified-Since" in request.headers:
        return False
    try:
        wanted = ranges.parse(request.headers.get("Range", ""), 10**ranges.DIGITS)
    except ranges.NotSatisfiable:
        return False
    return wanted is None or wanted[0] == 0


def _open_ours(relative: str, size: int | None = None) -> BinaryIO:
    try:
        place = storing.path(relative)
    except ValueError as error:
        raise Missing(relative) from error
    return _open(place, size)


def _open(place: Path | str, size: int | None) -> BinaryIO:
    try:
        # Without a buffer: it is sent in blocks, or by the server without being read.
        source = io.FileIO(place)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Missing(str(place)) from error
    if size is not None and os.fstat(source.fileno()).st_size != size:
        source.close()
        raise Missing(str(place))
    return source
