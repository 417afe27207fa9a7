import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from people import closing, profile
from people.models import Affiliation, Member, Organisation, Role
from tests import factories


def signed_in(client, member):
    """As a person does it: the session is listed, and the password was just given again."""
    client.post(reverse("account_login"), {"login": member.email, "password": "correct horse"})
    client.post(reverse("account_reauthenticate"), {"password": "correct horse"})
    return client


def test_what_is_left_of_a_closed_account(bob):
    closing.close(bob, by=bob, keep_name=False)

    left = Member.objects.get(pk=bob.pk)
    assert re.fullmatch(r"closed-[0-9a-f-]{36}@invalid", left.email)
    assert (left.name, left.is_active, left.has_usable_password()) == ("Former member", False, False)
    assert (EmailAddress.objects.count(), left.closed_at is not None) == (0, True)


def test_the_address_and_the_slug_are_free_again(bob):
    email = bob.email
    closing.close(bob, by=bob, keep_name=True)

    again = factories.member("Bob", email=email)

    assert (again.slug, Member.objects.filter(name="Bob").count()) == ("bob", 2)


@pytest.mark.parametrize(("keep_name", "left"), [(True, 1), (False, 0)])
def test_roles_stay_ended_beside_work_under_the_name_and_go_without_it(bob, keep_name, left):
    place = profile.join_organisation(bob, by=bob, size_band="1-9", sector="other")
    profile.take_role(bob, by=bob, kind="manager", affiliation=place)

    closing.close(bob, by=bob, keep_name=keep_name)

    assert [rows.objects.count() for rows in (Role, Affiliation, Organisation)] == [left] * 3
    assert Role.objects.filter(until=None).count() == 0


def test_nobody_closes_somebody_else(alice, bob):
    with pytest.raises(PermissionDenied):
        closing.close(alice, by=bob, keep_name=True)


def test_the_only_moderator_stays_until_there_is_another(mona):
    with pytest.raises(PermissionDenied, match="only moderator"):
        closing.close(mona, by=mona, keep_name=True)
    factories.moderator("Marek")

    left = closing.close(mona, by=mona, keep_name=True)

    assert (left.is_staff, left.is_superuser) == (False, False)


def test_the_password_is_asked_for_first(client, bob):
    client.post(reverse("account_login"), {"login": bob.email, "password": "correct horse"})

    answers = [
        client.get(reverse("settings_close")),
        client.post(reverse("settings_close"), {"keep_name": "no"}),
    ]

    assert [answer["Location"].partition("?")[0] for answer in answers] == [
        reverse("account_reauthenticate")
    ] * 2
    assert Member.objects.get().closed_at is None


def test_an_account_is_closed_and_every_session_ends(client, client_of, bob):
    elsewhere = client_of(None)
    elsewhere.post(reverse("account_login"), {"login": bob.email, "password": "correct horse"})
    signed_in(client, bob)

    answer = client.post(reverse("settings_close"), {"keep_name": "yes"}, follow=True)

    assert answer.redirect_chain == [(reverse("settings_closed"), 302)]
    assert elsewhere.get(reverse("settings"))["Location"].startswith(reverse("account_login"))
    assert Session.objects.filter(session_key=elsewhere.session.session_key).count() == 0
    assert client.get("/people/bob/").status_code == 404


def test_a_choice_must_be_made(client, bob):
    answer = signed_in(client, bob).post(reverse("settings_close"), {})

    assert dict(answer.context["form"].errors) == {"keep_name": ["Choose under which name your work stays"]}


def test_who_has_no_password_enters_a_code(client_of, bob):
    bob.set_unusable_password()
    bob.save()
    browser = client_of(bob)
    first = browser.get(reverse("settings_close"))
    browser.post(reverse("settings_confirm"), {"send": "1"})
    code = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", mail.outbox[0].body, re.MULTILINE).group(1)

    wrong = browser.post(reverse("settings_confirm"), {"code": "BBBB-BBBB"})
    right = browser.post(reverse("settings_confirm"), {"code": code.lower()})

    assert first["Location"] == reverse("settings_confirm") + "?for=close"
    assert right["Location"] == reverse("settings_close")
    assert list(wrong.context["form"].errors) == ["code"]
    assert browser.get(reverse("settings_close")).status_code == 200
    assert mail.outbox[0].subject == "Back2ITSM: Code to confirm that it is you"


def test_a_code_can_be_guessed_at_five_times(client_of, bob):
    bob.set_unusable_password()
    bob.save()
    browser = client_of(bob)
    browser.post(reverse("settings_confirm"), {"send": "1"})
    code = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", mail.outbox[0].body, re.MULTILINE).group(1)
    for _ in range(5):
        browser.post(reverse("settings_confirm"), {"code": "BBBB-BBBB"})

    answer = browser.post(reverse("settings_confirm"), {"code": code})

    assert list(answer.context["form"].errors) == ["code"]
