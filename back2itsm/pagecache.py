"""Whole pages for visitors, kept in the memory of each process for as long as nothing is new, half a minute at most.

A page is kept only if everybody without a session would get the same bytes: no cookie is set by it and no
CSRF token was made for it. Nothing has to be told when an artefact is published, hidden or rated: every five
seconds the database is asked whether anything was committed, and then every page is made anew. Where it cannot be
asked, each page is kept for these five seconds.

Files are handed out in the same place. The view of one puts a function ``again`` on its answer, which answers the
next visitor's request for the whole of it, or None: for as long as a page is kept it is asked instead of the view.
"""

from hashlib import blake2b
from time import monotonic

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from back2itsm.changes import LOOKED_EVERY, Watch

KEPT_FOR = 30  # seconds: pages say how long ago something was
LONGEST_ADDRESS = 1000
LARGEST_PAGE = 256 * 1024  # bytes; 500 pages are kept at most
MOST_HANDED = 500  # files whose views are not asked
# Asked with one of these, a view may answer with less than the whole.
PARTLY = {
    "HTTP_RANGE",
    "HTTP_IF_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_RANGE",
    "HTTP_IF_UNMODIFIED_SINCE",
}
# What the middlewares that are passed by have put on the view's answer.
ADDED = ("Content-Language", "Vary", "X-Frame-Options")
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


class PageCacheMiddleware:
    """Answers a visitor's GET from memory; stands before sessions, so that a hit touches nothing else."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.pages = caches["pages"]
        self.watch = Watch()
        self.handed = {}
        # With either of them a page may greet somebody.
        self.personal = {settings.SESSION_COOKIE_NAME, "messages"}

    def __call__(self, request):
        if request.method not in ("GET", "HEAD") or not self.personal.isdisjoint(request.COOKIES):
            return self.get_response(request)
        key = page_key(request)
        if key is None:
            return self.get_response(request)
        mark = self.watch.mark()
        if key in self.handed and (response := self._handed_out(key, request, mark)):
            return response
        page, made_at = self.pages.get(key, (None, None))
        if page is None or made_at != mark:
            response = self.get_response(request)
            if not may_keep(request, response):
                self._hand_out(key, request, response, mark)
                return response
            page = prepare(response)
            if request.method == "GET":
                self.pages.set(key, (page, mark), kept_for(mark))
        return answer(request, page)

    def _hand_out(self, key, request, response, mark):
        """Remember how the view's answer is given again, if it can be."""
        if response.status_code == 200 and is_whole(request) and hasattr(response, "again"):
            if len(self.handed) >= MOST_HANDED:
                self.handed.clear()
            added = {name: response[name] for name in ADDED if name in response}
            self.handed[key] = response.again, added, mark, monotonic() + kept_for(mark)

    def _handed_out(self, key, request, mark):
        """The answer without the view; None where it has to be asked."""
        again, added, made_at, until = self.handed.get(key, (None, {}, None, 0))
        if made_at != mark or until < monotonic():
            self.handed.pop(key, None)
            return None
        response = again(request) if is_whole(request) else None
        if response is not None:
            for name, value in added.items():
                response.headers[name] = value
        return response


def kept_for(mark) -> int:
    """Seconds."""
    return LOOKED_EVERY if mark is None else KEPT_FOR


def is_whole(request) -> bool:
    """Whether it is a plain GET."""
    return request.method == "GET" and PARTLY.isdisjoint(request.META)


def page_key(request) -> str | None:
    """What a kept page depends on, or None for an address too long to remember."""
    path, query = request.path, request.META.get("QUERY_STRING", "")
    if len(path) + len(query) > LONGEST_ADDRESS:
        return None
    theme = request.COOKIES.get("theme", "")
    if theme not in ("light", "dark"):
        theme = ""
    # A NUL parts them: the guard in front lets none through in any of them.
    seen = f"{request.META.get('HTTP_HOST', '')}\0{theme}\0{path}\0{query}"
    return blake2b(seen.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


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


def prepare(response) -> tuple[bytes, dict[str, str], str]:
    """Body, headers and entity tag, ready to be sent again."""
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    etag = f'"{blake2b(response.content, digest_size=16).hexdigest()}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.headers["Content-Length"] = str(len(response.content))
    return response.content, dict(response.headers.items()), etag


def answer(request, page):
    body, headers, etag = page
    if (asked := request.META.get("HTTP_IF_NONE_MATCH")) and is_known(asked, etag):
        kept = {name: headers[name] for name in ("ETag", "Cache-Control", "Vary") if name in headers}
        return HttpResponseNotModified(headers=kept)
    return HttpResponse(b"" if request.method == "HEAD" else body, headers=headers)


def is_known(asked: str, etag: str) -> bool:
    """Weak comparison (RFC 9110, 13.1.2): a proxy that compresses has made the tag weak."""
    tags = parse_etags(asked)
    return tags == ["*"] or etag in (tag.removeprefix("W/") for tag in tags)
