from types import SimpleNamespace

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, connection
from django.http import HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from freezegun import freeze_time

from back2itsm import pagecache
from back2itsm.door import LONGEST_ADDRESS, MOST_HANDED
from back2itsm.pagecache import LARGEST_PAGE, PageCacheMiddleware
from tests import factories
from tests.visiting import Visitor


class Site:
    """The door, and behind it the middleware over one view that counts its calls."""

    def __init__(self, make=None, name="browse"):
        self.calls, self.name = 0, name
        self.make = make or (lambda request: HttpResponse(f"page {self.calls}"))
        self.middleware = PageCacheMiddleware(self.view)
        self.visitor = Visitor(self)

    def view(self, request):
        self.calls += 1
        request.resolver_match = SimpleNamespace(view_name=self.name)
        return self.make(request)

    def __call__(self, environ, start_response):
        response = self.middleware(WSGIRequest(environ))
        response.headers["X-Outside"] = "of the middlewares in front"
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return response

    def get(self, address="/artefacts/", *, method="GET", cookies=None, **headers):
        return self.visitor.get(address, method=method, cookies=cookies, headers=headers)


@pytest.fixture(autouse=True)
def _no_page_yet():
    Site().visitor.door.pages.clear()


@pytest.fixture
def database(monkeypatch):
    """Where it stands, for as long as the last look at it counts."""
    standing = SimpleNamespace(at="7")
    watch = SimpleNamespace(mark=lambda: standing.at, recent=lambda: standing.at)
    monkeypatch.setattr(pagecache, "WATCH", watch)
    return standing


def answers_around(site, seconds):
    """What comes just before and just after so many seconds."""
    with freeze_time() as clock:
        site.get()
        clock.tick(seconds - 0.1)
        before = site.get().content
        clock.tick(0.2)
        return before, site.get().content


def test_a_second_visitor_gets_the_kept_page_with_all_its_headers():
    site = Site()

    first, second = site.get(), site.get()

    assert (site.calls, second.content) == (1, b"page 1")
    assert second.headers == first.headers
    assert second.headers["X-Outside"] == "of the middlewares in front"


@pytest.mark.parametrize(("mark", "seconds"), [(None, 5), ("7", 30)])
def test_a_page_is_kept_for_half_a_minute_where_the_database_says_that_nothing_is_new(
    database, mark, seconds
):
    database.at = mark

    assert answers_around(Site(), seconds) == (b"page 1", b"page 2")


@pytest.mark.parametrize("mark", ["8", None])
def test_every_page_is_made_anew_once_something_is_new_or_may_be(database, mark):
    site = Site()
    site.get()

    database.at = mark
    bodies = [site.get().content for _ in range(2)]

    assert bodies == [b"page 2", b"page 2"]


@pytest.mark.parametrize("cookie", ["session", "messages"])
def test_who_may_be_greeted_gets_a_page_of_their_own(cookie):
    site = Site()
    site.get()

    response = site.get(cookies={cookie: "x"})

    assert (response.content, "ETag" in response.headers) == (b"page 2", False)


def test_address_query_theme_scheme_and_host_are_told_apart():
    site = Site()

    for address, cookies, headers in [
        ("/a", {}, {}),
        ("/a?b", {}, {}),
        ("/a%3Fb", {}, {}),
        ("/a", {"theme": "dark"}, {}),
        ("/a", {"theme": "light"}, {}),
        ("/a", {}, {"host": "127.0.0.1"}),
        ("/a", {}, {"x-forwarded-proto": "https"}),
    ]:
        site.get(address, cookies=cookies, **headers)

    assert site.calls == 7


def test_an_invented_theme_is_no_key_of_its_own():
    site = Site()

    site.get()
    site.get(cookies={"theme": "<script>", "other": "x"})

    assert site.calls == 1


def with_a_token_of_before(request):
    request.META["CSRF_COOKIE"] = "x" * 32  # as the middleware finds it in the cookie
    return HttpResponse(f'<input name="csrfmiddlewaretoken" value="{get_token(request)}">')


def with_a_cookie(request):
    response = HttpResponse("x")
    response.set_cookie("a", "b")
    return response


@pytest.mark.parametrize(
    "make",
    [
        lambda request: HttpResponse("gone", status=404),
        lambda request: StreamingHttpResponse(["a"]),
        lambda request: HttpResponse(b"x" * (LARGEST_PAGE + 1)),
        lambda request: HttpResponse("mine", headers={"Cache-Control": "no-store"}),
        lambda request: HttpResponse(get_token(request)),
        with_a_token_of_before,
        with_a_cookie,
    ],
)
def test_what_is_not_the_same_for_everybody_is_not_kept(make):
    site = Site(make)

    site.get()
    site.get()

    assert site.calls == 2


def test_other_views_are_not_kept():
    site = Site(name="account_login")

    site.get()
    site.get()

    assert site.calls == 2


@pytest.mark.parametrize("method", ["POST", "HEAD"])
def test_everything_but_get_passes_through_and_leaves_nothing_behind(method):
    site = Site()

    site.get(method=method)
    first = site.get().content
    site.get(method=method)

    assert (first, site.calls) == (b"page 2", 3)


def test_long_addresses_are_not_kept():
    site = Site()

    site.get("/a?" + "q" * LONGEST_ADDRESS)
    site.get("/a?" + "q" * LONGEST_ADDRESS)

    assert site.calls == 2


@pytest.mark.parametrize(
    "asked", [{"address": "/a%00"}, {"address": "/a?q=%00"}, {"content-type": "text/plain; charset=hex"}]
)
def test_what_the_guard_refuses_is_its_to_answer(asked):
    site = Site()
    site.get("/a")

    site.get(**{"address": "/a"} | asked)

    assert site.calls == 2


def test_the_tag_of_the_page_asks_for_304():
    site = Site()
    etag = site.get().headers["ETag"]

    again = site.get(**{"if-none-match": f'"other", W/{etag}'})

    assert (again.status_code, again.content, site.calls) == (304, b"", 1)
    assert again.headers == {
        "ETag": etag,
        "Cache-Control": "public, max-age=0, must-revalidate",
        "Vary": "Cookie, Accept-Encoding",
        "X-Outside": "of the middlewares in front",
    }


def test_another_tag_gets_the_page():
    site = Site()

    answers = [site.get(**{"if-none-match": '"other"'}) for _ in range(2)]

    assert [(answer.status_code, answer.content) for answer in answers] == [(200, b"page 1")] * 2


def test_who_has_the_page_already_leaves_nothing_behind():
    site = Site(lambda request: HttpResponse("the same"))
    etag = site.get().headers["ETag"]
    site.visitor.door.pages.clear()

    known = site.get(**{"if-none-match": etag})

    assert (known.status_code, site.get().content, site.calls) == (304, b"the same", 3)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["home", "browse", "practices", "about", "feed_all"])
def test_a_visitors_second_look_costs_no_query(name, django_assert_num_queries):
    visitor, address = Visitor(), reverse(name)
    first = visitor.get(address)

    with django_assert_num_queries(0):
        second = visitor.get(address)
        again = visitor.get(address, headers={"if-none-match": first.headers["ETag"]})

    assert (first.status_code, second, again.status_code) == (200, first, 304)


@pytest.mark.django_db
def test_a_member_sees_what_is_theirs_where_visitors_see_a_kept_page(client_of, bob):
    factories.artefact(title="Capacity plan")
    visitor = Visitor()
    client = client_of(bob)

    for _ in range(2):
        seen = visitor.get("/", cookies={name: morsel.value for name, morsel in client.cookies.items()})
        visitor.get("/")

    assert (b"Sign out" in seen.content, b"Sign out" in visitor.get("/").content) == (True, False)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/artefacts/", "/practices/", "/about/", "/feeds/all/", "/healthz"])
def test_a_visitors_get_writes_nothing(client, address):
    statements = []

    def listen(execute, sql, params, many, context):
        statements.append(sql.lstrip("( ").split()[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        client.get(address)

    assert set(statements) <= {"SELECT"}
    assert client.cookies == {}


class Again:
    """What the view of a file puts on its answer: it counts how often it is asked."""

    def __init__(self):
        self.bodies, self.looks, self.has_it, self.is_same = 0, 0, True, True

    def body(self, environ):
        self.bodies += 1
        return [f"again {self.bodies}".encode()] if self.has_it else None

    def is_so(self):
        self.looks += 1
        if self.is_same is None:
            raise DatabaseError("It is away.")
        return self.is_same


def handed_out(site):
    """The answer of a view that knows how it is given again."""

    def make(request):
        response = HttpResponse(f"view {site.calls}", headers={"Content-Type": "x/y"})
        response.again = site.again
        return response

    site.make, site.name, site.again = make, "download", Again()
    return site


def test_what_is_handed_out_is_asked_of_the_answer_and_not_of_the_view():
    site = handed_out(Site())

    first, *more = [site.get() for _ in range(3)]

    assert ([answer.content for answer in more], site.calls) == ([b"again 1", b"again 2"], 1)
    assert [answer.headers for answer in more] == [first.headers] * 2


@pytest.mark.parametrize(
    "asked",
    [
        {"method": "HEAD"},
        {"method": "POST"},
        {"range": "bytes=0-3"},
        {"if-none-match": "*"},
        {"if-modified-since": "Sun, 22 Nov 2026 10:00:00 GMT"},
        {"if-range": '"x"'},
        {"cookies": {"session": "x"}},
        {"address": "/other/"},
        {"host": "127.0.0.1"},
    ],
)
def test_only_a_visitors_plain_get_of_the_same_address_is(asked):
    site = handed_out(Site())
    site.get()

    assert site.get(**asked).content == b"view 2"
    assert (site.calls, site.again.bodies) == (2, 0)


@pytest.mark.parametrize("asked", [{"method": "HEAD"}, {"range": "bytes=0-3"}, {"cookies": {"session": "x"}}])
def test_such_a_request_leaves_nothing_to_hand_out(asked):
    site = handed_out(Site())

    site.get(**asked)

    assert site.get().content == b"view 2"


@pytest.mark.parametrize(("mark", "later"), [(None, b"view 2"), ("7", b"again 2")])
def test_it_is_asked_for_as_long_as_nothing_is_new(database, mark, later):
    database.at = mark

    assert answers_around(handed_out(Site()), 5) == (b"again 1", later)


@pytest.mark.parametrize(("is_same", "calls"), [(True, 1), (False, 2), (None, 2)])
def test_the_view_is_asked_where_what_is_new_concerns_the_file_or_nobody_can_say(database, is_same, calls):
    site = handed_out(Site())
    site.get()

    database.at, site.again.is_same = "8", is_same
    answers = [site.get() for _ in range(3)]

    assert (site.calls, site.again.looks) == (calls, 1)
    assert [answer.headers for answer in answers] == [site.get().headers] * 3
    site.again.has_it = False
    assert site.get().content == f"view {calls + 1}".encode()


def test_where_the_database_stood_when_the_file_was_looked_at_is_what_counts(database):
    site = handed_out(Site())
    site.get()

    for at in ("8", "8", "9", "9", None):
        database.at = at
        site.get()

    assert (site.again.looks, site.calls) == (2, 2)


def test_so_many_are_remembered_and_no_more():
    site = handed_out(Site())

    for number in range(MOST_HANDED + 1):
        site.get(f"/{number}/")

    assert len(site.visitor.door.handed) == 1
