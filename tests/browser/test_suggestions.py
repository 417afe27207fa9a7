"""Recommendations: hidden for good by one button, taken back in the settings; the pages looked at."""

import pytest

from tests.browser.browser_library import LONG
from tests.browser.browser_steps import follow
from tests.browser.test_pages import wider_than_the_screen


def test_not_interested_hides_for_good_until_it_is_taken_back(enter, site):
    key, _own, _path = site.wish("suggested", "Dora")
    page = enter(key, java_script_enabled=False).open("/").page
    first = page.locator(".suggestion").filter(has_text="Found for Dora")

    shown = first.locator(".why").inner_text()
    follow(first.get_by_role("button", name="Not interested"))
    toast, hidden = page.locator(".toast").inner_text().strip(), first.count()
    follow(page.locator(".toast").get_by_role("link", name="Take it back"))
    listed = page.get_by_role("button", name="Recommend it again").count()
    follow(page.get_by_role("button", name="Recommend it again"))
    page.goto(f"{site.url}/")

    assert shown == "Because you liked “Taken by Dora”"
    assert (toast, hidden) == ("“Found for Dora” is not recommended to you again. Take it back", 0)
    assert (listed, first.count()) == (1, 1)


def test_who_took_it_is_led_to_the_report_of_use(enter, site):
    key, own, path = site.wish("suggested", "Tomasz")
    page = enter(key).open(own).page

    follow(page.locator("#did-you-use").locator("..").get_by_role("link", name="I used this"))

    assert page.url == f"{site.url}{path}#used"
    assert page.locator("#used").get_by_role("button", name="Save the report").is_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_are_in_order(enter, site, findings, width):
    key, own, path = site.wish("suggested", f"Li at {width}")
    wrong = []
    for address in ("/", own, path, "/artefacts/?sort=closest", "/settings/not-interested/"):
        seen = enter(key, width=width).open(address)
        wrong += [*findings(seen.page), *wider_than_the_screen(seen.page), *seen.violations()]
    seen.open("/")
    follow(seen.page.locator(".suggestion", has_text=LONG).get_by_role("button"))
    seen.open("/settings/not-interested/")

    assert [*wrong, *wider_than_the_screen(seen.page)] == []
    assert LONG in seen.page.locator("main").inner_text()
