"""From a promise to delivered to asked again, on a phone and without script."""

from datetime import date, timedelta

import pytest

from tests.browser.browser_steps import follow
from tests.browser.test_pages import wider_than_the_screen

PHONE = {"width": 360, "height": 740, "has_touch": True}


def sign_in(visited, key):
    visited.page.context.add_cookies([{"name": "session", "value": key, "url": visited.site.url}])
    return visited


def test_a_need_is_promised_delivered_and_asked_about_again(site, visit, findings):
    path, poster_key, asker_key = site.wish("missed need", "Rosa Lind", "Emil Vogt")
    helper_key, work = site.wish("creator", "Ines Kowalczyk", "Problem review agenda")

    helper = sign_in(visit(java_script_enabled=False, **PHONE), helper_key).open(path)
    follow(helper.page.get_by_role("link", name="I can help"))
    helper.page.get_by_label("By when?").fill((date.today() + timedelta(days=9)).isoformat())
    helper.page.get_by_label("What will you do? (optional)").fill("I share our agenda, without names.")
    follow(helper.page.get_by_role("button", name="Promise it"))
    assert "I share our agenda, without names." in helper.page.locator("main").inner_text()
    follow(helper.page.get_by_role("link", name="Propose what is there"))
    helper.page.get_by_label("One of yours").select_option(label="Problem review agenda")
    follow(helper.page.get_by_role("button", name="Propose it"))

    poster = sign_in(visit(**PHONE), poster_key).open(path)
    assert (findings(poster.page), wider_than_the_screen(poster.page)) == ([], {})
    follow(poster.page.get_by_role("button", name="This is what was needed"))
    assert "Delivered." in poster.page.locator("main").inner_text()

    assert site.wish("ask again") == 2
    asker = sign_in(visit(**PHONE), asker_key).open("/notices/")
    follow(asker.page.get_by_role("link", name="How well is"))
    asked = asker.path
    stranger = visit(asked, **PHONE)  # the address works signed out
    assert (findings(stranger.page), wider_than_the_screen(stranger.page)) == ([], {})
    follow(stranger.page.get_by_role("button", name="4 Well"))
    assert "Your answer is kept." in stranger.page.locator("main").inner_text()

    helper.open(work)
    assert "Showing the value of problem management" in helper.page.locator("#answers").inner_text()
    assert (poster.noise, poster.violations(), stranger.noise) == ([], [], [])


@pytest.mark.parametrize("path", ["/needs/?state=top", "/needs/how/"])
def test_the_pages_of_the_focus_list_are_for_everybody(visit, findings, path):
    visited = visit(path, width=360)

    assert (visited.status, findings(visited.page), wider_than_the_screen(visited.page)) == (200, [], {})
    assert (visited.noise, visited.violations()) == ([], [])
