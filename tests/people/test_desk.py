from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from freezegun import freeze_time

from people import desk
from people.models import Member
from tests import factories


def printed_path(capsys, email):
    call_command("make_admin", email)
    line = capsys.readouterr().out.splitlines()[-1]
    assert line.startswith("http://localhost:8000/")
    return line.removeprefix("http://localhost:8000")


@pytest.mark.django_db
def test_the_link_makes_a_new_moderator_without_a_password(client, capsys):
    path = printed_path(capsys, "mona@example.org")

    response = client.post(path)

    mona = Member.objects.get()
    assert response["Location"] == reverse("admin:index")
    assert client.session["_auth_user_id"] == str(mona.pk)
    assert (mona.is_staff, mona.is_superuser, mona.has_usable_password()) == (True, True, False)
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
        ("mona@example.org", True, True)
    ]


def test_looking_at_the_link_uses_nothing_up(client, bob):
    path = reverse("claim_desk", args=[desk.offer_desk(bob.email)])

    pages = [client.get(path), client.head(path), client.get(path)]

    bob.refresh_from_db()
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert (bob.is_staff, client.post(path).status_code) == (False, 302)


def test_the_link_works_once(client_of, bob):
    path = reverse("claim_desk", args=[desk.offer_desk(bob.email)])
    client_of(None).post(path)

    again = client_of(None)
    answers = [again.post(path).status_code, again.get(path).status_code]

    assert answers == [410, 410]
    assert "_auth_user_id" not in again.session


def test_the_link_works_for_an_hour(client, bob):
    with freeze_time("2026-11-02T10:00:00Z"):
        path = reverse("claim_desk", args=[desk.offer_desk(bob.email)])
    with freeze_time("2026-11-02T11:00:02Z"):
        answer = client.post(path)

    assert answer.status_code == 410


def test_a_sign_in_in_between_ends_the_link(client_of, bob):
    token = desk.offer_desk(bob.email)
    client_of(bob)

    with pytest.raises(desk.StaleOffer):
        desk.claim_desk(token)


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "a:b:c", "WzEsICJ4Il0:1abc:def"])
def test_a_made_up_link_does_nothing(client, token):
    assert client.post(reverse("claim_desk", args=[token])).status_code == 410


def test_a_member_who_closed_the_account_gets_no_desk(bob):
    token = desk.offer_desk(bob.email)
    Member.objects.filter(pk=bob.pk).update(closed_at="2026-11-02T10:00:00Z")

    with pytest.raises(desk.StaleOffer):
        desk.read_offer(token)


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["nobody", "", "a@b c"])
def test_the_command_refuses_what_is_no_address(email):
    with pytest.raises(CommandError, match="is not an e-mail address"):
        call_command("make_admin", email)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_click_at_once_one_wins():
    token = desk.offer_desk(factories.member("Bob").email)

    def claim(_):
        try:
            return desk.claim_desk(token).pk
        except desk.StaleOffer:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(claim, range(2)))

    assert sorted(result is None for result in results) == [False, True]
