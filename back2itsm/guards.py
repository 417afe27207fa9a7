"""What is refused before anything else looks at it, and the headers every answer of ours carries.

Databases, file systems and codecs each have their own way of failing on a NUL, half a surrogate pair or a
twenty-megabyte form. One check at the door answers all of them with a sentence and the right status.
"""

import codecs
import time
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from back2itsm import plainpage

MOST_QUERY_BYTES = 8 * 1024
# A file of 20 MB, the form around it, and the lines that hold both together.
MOST_UPLOAD_BYTES = 22 * 1024 * 1024
# How much of a refused body is read away, and for how long: a browser that cannot finish sending shows a
# broken connection in place of the answer.
MOST_DRAINED_BYTES = 64 * 1024 * 1024
LONGEST_DRAIN = 5  # seconds


class Refusal(Exception):
    """A request that goes no further: a status and the sentence that explains it."""

    def __init__(self, status, title, sentence):
        super().__init__(sentence)
        self.status, self.title, self.sentence = status, title, sentence


class BadInputMiddleware:
    """Refuses what nothing behind it can use; marks what belongs to one member as private."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            inspect(request.META)
        except Refusal as refusal:
            response = plainpage.answer(refusal.status, refusal.title, refusal.sentence)
            drain(request.META)
        else:
            response = self.get_response(request)
            if response.status_code == 405 and not response.streaming and not response.content:
                response = not_allowed(response.headers["Allow"])
        if request.method == "HEAD":
            drop_body(response)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        session = settings.SESSION_COOKIE_NAME
        if session in request.COOKIES or session in response.cookies:
            keep_private(response)
        return response


def not_allowed(methods):
    """In place of the empty page for an address that only takes forms: one may come here after signing in."""
    response = plainpage.answer(
        405,
        _("Nothing happens by opening this address"),
        _("It takes what a button sends. Go back to the page before and press the button there again."),
    )
    response["Allow"] = methods
    return response


def keep_private(response):
    """An answer made for one session is for no shared cache, and is asked for again each time."""
    response.headers.setdefault("Cache-Control", "private, no-cache")
    patch_vary_headers(response, ["Cookie"])


def drop_body(response):
    """What HEAD answers: the head of what GET would, its length included; web servers warn of anything more."""
    if response.streaming:
        response.streaming_content = ()
        return
    response.headers.setdefault("Content-Length", str(len(response.content)))
    response.content = b""


def drain(environ):
    """Read a refused body away in small pieces, within bounds of size and time."""
    left = min(_length(environ.get("CONTENT_LENGTH") or ""), MOST_DRAINED_BYTES)
    deadline = time.monotonic() + LONGEST_DRAIN
    while left > 0 and time.monotonic() < deadline:
        try:
            piece = environ["wsgi.input"].read(min(left, 64 * 1024))
        except OSError:
            return
        if not piece:
            return
        left -= len(piece)


def inspect(environ):
    """Raise Refusal for a request whose address, cookies, charset or size nothing behind can use.

    ``environ`` is the WSGI environment: text of bytes, one character a byte.
    """
    _inspect_path(environ.get("PATH_INFO", ""))
    _inspect_query(environ.get("QUERY_STRING", ""))
    if "\\" in environ.get("HTTP_COOKIE", ""):
        _inspect_cookies(environ["HTTP_COOKIE"])
    if "charset" in environ.get("CONTENT_TYPE", "").lower():
        _inspect_charset(environ["CONTENT_TYPE"])
    if environ.get("CONTENT_LENGTH"):
        _inspect_size(environ["CONTENT_LENGTH"], environ.get("CONTENT_TYPE", ""))


def _inspect_path(path):
    if path.isascii() and path.isprintable():
        return
    if not _is_clean(path.encode("latin-1", "replace")):
        raise _bad_address()


def _inspect_query(query):
    if len(query) > MOST_QUERY_BYTES:
        raise Refusal(414, _("The address is too long"), _("Shorten the search or remove a few filters."))
    if query.count("&") >= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:
        raise Refusal(400, _("The address has too many parts"), _("Remove a few filters."))
    if "%" not in query and query.isascii() and query.isprintable():
        return
    if not _is_clean(unquote_to_bytes(query.encode("latin-1", "replace"))):
        raise _bad_address()


def _inspect_cookies(cookies):
    """A quoted cookie can carry a NUL as an octal escape; it would reach the database as a session key."""
    if "\\000" in cookies:
        raise Refusal(400, _("A cookie cannot be read"), _("Delete this site's cookies and try again."))


def _inspect_charset(content_type):
    """Only UTF-8: a codec such as "hex" is known to Python and breaks the reading of any form."""
    charset = content_type.lower().partition("charset")[2].lstrip(" =").partition(";")[0].strip("\"' ")
    try:
        known = codecs.lookup(charset).name in {"utf-8", "ascii"}
    except (LookupError, ValueError):
        known = False
    if not known:
        raise Refusal(400, _("The text cannot be read"), _("Send it as UTF-8."))


def _inspect_size(length, content_type):
    is_upload = content_type.lower().startswith("multipart/form-data")
    most = MOST_UPLOAD_BYTES if is_upload else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if _length(length) > most:
        raise _too_large()


def _length(said: str) -> int:
    """The bytes a request says it has; 0 for what is no number, and no more digits than a petabyte has."""
    return int(said[:16]) if said.isascii() and said.isdigit() else 0


def _too_large():
    return Refusal(
        413,
        _("This is too large to take"),
        _(
            "A file must be smaller than 20 MB and the text around it smaller than 1 MB. "
            "Go back: what you typed is still there. Shorten it and send it again."
        ),
    )


def _bad_address():
    return Refusal(
        400,
        _("The address cannot be read"),
        _("It holds characters that are not text. If you typed it, check it."),
    )


def _is_clean(raw: bytes) -> bool:
    """Whether the bytes are UTF-8 without a NUL; Python's codec refuses lone surrogates."""
    if b"\0" in raw:
        return False
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
