"""What an open session alone is not enough for: Alice has a password, Bob signs in by code, Charlie not at all."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from people import desk

NEW = {"action_add": "", "email": "new@example.org"}
# (page, what is sent to it, what the page of the code is told)
WAYS = [
    ("mfa_activate_totp", None, "app"),
    ("mfa_add_webauthn", None, "passkey"),
    ("account_set_password", None, "password"),
    ("account_email", NEW, "address"),
    ("settings_data_download", {}, "download"),
    ("settings_close", None, "close"),
]
by_each_way = pytest.mark.parametrize(("name", "sent", "word"), WAYS)


@pytest.fixture
def without_password(bob):
    bob.set_unusable_password()
    bob.save()
    return bob


def ask(browser, name, sent):
    return browser.get(reverse(name)) if sent is None else browser.post(reverse(name), sent)


def enter_code(browser, page):
    browser.post(page, {"send": "1"})
    code = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", mail.outbox[-1].body, re.MULTILINE).group(1)
    return browser.post(page, {"code": code})


@by_each_way
def test_charlie_is_sent_to_sign_in(name, sent, word, client_of):
    assert ask(client_of(None), name, sent).url.startswith(reverse("account_login"))


@by_each_way
def test_who_has_a_password_is_asked_for_it(name, sent, word, client_of, alice):
    there_already = {"account_set_password": reverse("account_change_password")}

    answer = ask(client_of(alice), name, sent)

    assert answer.url.partition("?")[0] == there_already.get(name, reverse("account_reauthenticate"))


@by_each_way
def test_who_has_none_enters_a_code_by_mail(name, sent, word, client_of, without_password):
    browser = client_of(without_password)

    asked = ask(browser, name, sent)
    entered = enter_code(browser, asked.url)
    again = ask(browser, name, sent)

    assert asked.url == f"{reverse('settings_confirm')}?for={word}"
    onward = "settings_data" if name == "settings_data_download" else name
    assert entered.url == reverse(onward)
    assert reverse("settings_confirm") not in again.get("Location", "")


def test_an_address_is_added_once_the_password_is_given(client_of, alice):
    browser = client_of(alice)
    asked = browser.post(reverse("account_email"), NEW)
    before = EmailAddress.objects.filter(email="new@example.org").exists()

    given = browser.post(asked.url, {"password": "correct horse", "next": reverse("account_email")})

    assert (before, given.status_code) == (False, 302)
    assert "new@example.org" in mail.outbox[-1].to


def test_looking_at_the_addresses_asks_nothing_and_a_code_from_elsewhere_is_none(client_of, without_password):
    browser = client_of(without_password)

    looked = browser.get(reverse("account_email"))
    enter_code(client_of(without_password), reverse("settings_confirm"))

    assert looked.status_code == 200
    assert ask(browser, "account_email", NEW).url.startswith(reverse("settings_confirm"))


def test_the_link_of_the_first_moderator_is_proof_enough_for_a_second_factor(client, db):
    client.post(reverse("claim_desk", args=[desk.offer_desk("first@example.org")]))

    assert client.get(reverse("mfa_activate_totp")).status_code == 200
