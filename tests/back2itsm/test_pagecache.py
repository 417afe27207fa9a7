from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory
from freezegun import freeze_time

from back2itsm.pagecache import LARGEST_PAGE, LONGEST_ADDRESS, MOST_HANDED, PageCacheMiddleware, is_known


@pytest.fixture(autouse=True)
def _no_page_yet():
    caches["pages"].clear()


class Site:
    """The middleware over one view that counts its calls."""

    def __init__(self, make=None, name="browse"):
        self.calls, self.name = 0, name
        self.make = make or (lambda request: HttpResponse(f"page {self.calls}"))
        self.door = PageCacheMiddleware(self.view)

    def view(self, request):
        self.calls += 1
        request.resolver_match = SimpleNamespace(view_name=self.name)
        return self.make(request)

    def get(self, address="/artefacts/", *, method="GET", cookies=None, **headers):
        request = RequestFactory().generic(method, address, headers=headers)
        request.COOKIES.update(cookies or {})
        return self.door(request)


def answers_around(site, mark, seconds):
    """What comes just before and just after so many seconds, while the database stands at this mark."""
    site.door.watch = SimpleNamespace(mark=lambda: mark)
    with freeze_time() as clock:
        site.get()
        clock.tick(seconds - 0.1)
        before = site.get().content
        clock.tick(0.2)
        return before, site.get().content


def test_a_second_visitor_gets_the_kept_page():
    site = Site()

    first, second = site.get(), site.get()

    assert (site.calls, second.content) == (1, b"page 1")
    assert dict(first.headers) == dict(second.headers)


def test_the_kept_page_says_how_it_may_be_kept_elsewhere():
    response = Site().get()

    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response["Vary"] == "Cookie, Accept-Encoding"


@pytest.mark.parametrize(("mark", "seconds"), [(None, 5), ("7", 30)])
def test_a_page_is_kept_for_half_a_minute_where_the_database_says_that_nothing_is_new(mark, seconds):
    site = Site()

    kept, renewed = answers_around(site, mark, seconds)

    assert (kept, renewed) == (b"page 1", b"page 2")


def test_every_page_is_made_anew_once_something_is_new():
    site, marks = Site(), iter("7788")
    site.door.watch = SimpleNamespace(mark=lambda: next(marks))

    assert [site.get().content for _ in range(4)] == [b"page 1", b"page 1", b"page 2", b"page 2"]


@pytest.mark.parametrize("cookie", ["session", "messages"])
def test_who_may_be_greeted_gets_a_page_of_their_own(cookie):
    site = Site()
    site.get()

    response = site.get(cookies={cookie: "x"})

    assert (response.content, "ETag" in response.headers) == (b"page 2", False)


def test_address_query_theme_and_host_are_told_apart():
    site = Site()

    for address, cookies, host in [
        ("/a", {}, "localhost"),
        ("/a?b", {}, "localhost"),
        ("/a%3Fb", {}, "localhost"),
        ("/a", {"theme": "dark"}, "localhost"),
        ("/a", {"theme": "light"}, "localhost"),
        ("/a", {}, "127.0.0.1"),
    ]:
        site.get(address, cookies=cookies, host=host)

    assert site.calls == 6


def test_an_invented_theme_is_no_key_of_its_own():
    site = Site()

    site.get()
    site.get(cookies={"theme": "<script>", "other": "x"})

    assert site.calls == 1


@pytest.mark.parametrize(
    "make",
    [
        lambda request: HttpResponse("gone", status=404),
        lambda request: StreamingHttpResponse(["a"]),
        lambda request: HttpResponse(b"x" * (LARGEST_PAGE + 1)),
        lambda request: HttpResponse("mine", headers={"Cache-Control": "no-store"}),
        lambda request: HttpResponse(get_token(request)),
    ],
)
def test_what_is_not_the_same_for_everybody_is_not_kept(make):
    site = Site(make)

    site.get()
    site.get()

    assert site.calls == 2


def test_an_answer_with_a_cookie_is_not_kept():
    def make(request):
        response = HttpResponse("x")
        response.set_cookie("a", "b")
        return response

    site = Site(make)
    site.get()
    site.get()

    assert site.calls == 2


def test_other_views_are_not_kept():
    site = Site(name="account_login")

    site.get()
    site.get()

    assert site.calls == 2


def test_post_passes_through():
    site = Site()
    site.get()

    site.get(method="POST")

    assert site.calls == 2


def test_long_addresses_are_not_kept():
    site = Site()

    site.get("/a?" + "q" * LONGEST_ADDRESS)
    site.get("/a?" + "q" * LONGEST_ADDRESS)

    assert site.calls == 2


def test_head_has_the_headers_of_get_and_no_body():
    site = Site()
    got = site.get()

    head = site.get(method="HEAD")

    assert (head.content, dict(head.headers)) == (b"", dict(got.headers))


def test_head_first_keeps_nothing():
    site = Site()

    site.get(method="HEAD")

    assert site.get().content == b"page 2"


def test_the_tag_of_the_page_asks_for_304():
    site = Site()
    etag = site.get()["ETag"]

    again = site.get(**{"if-none-match": f'"other", W/{etag}'})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)


def test_another_tag_gets_the_page():
    site = Site()

    assert site.get(**{"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "known"),
    [('"a"', True), ('W/"a"', True), ("*", True), ('"b"', False), ("a", False), ("", False)],
)
def test_tags_are_compared_weakly(asked, known):
    assert is_known(asked, '"a"') is known


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/artefacts/", "/practices/", "/about/", "/feeds/all/"])
def test_a_visitors_second_look_costs_no_query(client, address, django_assert_num_queries):
    first = client.get(address)

    with django_assert_num_queries(0):
        again = client.get(address, headers={"if-none-match": first["ETag"]})

    assert (first.status_code, again.status_code) == (200, 304)


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


def handed_out(site):
    """The answer of a view that knows how it is given again."""

    def again(request):
        site.again += 1
        return HttpResponse(f"again {site.again}", headers={"Content-Type": "x/y"}) if site.has_it else None

    def make(request):
        response = HttpResponse(f"view {site.calls}", headers={"Content-Type": "x/y"})
        response["X-Frame-Options"], response["X-Of-This-One"] = "DENY", "1"
        response.again = again
        return response

    site.make, site.name, site.again, site.has_it = make, "download", 0, True
    return site


def test_what_is_handed_out_is_asked_of_the_answer_and_not_of_the_view():
    site = handed_out(Site())

    bodies = [site.get().content for _ in range(3)]

    assert (bodies, site.calls) == ([b"view 1", b"again 1", b"again 2"], 1)
    assert dict(site.get().headers) == {"Content-Type": "x/y", "X-Frame-Options": "DENY"}


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

    assert site.get(**asked).content in (b"view 2", b"")
    assert (site.calls, site.again) == (2, 0)


@pytest.mark.parametrize("asked", [{"method": "HEAD"}, {"range": "bytes=0-3"}, {"cookies": {"session": "x"}}])
def test_such_a_request_leaves_nothing_behind(asked):
    site = handed_out(Site())

    site.get(**asked)

    assert site.get().content == b"view 2"


@pytest.mark.parametrize(("mark", "seconds"), [(None, 5), ("7", 30)])
def test_it_is_asked_for_as_long_as_a_page_is_kept(mark, seconds):
    site = handed_out(Site())

    kept, renewed = answers_around(site, mark, seconds)

    assert (kept, renewed) == (b"again 1", b"view 2")


def test_the_view_is_asked_once_something_is_new_and_where_there_is_nothing_to_hand_out():
    site, marks = handed_out(Site()), iter("7788")
    site.door.watch = SimpleNamespace(mark=lambda: next(marks))

    bodies = [site.get().content for _ in range(3)]
    site.has_it = False

    assert [*bodies, site.get().content] == [b"view 1", b"again 1", b"view 2", b"view 3"]


def test_so_many_are_remembered_and_no_more():
    site = handed_out(Site())

    for number in range(MOST_HANDED + 1):
        site.get(f"/{number}/")

    assert len(site.door.handed) == 1
