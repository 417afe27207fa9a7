"""allauth's pages and flows, in our frame and with our words."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from people.models import Member

STRANGERS = [
    "account_login",
    "account_signup",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
]
MEMBERS = [
    "account_email",
    "account_change_password",
    "account_logout",
    "mfa_index",
    "usersessions_list",
    "account_reauthenticate",
]
PERSON = {
    "name": "Ines Kowalczyk",
    "email": "ines@example.org",
    "password1": "correct horse battery",
    "password2": "correct horse battery",
}


def looks_like_ours(response):
    """The faults of a page of allauth: markup, attributes and words that are not ours."""
    page = response.content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    words = re.sub(r"<[^>]+>", " ", main)
    faults = [word for word in ("lease ", "uccessfully", "!", "Email") if word in words]
    faults += [part for part in ('style="', "placeholder=", "<br", "data:", "as_p") if part in main]
    faults += [part for part in ('class="masthead"', 'class="page-head"') if part not in page]
    return faults


def code_in_mail():
    return re.search(r"^([A-Z0-9]+(?:-[A-Z0-9]+)*)$", mail.outbox[-1].body, re.MULTILINE).group(1)


@pytest.mark.django_db
@pytest.mark.parametrize("name", STRANGERS)
def test_pages_for_strangers_look_like_ours(client, name):
    response = client.get(reverse(name))

    assert response.status_code == 200
    assert looks_like_ours(response) == []


@pytest.mark.parametrize("name", MEMBERS)
def test_pages_for_members_look_like_ours(client_of, bob, name):
    response = client_of(bob).get(reverse(name))

    assert response.status_code == 200
    assert looks_like_ours(response) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_request_login_code"])
def test_errors_look_like_ours_and_stand_in_the_title(client, name):
    response = client.post(reverse(name), {})

    assert looks_like_ours(response) == []
    assert "<title>Error: " in response.content.decode().replace("\n", "")


@pytest.mark.django_db
def test_a_wrong_code_stands_in_the_title(client, bob):
    client.post(reverse("account_request_login_code"), {"email": bob.email})

    response = client.post(reverse("account_confirm_login_code"), {"code": "WRONG"})

    assert "<title>Error: " in response.content.decode().replace("\n", "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("account_login", {"login": "email", "password": "current-password"}),
        (
            "account_signup",
            {
                "name": "nickname",
                "email": "email",
                "password1": "new-password",
                "password2": "new-password",
            },
        ),
        ("account_request_login_code", {"email": "email"}),
        ("account_reset_password", {"email": "email"}),
    ],
)
def test_fields_tell_the_browser_what_they_are(client, name, expected):
    form = client.get(reverse(name)).context["form"]

    found = {field.name: field.field.widget.attrs.get("autocomplete") for field in form.visible_fields()}
    found.pop("remember", None)
    assert found == expected


@pytest.mark.django_db
def test_sign_up_asks_for_the_code_in_the_mail_and_then_signs_in(client):
    first = client.post(reverse("account_signup"), PERSON, follow=True)
    second = client.post(reverse("account_email_verification_sent"), {"code": code_in_mail()}, follow=True)

    ines = Member.objects.get(email="ines@example.org")
    # allauth lets nobody replace the form of this one page; its placeholder repeats the label.
    assert looks_like_ours(first) == ["placeholder="]
    assert (ines.name, ines.slug) == ("Ines Kowalczyk", "ines-kowalczyk")
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("ines@example.org", True)]
    assert second.context["user"] == ines


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["name", "email", "password1"])
def test_sign_up_needs_each_field(client, field):
    response = client.post(reverse("account_signup"), PERSON | {field: ""})

    assert list(response.context["form"].errors) == [field]
    assert Member.objects.count() == 0


@pytest.mark.django_db
def test_a_form_cannot_make_somebody_a_moderator(client):
    client.post(reverse("account_signup"), PERSON | {"is_staff": "1", "is_superuser": "1", "id": "1"})

    ines = Member.objects.get(email="ines@example.org")
    assert (ines.is_staff, ines.is_superuser) == (False, False)


@pytest.mark.django_db
def test_a_name_with_invisible_characters_is_refused(client):
    response = client.post(reverse("account_signup"), PERSON | {"name": "Ines\u202eKowalczyk"})

    assert list(response.context["form"].errors) == ["name"]


def test_a_member_signs_in_with_the_password(client, bob):
    response = client.post(
        reverse("account_login"), {"login": bob.email, "password": "correct horse"}, follow=True
    )

    assert response.context["user"] == bob


def test_a_member_signs_in_with_a_code(client, bob):
    client.post(reverse("account_request_login_code"), {"email": bob.email})
    asked = client.get(reverse("account_confirm_login_code"))

    response = client.post(reverse("account_confirm_login_code"), {"code": code_in_mail()}, follow=True)

    assert looks_like_ours(asked) == []
    assert response.context["user"] == bob


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("account_request_login_code", {"email": "{}"}),
        ("account_reset_password", {"email": "{}"}),
        ("account_signup", PERSON | {"email": "{}"}),
    ],
)
def test_no_page_tells_who_has_an_account(client_of, bob, name, fields):
    answers = []
    for email in (bob.email, "nobody7@example.org"):
        filled = {key: value.format(email) for key, value in fields.items()}
        response = client_of(None).post(reverse(name), filled, follow=True)
        tokens = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
        answers.append(tokens.sub("", response.content.decode()).replace(email, "EMAIL"))

    assert answers[0] == answers[1]


def test_a_wrong_password_says_the_same_for_known_and_unknown_addresses(client_of, bob):
    errors = [
        client_of(None).post(reverse("account_login"), {"login": email, "password": "wrong horse"})
        for email in (bob.email, "nobody7@example.org")
    ]

    assert [dict(answer.context["form"].errors) for answer in errors] == [
        {"__all__": ["The address or the password is not right."]}
    ] * 2


def test_a_forgotten_password_is_replaced_through_the_mail(client, bob):
    client.post(reverse("account_reset_password"), {"email": bob.email})
    link = re.search(r"http://localhost:8000(/\S+)", mail.outbox[0].body).group(1)
    page = client.get(link, follow=True)
    fields = {"password1": "staple battery", "password2": "staple battery"}

    client.post(page.redirect_chain[-1][0], fields)

    bob.refresh_from_db()
    assert looks_like_ours(page) == []
    assert bob.check_password("staple battery")


def test_mail_comes_in_our_words_and_names_our_site(client, bob):
    client.post(reverse("account_request_login_code"), {"email": bob.email}, headers={"host": "localhost"})

    body = mail.outbox[0].body
    assert mail.outbox[0].subject == "Back2ITSM: Your sign-in code"
    assert body.splitlines()[0] == "Hello from Back2ITSM,"
    assert body.strip().splitlines()[-1] == "Back2ITSM, localhost:8000"


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_sign_in_leads_to_no_other_site(client, bob, to):
    fields = {"login": bob.email, "password": "correct horse", "next": to}

    response = client.post(reverse("account_login"), fields)

    assert response["Location"] == "/"


def test_an_authenticator_app_is_set_up_and_then_asked_for(client_of, bob):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    browser, other = client_of(None), client_of(None)
    browser.post(reverse("account_login"), {"login": bob.email, "password": "correct horse"})
    browser.post(reverse("account_reauthenticate"), {"password": "correct horse"})
    page = browser.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))

    mistyped = browser.post(reverse("mfa_activate_totp"), {"code": "x"})
    set_up = browser.post(reverse("mfa_activate_totp"), {"code": code}, follow=True)
    asked = other.post(
        reverse("account_login"), {"login": bob.email, "password": "correct horse"}, follow=True
    )

    assert looks_like_ours(page) == []
    assert b"<svg" in page.content
    # Nothing was sent, so it does not speak of what was sent.
    assert mistyped.context["form"].errors["code"] == ["The code is not right, was used before or is too old"]
    assert [url for url, _status in set_up.redirect_chain] == [reverse("mfa_view_recovery_codes")]
    assert asked.redirect_chain[-1][0] == reverse("mfa_authenticate")
    assert looks_like_ours(asked) == []
    for name in (
        "mfa_index",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_deactivate_totp",
    ):
        assert looks_like_ours(browser.get(reverse(name))) == []


def test_who_signs_in_by_code_sees_the_recovery_codes_at_once(client_of, bob):
    """The code of the sign-in is a fresh proof, and so is the app that was just set up."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    bob.set_unusable_password()
    bob.save()
    browser = client_of(None)
    browser.post(reverse("account_request_login_code"), {"email": bob.email})
    browser.post(reverse("account_confirm_login_code"), {"code": code_in_mail()})
    secret = browser.get(reverse("mfa_activate_totp")).context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))

    shown = browser.post(reverse("mfa_activate_totp"), {"code": code}, follow=True)
    later = client_of(bob).get(reverse("mfa_view_recovery_codes"))

    assert [url for url, _status in shown.redirect_chain] == [reverse("mfa_view_recovery_codes")]
    assert shown.context["can_view_codes"]
    assert later["Location"].startswith(reverse("mfa_reauthenticate"))
