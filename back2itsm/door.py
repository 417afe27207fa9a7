"""The site's front: what every visitor gets alike is given again from the memory of this process.

Django takes half the time of such an answer to begin and to end a request that asks it nothing. Which answers these
are, ``pagecache`` says; they are kept with all their headers for as long as nothing is new in the database, pages for
half a minute at most. Everybody with a session, and everything but GET, goes past.
"""

from hashlib import blake2b
from math import inf
from time import monotonic

from django.core.cache import caches
from django.db import Error
from django.http import parse_cookie

from back2itsm import pagecache
from back2itsm.changes import LOOKED_EVERY
from back2itsm.guards import Refusal, inspect

KEPT_FOR = 30  # seconds: pages say how long ago something was
LONGEST_ADDRESS = 1000
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
OF_THE_BODY = {"Content-Length", "Content-Type"}


class Door:
    """A WSGI application in front of ``site``, which is Django's."""

    def __init__(self, site):
        self.site = site
        self.pages = caches["pages"]
        self.handed = {}

    def __call__(self, environ, start_response):
        key = key_of(environ)
        if key is None:
            return self.site(environ, start_response)
        handed = self.handed.get(key)
        answer = self._file(key, handed, environ) if handed else self._page(key, environ)
        if answer is None:
            return self._asked(key, environ, start_response)
        status, headers, body = answer
        start_response(status, headers)
        return body

    def _page(self, key, environ):
        mark, etag, headers, body = self.pages.get(key, (None, None, None, None))
        if body is None or not is_still(mark):
            return None
        if pagecache.is_known(environ.get("HTTP_IF_NONE_MATCH"), etag):
            return "304 Not Modified", [pair for pair in headers if pair[0] not in OF_THE_BODY], []
        return "200 OK", headers, [body]

    def _file(self, key, handed, environ):
        mark, until, headers, again = handed
        if not PARTLY.isdisjoint(environ) or until < monotonic():
            return None
        try:
            if not (is_still(mark) or self._is_so(key, handed)):
                return None
            body = again.body(environ)
        except Error:
            # The view asks the database again, and says what is wrong with it.
            return None
        return None if body is None else ("200 OK", headers.copy(), body)

    def _is_so(self, key, handed):
        """Whether what is new in the database is nothing to this file. It is remembered."""
        mark, until, headers, again = handed
        # Before: what is committed while the file is asked for is new the next time.
        now = pagecache.WATCH.mark()
        if now is None or (now != mark and not again.is_so()):
            return False
        self.handed[key] = now, until, headers, again
        return True

    def _asked(self, key, environ, start_response):
        """The site's own answer, remembered if everybody may have it."""
        told = []

        def listen(status, headers, *more):
            told[:] = status, headers
            return start_response(status, headers, *more)

        body = self.site(environ, listen)
        kept = environ.get(pagecache.KEPT)
        if kept and told[0].startswith("200 "):
            self._keep(key, kept, list(told[1]), is_whole=PARTLY.isdisjoint(environ))
        return body

    def _keep(self, key, kept, headers, *, is_whole):
        if kept.body is not None:
            seconds = LOOKED_EVERY if kept.mark is None else KEPT_FOR
            self.pages.set(key, (kept.mark, dict(headers)["ETag"], headers, kept.body), seconds)
        elif is_whole:
            if len(self.handed) >= MOST_HANDED:
                self.handed.clear()
            # A file says nothing of the time, and whether it is still there is looked at each time.
            until = monotonic() + LOOKED_EVERY if kept.mark is None else inf
            self.handed[key] = kept.mark, until, headers, kept.again


def is_still(mark: str | None) -> bool:
    """Whether nothing is known to be new; what was made without a mark has but its seconds."""
    return mark is None or mark == pagecache.WATCH.recent()


def key_of(environ) -> str | None:
    """What the answer to a visitor depends on; None for what Django has to see."""
    if environ["REQUEST_METHOD"] != "GET":
        return None
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if len(path) + len(query) > LONGEST_ADDRESS:
        return None
    cookies = parse_cookie(environ["HTTP_COOKIE"]) if "HTTP_COOKIE" in environ else {}
    if pagecache.is_personal(cookies):
        return None
    try:
        inspect(environ)
    except Refusal:
        return None
    theme = cookies.get("theme", "")
    # A NUL parts them: the guard lets none through in any of them.
    seen = "\0".join(
        (
            environ.get("HTTP_HOST", ""),
            environ["wsgi.url_scheme"],
            environ.get("HTTP_X_FORWARDED_PROTO", ""),
            theme if theme in ("light", "dark") else "",
            environ.get("SCRIPT_NAME", ""),
            path,
            query,
        )
    )
    return blake2b(seen.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
