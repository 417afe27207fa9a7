"""Two hundred members at one artefact, and one member twice: on PostgreSQL in threads that overlap."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from content.models import Artefact
from ratings import tally
from ratings.models import Rating, Tally
from tests import factories
from tests.ratings.judged import rate

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


def at_once(acts):
    def run(act):
        try:
            act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(run, acts))


def test_two_hundred_members_leave_two_hundred_ratings():
    plan = factories.artefact()
    members = [factories.member(f"Member {number}") for number in range(200)]

    at_once([lambda member=member: rate(plan, member, 1 + member.pk % 5) for member in members])

    assert (Rating.objects.count(), Artefact.objects.get().rating_count) == (200, 200)
    assert tally.sums_in(Tally.objects.get()) == tally.recount(plan.pk)


def test_the_same_member_twice_at_once_is_one_rating(bob):
    plan = factories.artefact()

    at_once([lambda: rate(plan, bob, 5)] * 8)

    assert Rating.objects.count() == 1
    assert tally.sums_in(Tally.objects.get()) == tally.recount(plan.pk)
