import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.urls import reverse

from surveys.enums import NeedState
from tests.surveys import survey_samples


def test_a_stranger_is_sent_to_sign_in_and_back(client, db):
    response = client.get("/admin/people/member/", follow=True)

    assert response.redirect_chain[-1][0] == "/accounts/login/?next=%2Fadmin%2Fpeople%2Fmember%2F"


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_the_desk_leads_to_no_other_site(client_of, mona, to):
    response = client_of(mona).get("/admin/login/", {"next": to})

    assert response["Location"] == "/admin/"


def test_the_admin_has_no_password_form_of_its_own(client, mona):
    response = client.post("/admin/login/", {"username": mona.email, "password": "correct horse"})

    assert response["Location"] == "/accounts/login/?next=%2Fadmin%2F"
    assert "_auth_user_id" not in client.session


def test_a_member_reads_why_not(client_of, bob):
    response = client_of(bob).get("/admin/", follow=True)

    assert response.status_code == 403
    assert "The desk is for moderators." in response.content.decode()


def test_a_moderator_sits_down(client_of, mona):
    assert client_of(mona).get("/admin/").status_code == 200


def test_the_start_leads_to_the_needs_and_words_that_wait_and_other_pages_have_no_figures(client_of, mona):
    desk = client_of(mona)
    survey_samples.need("Seen already")
    survey_samples.need("Not seen yet", state=NeedState.WAITING)

    start = desk.get("/admin/")
    room = desk.get("/admin/surveys/").content.decode()
    (_needs, n, address), *others = start.context["of_surveys"]

    assert (n, [count for _label, count, _address in others]) == (1, [0, 0])
    assert f'<a href="{address}">Needs (1)</a>' in start.content.decode()
    assert [need.title for need in desk.get(address).context["cl"].result_list] == ["Not seen yet"]
    assert [desk.get(address).status_code for _label, _count, address in others] == [200, 200]
    assert ("queue-lead" in room, "To decide" in room) == (False, False)


def test_the_desk_opens_no_account_of_others():
    private = {"account", "auth", "mfa", "usersessions"}

    assert private & {model._meta.app_label for model in admin.site._registry} == set()


@pytest.mark.parametrize("page", ["logout", "password_change"])
def test_account_matters_are_those_of_the_account_pages(client_of, mona, page):
    expected = {"logout": "account_logout", "password_change": "account_change_password"}[page]

    response = client_of(mona).get(reverse(f"admin:{page}"))

    assert response["Location"] == reverse(expected)


def test_the_desk_wants_a_second_factor(client_of, mona):
    Authenticator.objects.filter(user=mona).delete()
    browser = client_of(mona)

    answer = browser.get("/admin/", follow=True)

    assert answer.redirect_chain[-1][0] == reverse("mfa_index")
    assert [str(message) for message in answer.context["messages"]] == [
        "The desk needs a second factor. Set up a passkey or an authenticator app first."
    ]


@pytest.mark.parametrize(("kind", "status"), [("totp", 200), ("webauthn", 200), ("recovery_codes", 302)])
def test_recovery_codes_alone_are_no_second_factor(client_of, mona, kind, status):
    Authenticator.objects.filter(user=mona).update(type=kind)

    assert client_of(mona).get("/admin/").status_code == status


@pytest.mark.parametrize(("chosen", "has"), [("dark", True), ("", False)])
def test_the_admin_is_in_the_colours_of_the_account(client_of, mona, chosen, has):
    mona.theme = chosen
    mona.save(update_fields=["theme"])

    page = client_of(mona).get("/admin/content/practice/").content.decode()

    assert ("theme-dark" in page) == has


def test_the_errors_of_a_form_stand_first_and_lead_to_their_fields(client_of, mona):
    response = client_of(mona).post("/admin/content/practice/add/", {"label": ""})

    page = response.content.decode()
    summary = page[page.index('class="error-summary') :]
    assert page.index('class="error-summary') < page.index("<fieldset")
    assert '<a href="#id_label">Label: Fill this in</a>' in summary
    assert "<title>Error: " in page


def test_a_search_longer_than_a_database_bears_is_cut_and_said(client_of, mona):
    response = client_of(mona).get("/admin/surveys/question/", {"q": " a" * 2000, "o": "1"}, follow=True)

    assert response.redirect_chain == [(f"/admin/surveys/question/?q={'+a' * 100}&o=1", 302)]
    assert response.status_code == 200
    assert "Only the first 200 characters were searched for." in response.content.decode()
