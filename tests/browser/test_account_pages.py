"""The way in, as a person goes it: with a code from the mail, without script, on a phone."""

import re

import pytest

PAGES = ["/accounts/login/", "/accounts/signup/", "/accounts/login/code/", "/accounts/password/reset/"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True)])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(open_page, findings, path, width, dark):
    page = open_page(path, width=width, dark=dark)

    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.complaints == []


def test_somebody_joins_signs_out_and_comes_back_with_a_code(open_page, live_site):
    page = open_page("/accounts/signup/", width=360, javascript=False)
    page.get_by_label("Name or pen name").fill("Ines Kowalczyk")
    page.get_by_label("E-mail address").fill("ines@example.org")
    page.get_by_label("Password", exact=True).fill("correct horse battery")
    page.get_by_label("Password once more").fill("correct horse battery")
    page.locator("main").get_by_role("button", name="Create an account").click()
    enter_code(page, live_site)
    joined = page.locator(".toast").all_inner_texts()

    page.goto(f"{live_site.url}/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.goto(f"{live_site.url}/accounts/login/code/")
    page.locator("main").get_by_label("E-mail address").fill("ines@example.org")
    page.get_by_role("button", name="Send the code").click()
    enter_code(page, live_site)

    assert any("You are signed in as" in text for text in joined)
    assert page.get_by_role("link", name="Sign out").count() == 1


def test_the_first_moderator_comes_by_the_printed_link(open_page, live_site, findings):
    link = live_site.manage("make_admin", "mona@example.org").split()[-1]
    page = open_page(link.removeprefix(live_site.url))
    asked = findings(page)

    page.get_by_role("button", name="Sign in as moderator").click()

    assert asked == []
    assert page.url == f"{live_site.url}/admin/"
    for path in ("/accounts/email/", "/accounts/2fa/", "/accounts/sessions/", "/accounts/2fa/totp/activate/"):
        page.goto(live_site.url + path)
        assert findings(page) == []
        assert page.complaints == []


def enter_code(page, site):
    code = re.search(r"^([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*)\s*$", site.mail()[-1], re.MULTILINE).group(1)
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Confirm").click()
