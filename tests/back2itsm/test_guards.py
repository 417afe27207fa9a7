from io import BytesIO

import pytest
from django.http import HttpResponse, HttpResponseNotAllowed
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from back2itsm.guards import MOST_UPLOAD_BYTES, BadInputMiddleware, Refusal, drain, inspect


def refused(**environ):
    """The status an environment is refused with, or 0."""
    try:
        inspect(environ)
    except Refusal as refusal:
        return refusal.status
    return 0


def passed_through(request, *, cookie=None):
    def view(request):
        response = HttpResponse("ok")
        if cookie:
            response.set_cookie(cookie, "x")
        return response

    return BadInputMiddleware(view)(request)


@pytest.mark.parametrize(
    "query",
    ["q=%", "&&&", "q=%zz&q", "page=-1", "q=%F0%9F%93%8E", "q=%E2%80%AE", "=", "q=caf%C3%A9", "q=1&q=2"],
)
def test_odd_but_readable_queries_pass(query):
    assert refused(QUERY_STRING=query) == 0


@pytest.mark.parametrize("query", ["q=%00", "q=%ED%A0%80", "q=%FF", "q=caf%E9", "q=\x00", "\xff=1"])
def test_a_query_that_is_not_text_is_400(query):
    assert refused(QUERY_STRING=query) == 400


@pytest.mark.parametrize("path", ["/a\x00b", "/\xed\xa0\x80/", "/\xff"])
def test_a_path_that_is_not_text_is_400(path):
    assert refused(PATH_INFO=path) == 400


def test_a_path_in_other_letters_passes():
    assert refused(PATH_INFO="/пример/".encode().decode("latin-1")) == 0


def test_8_kb_of_query_pass_and_one_byte_more_is_414():
    assert [refused(QUERY_STRING="q" * 8192), refused(QUERY_STRING="q" * 8193)] == [0, 414]


def test_2000_parts_pass_and_one_more_is_400():
    assert [refused(QUERY_STRING="&".join("a" * n)) for n in (2000, 2001)] == [0, 400]


def test_a_nul_in_a_quoted_cookie_is_400():
    assert refused(HTTP_COOKIE='session="\\000\\000\\000\\000\\000\\000\\000\\000"') == 400


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("text/html; charset=utf-8", 0),
        ('text/html; charset="UTF-8"', 0),
        ("text/html; charset=us-ascii", 0),
        ("text/html; charset=hex", 400),
        ("text/html; charset=utf-7", 400),
        ("text/html; charset=", 400),
        ("text/html; charset=\x00", 400),
    ],
)
def test_only_utf_8_is_read(content_type, status):
    assert refused(CONTENT_TYPE=content_type) == status


@pytest.mark.parametrize(
    ("length", "content_type", "status"),
    [
        (str(1024 * 1024), "application/x-www-form-urlencoded", 0),
        (str(1024 * 1024 + 1), "application/x-www-form-urlencoded", 413),
        (str(MOST_UPLOAD_BYTES), "multipart/form-data; boundary=x", 0),
        (str(MOST_UPLOAD_BYTES + 1), "multipart/form-data; boundary=x", 413),
        ("9" * 5000, "text/plain", 413),
        ("many", "text/plain", 0),
    ],
)
def test_size_is_refused_before_a_byte_is_read(length, content_type, status):
    assert refused(CONTENT_LENGTH=length, CONTENT_TYPE=content_type) == status


@given(st.text(alphabet=st.characters(max_codepoint=255)), st.text(alphabet=st.characters(max_codepoint=255)))
def test_any_bytes_pass_or_are_refused_with_4xx(path, query):
    assert refused(PATH_INFO=path, QUERY_STRING=query) in {0, 400, 414}


def test_a_refusal_is_a_page_with_a_sentence():
    response = BadInputMiddleware(lambda request: None)(RequestFactory().get("/?q=%00"))

    assert response.status_code == 400
    assert "<h1>The address cannot be read</h1>" in response.text
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/about/", "/about/?q=%00", "/no-such-page/"])
def test_every_page_has_a_policy_without_inline_script(client, address):
    for _kept in range(2):
        policy = client.get(address)["Content-Security-Policy"]

        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_a_refused_body_is_read_away(rf):
    request = rf.post("/", b"x" * (1024 * 1024 + 1), content_type="text/plain")

    response = BadInputMiddleware(lambda request: None)(request)

    assert (response.status_code, request.META["wsgi.input"].read()) == (413, b"")


@pytest.mark.parametrize(
    ("length", "left"), [("", b"abc"), ("many", b"abc"), ("2", b"c"), ("10", b""), ("9" * 5000, b"")]
)
def test_no_more_is_read_away_than_was_said_to_come(length, left):
    stream = BytesIO(b"abc")

    drain({"CONTENT_LENGTH": length, "wsgi.input": stream})

    assert stream.read() == left


def test_a_form_of_20000_fields_is_too_large(client):
    response = client.post("/theme/", {f"a{number}": "" for number in range(20_000)})

    assert response.status_code == 413
    assert "<h1>This is too large to take</h1>" in response.text


def test_every_answer_carries_the_permissions_policy(settings):
    response = passed_through(RequestFactory().get("/"))

    assert response["Permissions-Policy"] == settings.PERMISSIONS_POLICY


def test_a_visitors_answer_is_not_marked_private():
    response = passed_through(RequestFactory().get("/"))

    assert "Cache-Control" not in response.headers


def test_an_answer_to_a_session_is_private(settings):
    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"

    response = passed_through(request)

    assert (response["Cache-Control"], response["Vary"]) == ("private, no-cache", "Cookie")


def test_an_answer_that_starts_a_session_is_private(settings):
    response = passed_through(RequestFactory().get("/"), cookie=settings.SESSION_COOKIE_NAME)

    assert response["Cache-Control"] == "private, no-cache"


def test_an_address_for_forms_says_so_instead_of_showing_nothing():
    response = BadInputMiddleware(lambda request: HttpResponseNotAllowed(["POST"]))(
        RequestFactory().get("/theme/")
    )

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "<h1>Nothing happens by opening this address</h1>" in response.content.decode()
