"""A member's own pages in a browser: settings, passkey, authenticator app, and the end of the account."""

import re
from itertools import count
from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from tests.browser.browser_steps import follow

SETTINGS = [
    "/settings/",
    "/settings/profile/",
    "/settings/roles/",
    "/settings/organisation/",
    "/settings/data/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/",
    "/accounts/sessions/",
]
PASSWORD = "correct horse battery"
_numbers = count(1)


@pytest.fixture
def member(visit, site):
    """``member(width=360)`` is a visit of somebody who has just joined; ``email`` is theirs.

    At localhost: a passkey belongs to a name, and an address in numbers is none.
    """

    def joined(**options):
        visited = visit(**options)
        visited.site = SimpleNamespace(url=site.url.replace("127.0.0.1", "localhost"))
        visited.email = f"new-ines{next(_numbers)}@example.org"
        join(visited, site)
        return visited

    return joined


def join(visited, site):
    main = visited.open("/accounts/signup/").page.locator("main")
    main.get_by_label("Name or pen name").fill("Ines")
    main.get_by_label("E-mail address").fill(visited.email)
    main.get_by_label("Password", exact=True).fill(PASSWORD)
    main.get_by_label("Password once more").fill(PASSWORD)
    follow(main.get_by_role("button", name="Create an account"))
    mail = site.wish("last mail", visited.email)
    main.get_by_label("Code").fill(re.search(r"^([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*)\s*$", mail, re.M).group(1))
    follow(main.get_by_role("button", name="Confirm"))


def device(page):
    """A device that knows passkeys and recognises its owner at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
    }
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def prove(page):
    """Where the site asks for the password once more, give it."""
    if page.get_by_role("heading", name="Is it you").count() or "reauthenticate" in page.url:
        page.locator("main").get_by_label("Password").fill(PASSWORD)
        follow(page.locator("main").get_by_role("button", name="Confirm"))


def sign_out(visited):
    follow(visited.open("/accounts/logout/").page.locator("main").get_by_role("button", name="Sign out"))


def is_signed_in(page):
    return page.locator(".account").count() == 1


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_settings_are_fit_to_be_used(member, findings, width, scheme):
    visited = member(width=width, color_scheme=scheme)
    page, wrong = visited.page, {}

    for path in SETTINGS:
        visited.open(path)
        wide = page.evaluate("document.documentElement.scrollWidth") > width
        wrong[path] = [*findings(page), *(["scrolls sideways"] if wide else []), *visited.violations()]

    assert {path: found for path, found in wrong.items() if found} == {}
    assert visited.noise == []


def test_a_passkey_signs_in_alone(member, findings):
    visited = member()
    page = visited.page
    device(page)
    visited.open("/accounts/2fa/webauthn/add/")
    prove(page)
    found = findings(page)

    follow(page.get_by_role("button", name="Add the passkey"))
    kept = visited.open("/accounts/2fa/webauthn/").page.locator("tbody tr").all_inner_texts()
    sign_out(visited)
    follow(visited.open("/accounts/login/").page.get_by_role("button", name="Sign in with a passkey"))

    assert [row.split("\t")[:2] for row in kept] == [["Passkey 1", "alone"]]
    assert (is_signed_in(page), found, visited.noise) == (True, [], [])


def test_without_a_passkey_the_page_says_so(visit, site):
    visited = visit()
    visited.site = SimpleNamespace(url=site.url.replace("127.0.0.1", "localhost"))
    page = visited.open("/accounts/login/").page
    device(page)

    page.get_by_role("button", name="Sign in with a passkey").click()

    problem = page.get_by_role("alert").filter(has_text="The passkey was not used.")
    problem.wait_for()
    assert (visited.violations(), is_signed_in(page)) == ([], False)


def test_an_authenticator_app_is_asked_for_and_a_recovery_code_replaces_it(member, findings):
    visited = member(width=360)
    page, main = visited.page, visited.page.locator("main")
    visited.open("/accounts/2fa/totp/activate/")
    prove(page)
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("#id_code").fill(code_of(secret))
    follow(main.get_by_role("button", name="Set up the app"))
    recovery = visited.open("/accounts/2fa/recovery-codes/").page.get_by_label("codes").input_value().split()
    looked = findings(page)

    sign_out(visited)
    visited.open("/accounts/login/")
    main.get_by_label("E-mail address").fill(visited.email)
    main.get_by_label("Password", exact=True).fill(PASSWORD)
    follow(main.get_by_role("button", name="Sign in", exact=True))
    asked = findings(page)
    before = is_signed_in(page)
    main.get_by_label("Code").fill(recovery[0])
    follow(main.get_by_role("button", name="Sign in", exact=True))

    assert (before, is_signed_in(page)) == (False, True)
    assert (looked, asked, visited.noise) == ([], [], [])


def test_an_account_is_closed(member, findings):
    visited = member(width=360, java_script_enabled=True)
    page = visited.open("/settings/data/").page
    follow(page.get_by_role("button", name="Download my data"))
    page.locator("main").get_by_label("Password").fill(PASSWORD)
    follow(page.locator("main").get_by_role("button", name="Confirm"))
    with page.expect_download() as started:
        page.get_by_role("button", name="Download my data").click()
    follow(page.get_by_role("link", name="See what would happen"))
    prove(page)
    told = page.get_by_role("heading", level=2).all_inner_texts()
    looked = findings(page)

    page.get_by_label("stays under “Former member”").check()
    follow(page.get_by_role("button", name="Close my account"))

    assert re.fullmatch(r"back2itsm-ines[-0-9a-f]*\.zip", started.value.suggested_filename)
    assert told[:2] == ["What goes, for good", "What stays"]
    assert (page.locator("h1").inner_text(), is_signed_in(page)) == ("Your account is closed", False)
    assert (looked, visited.noise) == ([], [])
