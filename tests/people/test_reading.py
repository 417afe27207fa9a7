"""Pages that are only read answer nothing else, and HEAD has no body."""

import pytest
from django.core.handlers.base import BaseHandler
from django.test import Client, RequestFactory
from django.urls import reverse

from tests import factories
from tests.content import stored

pytestmark = pytest.mark.django_db

PLAIN = ["home", "about", "accessibility", "privacy", "browse", "practices", "feed_all", "healthz", "robots"]
PLAIN += ["sitemap", "sitemap_pages", "settings", "settings_data", "settings_closed"]


def addresses():
    """One of each page that is only read."""
    artefact = factories.artefact(factories.member("Alice"), practices=[factories.practice()])
    file, work = stored.file(artefact), [artefact.slug, "1.0"]
    named = [("artefact", work[:1]), ("version", work), ("changes", work), ("download", [*work, file.pk])]
    named += [("practice", ["incident-management"]), ("feed_practice", ["incident-management"])]
    named += [("member", [artefact.creator.slug]), ("feed_member", [artefact.creator.slug])]
    named += [("sitemap_artefacts", [0]), ("sitemap_people", [0]), ("sitemap_collections", [0])]
    named += [(f"share_{page}", [artefact.current_id]) for page in ("draft", "done")]
    return [reverse(name) for name in PLAIN] + [reverse(name, args=args) for name, args in named]


def test_what_is_not_reading_is_405_whether_a_form_is_ours_or_not():
    strict, ours = Client(enforce_csrf_checks=True), Client()

    answers = {path: [client.post(path).status_code for client in (strict, ours)] for path in addresses()}

    assert {path: said for path, said in answers.items() if said != [405, 405]} == {}
    assert len(answers) == 27


def answer(method, path):
    """(status, length, body) as a web server gets them: Django's test client drops the body of HEAD itself."""
    handler = BaseHandler()
    handler.load_middleware()
    response = handler.get_response(RequestFactory().generic(method, path))
    return response.status_code, int(response.get("Content-Length", -1)), b"".join(response)


@pytest.mark.parametrize(
    "path", ["/", "/artefacts/", "/nowhere/", "/robots.txt", "/accounts/login/", "/?q=%00"]
)
def test_head_has_the_length_of_get_and_no_body(path):
    asked, got = answer("HEAD", path), answer("GET", path)

    assert asked == (got[0], len(got[2]), b"")
    assert got[2] != b""


def test_head_of_a_file_has_no_body():
    artefact = factories.artefact()
    path = reverse("download", args=[artefact.slug, "1.0", stored.file(artefact).pk])

    assert answer("HEAD", path) == (200, 10, b"")
