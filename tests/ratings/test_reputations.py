"""What each work adds to a reputation: raters of the own organisation are out, and no single work is all of it."""

import pytest

from people import profile
from ratings import batch
from ratings.models import CreatorTally
from tests import factories
from tests.ratings.judged import rate

pytestmark = pytest.mark.django_db


def works(creator):
    return CreatorTally.objects.get(pk=creator.pk).figures["work"]


def test_the_parts_are_those_of_the_rated_works(alice):
    plans = [factories.artefact(alice, title=f"Plan {number}") for number in range(4)]
    for plan, stars in zip(plans, ([5] * 9, [5], [5], [1]), strict=True):
        for star in stars:
            rater = factories.member("Rater")
            type(rater).objects.filter(pk=rater.pk).update(is_staff=True)  # a seed: proven at night too
            rate(plan, rater, star, trust=1.0)

    batch.recompute()

    # 40 % of the whole at most for the first; the one below the mean takes nothing away.
    assert [(artefact, share) for artefact, _score, share in works(alice)] == [
        (plans[0].pk, 40),
        (plans[1].pk, 30),
        (plans[2].pk, 30),
    ]


def test_colleagues_carry_no_reputation(alice, bob):
    plan = factories.artefact(alice)
    for member, name in ((alice, "City Hospital"), (bob, "city  hospital")):
        profile.join_organisation(member, by=member, name=name, size_band="", sector="health")
    rate(plan, bob, 5)
    batch.recompute()
    of_colleagues = CreatorTally.objects.filter(pk=alice.pk).exists() and works(alice)
    rate(plan, factories.member("Dora"), 5)

    batch.recompute()

    assert (bool(of_colleagues), [row[0] for row in works(alice)]) == (False, [plan.pk])


def test_the_account_that_collects_earns_none():
    library = factories.member("Library", is_collector=True)
    rate(factories.artefact(library), overall=5)

    batch.recompute()

    assert not CreatorTally.objects.exists()
