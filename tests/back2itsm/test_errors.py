import errno
import logging

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.db import InterfaceError, OperationalError, connection
from django.test import Client, RequestFactory

from back2itsm.views import errors

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("exception", "status", "title"),
    [
        (SuspiciousOperation(), 400, "This request cannot be read"),
        (RequestDataTooBig(), 413, "This is too large to take"),
        (TooManyFieldsSent(), 413, "This is too large to take"),
    ],
)
def test_bad_requests_say_what_was_wrong(exception, status, title):
    response = errors.bad_request(RequestFactory().post("/"), exception)

    assert response.status_code == status
    assert f"<h1>{title}</h1>" in response.text


def test_a_refusal_gives_the_reason_of_the_rule():
    response = errors.forbidden(RequestFactory().get("/"), PermissionDenied("Only <moderators>."))

    assert response.status_code == 403
    assert '<p class="lede">Only &lt;moderators&gt;.</p>' in response.text


def test_a_missing_page_offers_the_search(client):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "<h1>Page not found</h1>" in response.text
    assert 'type="search"' in response.text


def test_too_many_attempts_say_when_to_come_back():
    response = errors.too_many_requests(RequestFactory().get("/"))

    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert "<h1>Too many attempts</h1>" in response.text


def test_a_form_without_token_is_explained():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@example.org"})

    assert response.status_code == 403
    assert "<h1>This form could not be checked</h1>" in response.text


@pytest.mark.parametrize(
    ("exception", "outage"),
    [
        (OperationalError(), True),
        (InterfaceError(), True),
        (OSError(errno.ENOSPC, "full"), True),
        (OSError(errno.ENOENT, "missing"), False),
        (ValueError(), False),
        (None, False),
    ],
)
def test_what_waiting_may_cure_is_an_outage(exception, outage):
    assert errors.is_outage(exception) is outage


def test_the_reference_on_the_page_is_the_one_in_the_log(caplog):
    caplog.set_level(logging.ERROR)

    response = errors.fault(RequestFactory().get("/x/"))

    reference = caplog.records[0].args[0]
    assert (response.status_code, f"<code>{reference}</code>" in response.text) == (500, True)


def test_a_post_is_told_that_it_may_not_be_saved():
    response = errors.fault(RequestFactory().post("/x/"))

    assert "What you sent may not be saved: go back, what you typed is still there." in response.text


def test_pages_without_database_answer_503(caplog):
    def refuse(execute, sql, params, many, context):
        raise OperationalError("the server closed the connection")

    client = Client(raise_request_exception=False)
    with connection.execute_wrapper(refuse):
        response = client.get("/artefacts/")

    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "<h1>The site is not available at the moment</h1>" in response.text
    assert len(caplog.records) == 1
