"""A sign-in that ends in the middle of a step: what was typed is there again after signing in."""

import pytest
from django.urls import reverse

from content.models import Artefact, Version
from people.keeping_words import FIELD, mark
from tests import factories
from tests.content.views.sharing_steps import about, rights, started, step, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, alice):
    return client_of(alice)


def too_late(desk, member, path, fields):
    """The page after the session ended, the form was sent, and the member signed in again."""
    del desk.cookies["session"]
    asked = desk.post(path, fields | {FIELD: mark(member)})
    login = desk.get(asked.url).content.decode()
    given = {"login": member.email, "password": "correct horse", "next": path}
    answer = desk.post(reverse("account_login"), given, follow=True)
    assert answer.redirect_chain == [(path, 302)]
    assert "What you typed is kept until you are back." in login
    assert ("Files are not kept: choose them again." in login) == ("files" in fields)
    return answer.content.decode()


def test_the_first_form(desk, alice):
    token = "0190d5a4-1111-4222-8333-444455556666"
    typed = {"token": token, "body": "An hour of typing", "author": "", "publisher": "", "url": ""}

    page = too_late(desk, alice, reverse("share"), typed | {"files": [upload()]})

    assert "An hour of typing" in page
    assert f'value="{token}"' in page
    assert Version.objects.count() == 0


def test_text_of_a_draft(desk, alice):
    page = too_late(desk, alice, step("file", started(desk)), {"body": "An hour of typing"})

    assert "An hour of typing" in page


def test_what_it_is(desk, alice):
    version, study = started(desk), factories.kind("case-study", shape="case-study")
    typed = about(title="", kind=study.slug, made_for="A desk of ten") | {"situation": "Two queues."}

    page = too_late(desk, alice, step("about", version), typed)

    assert [words in page for words in ('value="A desk of ten"', "Two queues.")] == [True, True]
    assert 'value="incident-management" id="id_practices' in page
    assert Artefact.objects.get().made_for == ""


def test_licence_and_declarations(desk, alice):
    factories.licence("CC0-1.0")

    page = too_late(desk, alice, step("licence", started(desk)), rights(licence="CC0-1.0", agreed=None))

    assert ('value="CC0-1.0" checked' in page, page.count(" checked")) == (True, 3)


def test_what_changed(desk, alice):
    path = reverse("share_version", args=[factories.artefact(alice).slug])

    page = too_late(desk, alice, path, {"size": "major", "change_note": "Another order"})

    assert 'value="Another order"' in page


@pytest.mark.parametrize("name", ["file", "about", "licence"])
def test_each_form_says_whose_it_is(desk, alice, name):
    page = desk.get(step(name, started(desk))).content.decode()

    assert f'name="{FIELD}" value="' in page


def test_a_script_is_told_where_to_sign_in(desk, alice):
    asks, fields = {"accept": "application/json"}, {"body": "Typed", FIELD: mark(alice)}
    del desk.cookies["session"]

    answer = desk.post(reverse("share"), fields, headers=asks)

    assert answer.json() == {"next": "/accounts/login/?next=/share/"}
