"""Buttons that are pressed after the session has ended, from the press to the page they are on."""

from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories

LOGIN = "/accounts/login/?next="
# Each button of members outside a form: where one comes back to if the browser does not say where it was.
BUTTONS = {
    ("collection_delete", 7): "/collections/7/edit/",
    ("collection_item", 7): "/collections/mine/",
    ("reply_take_back", 7): "/artefacts/",
    ("reply_fixed", 7): "/artefacts/",
    ("reply_reopen", 7): "/artefacts/",
    ("watch", "plan"): "/artefacts/plan/#replies",
    ("share_discard", 7): "/share/",
    ("share_take_back", 7): "/share/7/done/",
    ("notices_read",): "/notices/",
    ("settings_role_end", 7): "/settings/roles/",
    ("settings_organisation_leave",): "/settings/organisation/",
    ("settings_data_download",): "/settings/data/",
    ("review_helpful", 7): "/artefacts/",
    ("not_interested", "plan"): "/",
    ("not_interested_in", "ines"): "/",
    ("not_used", "plan"): "/",
    ("need_vote", 7): "/needs/7/",
    ("follow", "ines"): "/people/ines/",
}


def leads_to(browser, button, **headers):
    """Where the answer to a press leads after signing in."""
    name, *arguments = button
    answer = browser.post(reverse(name, args=arguments), headers=headers)
    place = unquote(answer["Location"])
    assert place.startswith(LOGIN)
    return place.removeprefix(LOGIN)


@pytest.mark.django_db
def test_after_signing_in_one_is_back_on_the_page_of_the_button():
    browser = Client()

    named = {button: leads_to(browser, button, referer="http://testserver/a/?page=2") for button in BUTTONS}
    unnamed = {button: leads_to(browser, button) for button in BUTTONS}

    assert named == dict.fromkeys(BUTTONS, "/a/?page=2")
    assert unnamed == BUTTONS
    assert "so this was not done. Press the button again." in browser.get(LOGIN + "/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["artefact_life", "adapt"])
def test_a_page_with_a_button_of_its_own_is_asked_for_again(alice, name):
    artefact, browser = factories.artefact(alice), Client()
    second = "retire" if name == "artefact_life" else "1.0"
    page = reverse(name, args=[artefact.slug, second])

    assert leads_to(browser, (name, artefact.slug, second)) == page
    assert "so this was not done." in browser.get(LOGIN + page).content.decode()


@pytest.mark.parametrize(
    "referer",
    ["https://elsewhere.example/a/", "http://testserver/notices/read/", "javascript:alert(1)", "//x", "\\"],
)
def test_no_other_site_and_not_the_button_itself(referer):
    assert leads_to(Client(), ("notices_read",), referer=referer) == "/notices/"


def test_whoever_is_signed_in_is_not_held_up(client_of, bob):
    assert client_of(bob).post(reverse("notices_read"))["Location"] == "/notices/"
