"""Which answers every visitor would get alike; ``door.Door`` gives them again without asking anybody.

A page is kept only if everybody without a session would get the same bytes: no cookie is set by it and no
CSRF token was made for it. Nothing has to be told when an artefact is published, hidden or rated: every five
seconds the database is asked whether anything was committed, and then every page is made anew. Where it cannot be
asked, each page is kept for these five seconds.

The view of a file puts ``again`` (an ``Again``) on its answer.
"""

from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple, Protocol

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from back2itsm.changes import Watch

KEPT = "back2itsm.kept"  # where the environ says how its answer is given again
LARGEST_PAGE = 256 * 1024  # bytes
CACHE_CONTROL = "public, max-age=0, must-revalidate"
# URL names whose answer depends on the address, the theme and the library alone.
KEPT_VIEWS = frozenset(
    {
        "home",
        "browse",
        "artefact",
        "version",
        "changes",
        "practices",
        "practice",
        "people",
        "member",
        "about",
        "accessibility",
        "privacy",
        "feed_all",
        "feed_practice",
        "feed_member",
    }
)
WATCH = Watch()


class Again(Protocol):
    """Gives visitors a file again without its view. Both methods may raise what a database raises."""

    def body(self, environ: dict) -> Iterable[bytes] | None:
        """For one more plain GET; None where the view has to be asked."""

    def is_so(self) -> bool:
        """Whether the database still says of the file what it said when the view answered."""


class Kept(NamedTuple):
    """The body of an answer or what gives it again, and where the database stood before it was made."""

    mark: str | None
    body: bytes | None = None
    again: Again | None = None


class PageCacheMiddleware:
    """Marks what may be given again; stands around the sessions, so that it sees every cookie that they set."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD") or is_personal(request.COOKIES):
            return self.get_response(request)
        mark = WATCH.mark()  # before: what is committed while the page is made makes it old
        response = self.get_response(request)
        if may_keep(request, response):
            etag = prepare(response)
            request.META[KEPT] = Kept(mark, body=response.content)
            return not_modified(request.META, response.headers, etag) or response
        if response.status_code == 200 and hasattr(response, "again"):
            request.META[KEPT] = Kept(mark, again=response.again)
        return response


def is_personal(cookies) -> bool:
    """Whether a page may greet somebody."""
    return settings.SESSION_COOKIE_NAME in cookies or "messages" in cookies


def may_keep(request, response) -> bool:
    """Whether every visitor would get these bytes."""
    match = request.resolver_match
    return (
        response.status_code == 200
        and match is not None
        and match.view_name in KEPT_VIEWS
        and not response.streaming
        and not response.cookies
        and "Cache-Control" not in response.headers
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
        and len(response.content) <= LARGEST_PAGE
    )


def prepare(response: HttpResponse) -> str:
    """Say in its headers how the page may be kept elsewhere; answers its entity tag."""
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    etag = f'"{blake2b(response.content, digest_size=16).hexdigest()}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.headers["Content-Length"] = str(len(response.content))
    return etag


def not_modified(environ, headers, etag: str) -> HttpResponse | None:
    """304 for who has the page already."""
    if not is_known(environ.get("HTTP_IF_NONE_MATCH"), etag):
        return None
    return HttpResponseNotModified(
        headers={name: headers[name] for name in ("ETag", "Cache-Control", "Vary")}
    )


def is_known(asked: str | None, etag: str) -> bool:
    """Weak comparison (RFC 9110, 13.1.2): a proxy that compresses has made the tag weak."""
    if not asked:
        return False
    tags = parse_etags(asked)
    return tags == ["*"] or etag in (tag.removeprefix("W/") for tag in tags)
