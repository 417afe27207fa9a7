"""The way in, as a person goes it: with a code from the mail, without script, on a phone."""

import re
from urllib.parse import urlsplit

from tests.browser.browser_steps import follow

OWN = ["/accounts/email/", "/accounts/2fa/", "/accounts/sessions/", "/accounts/2fa/totp/activate/"]


def test_somebody_joins_signs_out_and_comes_back_with_a_code(visit, site):
    visited = visit("/accounts/signup/", width=360, java_script_enabled=False)
    page, main = visited.page, visited.page.locator("main")
    main.get_by_label("Name or pen name").fill("Ines")
    main.get_by_label("E-mail address").fill("ines@example.org")
    main.get_by_label("Password", exact=True).fill("correct horse battery")
    main.get_by_label("Password once more").fill("correct horse battery")
    follow(main.get_by_role("button", name="Create an account"))
    enter_code(page, site, "ines@example.org")
    joined = page.locator(".toast").all_inner_texts()

    visited.open("/accounts/logout/")
    follow(main.get_by_role("button", name="Sign out"))
    visited.open("/accounts/login/code/")
    main.get_by_label("E-mail address").fill("ines@example.org")
    follow(main.get_by_role("button", name="Send the code"))
    enter_code(page, site, "ines@example.org")
    page.locator(".account summary").click()

    assert any("You are signed in as" in text for text in joined)
    assert page.get_by_role("link", name="Sign out").count() == 1


def enter_code(page, site, address):
    code = r"^([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*)\s*$"
    page.get_by_label("Code").fill(re.search(code, site.wish("last mail", address), re.MULTILINE).group(1))
    follow(page.get_by_role("button", name="Confirm"))


def test_the_first_moderator_comes_by_the_printed_link(visit, site, findings):
    link = urlsplit(site.wish("manage", "make_admin", "first@example.org").split()[-1])
    visited = visit(link.path)
    asked = findings(visited.page)

    follow(visited.page.get_by_role("button", name="Sign in as moderator"))
    visited.open("/").page.locator(".account summary").click()
    desk = visited.page.get_by_role("link", name="Desk", exact=True).count()
    own = {path: findings(visited.open(path).page) for path in OWN}

    assert (asked, desk) == ([], 1)
    assert (own, visited.noise) == ({path: [] for path in OWN}, [])
