"""What goes wrong or is forgotten while one shares, in a browser: properties, a sign-in that ends, a stale form."""

import re
import time

import pytest

from tests.browser.browser_library import TAKEN
from tests.browser.browser_steps import follow
from tests.browser.test_account import PASSWORD, join
from tests.browser.test_sharing import PLAN, share

# Share, Create an account, its button, Confirm; then the nine of test_sharing.
CLICKS = 13
LONG = "An hour of thinking went into this sentence."


@pytest.fixture
def newcomer(visit, site):
    """Somebody who has just joined; ``email`` is theirs."""
    visited = visit()
    visited.email = f"sharer{time.monotonic_ns()}@example.org"
    join(visited, site)
    return visited


def begun(visited, text="# Incident review"):
    """Step 2 of a new draft."""
    page = visited.open("/share/").page
    page.get_by_text("Or write a text").click()
    page.get_by_label("Text", exact=True).fill(text)
    follow(page.get_by_role("button", name="Continue"))
    return page


def test_from_signing_up_to_sent_for_review(visit, site):
    visited = visit()
    visited.email, begun_at = f"sharer{time.monotonic_ns()}@example.org", time.monotonic()
    page = visited.open("/").page
    follow(page.get_by_role("banner").get_by_role("link", name="Share"))
    follow(page.locator("main").get_by_role("link", name="Create an account"))
    clicks = 2
    fields = {"Name or pen name": "Ines", "E-mail address": visited.email}
    fields |= {"Password once more": PASSWORD}
    main = page.locator("main")
    for label, words in fields.items():
        main.get_by_label(label).fill(words)
    main.get_by_label("Password", exact=True).fill(PASSWORD)
    follow(main.get_by_role("button", name="Create an account"))
    mail = site.wish("last mail", visited.email)
    main.get_by_label("Code").fill(re.search(r"^([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*)\s*$", mail, re.M).group(1))
    follow(main.get_by_role("button", name="Confirm"))
    clicks += 2 + len(share(page))

    seconds = time.monotonic() - begun_at
    assert page.get_by_role("heading", level=1).inner_text() == "Sent for review"
    assert clicks == CLICKS
    print(f"\nfrom signing up to sent for review: {clicks} clicks, {seconds:.0f} s by a machine")


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_one_click_removes_the_properties(visit, site, findings, has_script):
    visited = visit(java_script_enabled=has_script)
    cookie = {"name": "session", "value": site.wish("session", "Ines"), "url": site.url}
    visited.page.context.add_cookies([cookie])
    page = visited.open("/share/").page
    page.get_by_label("Files").set_input_files(PLAN)
    follow(page.get_by_role("button", name="Continue"))
    site.wish("work")
    visited.open(re.sub(r"about/.*", "check/", visited.path))
    told = page.locator(".checks-done")

    follow(page.get_by_role("button", name="Remove document properties"))
    being_cleaned = told.inner_text()
    site.wish("work")
    follow(page.get_by_role("link", name="Look again"))

    assert "Being cleaned" in being_cleaned
    assert re.search(r"Removed from it: author\b", told.inner_text())
    assert page.get_by_role("button", name="Remove document properties").count() == 0
    assert findings(page) == [] if has_script else True


def test_enter_beside_a_twin_sends_and_makes_it_nobodys_adaptation(newcomer):
    page = newcomer.open("/share/").page
    page.get_by_label("Files").set_input_files(PLAN | {"name": "checklist.docx", "buffer": TAKEN})
    follow(page.get_by_role("button", name="Continue"))
    newcomer.open(re.sub(r"about/.*", "check/", newcomer.path))

    with page.expect_navigation():
        page.get_by_label("It is meant to be a different artefact").press("Enter")

    assert "Say that your file is meant to be a different artefact." in page.get_by_role("alert").inner_text()
    assert page.get_by_role("button", name="It is an adaptation of that").count() == 1
    assert page.get_by_role("heading", name="Adapted from").count() == 0


def test_a_sign_in_that_ends_in_mid_step_loses_no_word(newcomer):
    page = begun(newcomer)
    page.get_by_label("Summary").fill(LONG)
    page.context.clear_cookies(name="session")

    follow(page.get_by_role("button", name="Continue").last)
    told = page.get_by_role("status").all_inner_texts()
    page.locator("main").get_by_label("E-mail address").fill(newcomer.email)
    page.locator("main").get_by_label("Password").fill(PASSWORD)
    follow(page.locator("main").get_by_role("button", name="Sign in", exact=True))

    assert "You were signed out. What you typed is kept until you are back." in told
    assert page.get_by_label("Summary").input_value() == LONG


def test_a_stale_form_comes_back_filled_in_and_can_be_sent_again(newcomer):
    page = begun(newcomer)
    page.get_by_label("Summary").fill(LONG)
    page.context.clear_cookies(name="csrf")

    follow(page.get_by_role("button", name="Continue").last)
    told = page.locator("main").inner_text()

    assert "Nothing is sent yet: the page was too old" in told
    assert page.get_by_label("Summary").input_value() == LONG
