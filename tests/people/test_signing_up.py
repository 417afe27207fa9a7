"""How long a sign-up takes tells nobody whether an address is known."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.urls import reverse

from people.models import Member

pytestmark = pytest.mark.django_db
HASHED = []


class CountingHasher(MD5PasswordHasher):
    """Writes down each password that it spends time on."""

    def encode(self, password, salt):
        HASHED.append(password)
        return super().encode(password, salt)


def test_the_password_is_hashed_for_a_known_address_too(client_of, alice, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.{CountingHasher.__name__}"]
    said = {"name": "Somebody", "password1": "correct horse battery", "password2": "correct horse battery"}
    work, answers = {}, {}

    for email in (alice.email, "new@example.org"):
        HASHED.clear()
        answers[email] = client_of(None).post(reverse("account_signup"), said | {"email": email}).url
        work[email] = list(HASHED)

    assert work[alice.email] == work["new@example.org"] == ["correct horse battery"]
    assert answers[alice.email] == answers["new@example.org"]
    assert Member.objects.filter(email="new@example.org").count() == 1
