"""Colours: in the browser for a visitor, with the account for a member."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from people.models import Member


def theme_of(browser):
    page = browser.get(reverse("about")).content.decode()
    return page.partition('<html lang="en"')[2].partition(">")[0].strip()


def choose(browser, theme):
    return browser.post(reverse("theme"), {"theme": theme, "next": "/about/"})


def test_a_visitors_choice_stays_in_the_browser(client, db):
    choose(client, "dark")

    assert theme_of(client) == 'data-theme="dark"'


def test_a_members_choice_is_there_on_a_new_device(client_of, bob):
    choose(client_of(bob), "dark")

    assert theme_of(client_of(bob)) == 'data-theme="dark"'
    assert theme_of(client_of(None)) == ""


def test_the_account_goes_before_what_another_browser_kept(client_of, bob):
    other = client_of(bob)
    other.cookies["theme"] = "light"
    assert theme_of(other) == 'data-theme="light"'

    choose(client_of(bob), "system")

    assert theme_of(other) == ""


@pytest.mark.parametrize("theme", ["", "pink", "DARK", "x" * 5000])
def test_what_is_no_choice_changes_nothing_of_the_account(client_of, bob, theme):
    choose(client_of(bob), "dark")

    choose(client_of(bob), theme)

    assert Member.objects.get(pk=bob.pk).theme == "dark"


def test_the_icon_is_there_for_what_asks_at_the_root(client, db):
    found = finders.find(client.get("/favicon.ico")["Location"].removeprefix("/static/"))

    assert Path(found).read_bytes()[:4] == b"\x00\x00\x01\x00"
