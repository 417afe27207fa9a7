"""A form that is sent after its session has ended, from the click to the page on which it stands again."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time

from people import keeping_words
from people.models import Member
from tests import factories

PROFILE = "/settings/profile/"
WORDS = {"name": "Ines K", "headline": "Runs a desk", "links": "", "tools": "Checkmk"}


def opened(client_of, member):
    """A browser with the form of ``member`` open, whose session has ended meanwhile; the mark in the form."""
    browser = client_of(member)
    page = browser.get(PROFILE).content.decode()
    Session.objects.all().delete()
    return browser, re.search(r'name="typed_by" value="([^"]+)"', page)[1]


def sign_in(browser, member):
    """With the password, as a person does; answers where it leads."""
    said = {"login": member.email, "password": "correct horse"}
    return browser.post(f"{reverse('account_login')}?next={PROFILE}", said)["Location"]


def test_words_are_there_again_after_signing_in_until_they_are_sent(client_of, bob):
    browser, mark = opened(client_of, bob)

    sent = browser.post(PROFILE, WORDS | {"typed_by": mark})
    asked = browser.get(sent["Location"]).content.decode()
    back = sign_in(browser, bob)
    pages = [browser.get(back).content.decode() for _ in range(2)]
    stored_before = Member.objects.get(pk=bob.pk).headline
    browser.post(back, WORDS | {"headline": "Runs two desks"})
    pages.append(browser.get(back).content.decode())

    assert sent["Location"] == f"{reverse('account_login')}?next={PROFILE}"
    assert "What you typed is kept" in asked
    assert [page.count('value="Runs a desk"') for page in pages] == [1, 1, 0]
    assert 'value="Runs two desks"' in pages[-1]
    assert stored_before == ""


def test_words_of_one_are_not_shown_to_another(client_of, bob, alice):
    browser, mark = opened(client_of, bob)
    browser.post(PROFILE, WORDS | {"typed_by": mark})

    page = browser.get(sign_in(browser, alice)).content.decode()

    assert "Runs a desk" not in page
    assert 'value="Alice"' in page


@pytest.mark.parametrize("mark", ["", "1", "1:forged"])
def test_a_stranger_leaves_nothing(bob, mark):
    browser = Client()

    browser.post(PROFILE, WORDS | {"typed_by": mark})

    assert Session.objects.count() == 0


def test_words_are_forgotten_after_an_hour(client_of, bob):
    with freeze_time() as clock:
        browser, mark = opened(client_of, bob)
        browser.post(PROFILE, WORDS | {"typed_by": mark})
        clock.tick(timedelta(seconds=keeping_words.GOOD_FOR_SECONDS + 1))
        page = browser.get(sign_in(browser, bob)).content.decode()

    assert 'value="Bob"' in page


def test_neither_the_mark_nor_the_token_is_kept(client_of, bob):
    browser, mark = opened(client_of, bob)

    browser.post(PROFILE, WORDS | {"typed_by": mark, "csrfmiddlewaretoken": "x"})

    words = browser.session["kept_words"]["words"]
    assert ("typed_by" in words, "csrf" in words, "Runs+a+desk" in words) == (False, False, True)


def test_a_page_without_kept_words_writes_no_session(client_of, django_assert_num_queries):
    browser = client_of(factories.member("Bob"))

    with django_assert_num_queries(5) as asked:
        browser.get(PROFILE)

    assert [query["sql"].split()[0] for query in asked] == ["SELECT"] * 5


@pytest.fixture
def strict(bob):
    """A browser whose forms must prove where they come from, with a page of Bob's open; the mark in its form."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(bob, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = browser.get(PROFILE).content.decode()
    return browser, re.search(r'name="typed_by" value="([^"]+)"', page)[1]


@pytest.mark.parametrize("token", ["", "x" * 64, "short"])
def test_a_form_with_an_old_token_comes_back_filled_in_and_is_not_done(strict, bob, token):
    browser, mark = strict
    del browser.cookies["csrf"]

    sent = browser.post(PROFILE, WORDS | {"typed_by": mark, "csrfmiddlewaretoken": token})
    page = browser.get(sent["Location"]).content.decode()
    fresh = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    before = Member.objects.get(pk=bob.pk).headline
    browser.post(PROFILE, WORDS | {"typed_by": mark, "csrfmiddlewaretoken": fresh})

    assert (sent.status_code, sent["Location"], before) == (302, PROFILE, "")
    assert ('value="Runs a desk"' in page, "Nothing is sent yet" in page) == (True, True)
    assert Member.objects.get(pk=bob.pk).headline == "Runs a desk"


def test_with_all_cookies_gone_the_words_wait_for_the_sign_in(strict, client_of):
    _browser, mark = strict
    other = Client(enforce_csrf_checks=True)

    sent = other.post(PROFILE, WORDS | {"typed_by": mark})

    assert sent["Location"] == f"{reverse('account_login')}?next={PROFILE}"
    assert "Runs+a+desk" in other.session["kept_words"]["words"]


def test_a_form_of_another_site_or_of_another_member_leaves_nothing(strict, alice):
    browser, mark = strict
    foreign = {"origin": "https://elsewhere.example"}

    answers = [
        browser.post(PROFILE, WORDS | {"typed_by": mark}, headers=foreign),
        browser.post(PROFILE, WORDS | {"typed_by": keeping_words.mark(alice)}),
        browser.post(PROFILE, WORDS),
        browser.post(reverse("account_reauthenticate"), {"password": "secret", "typed_by": mark}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert "kept_words" not in browser.session
