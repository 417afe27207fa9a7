"""A suspension and a change of employer weigh anew at once what the member said, by the batch's own function."""

import pytest
from django.core.exceptions import PermissionDenied

from people import profile, suspending
from people.rules import may_suspend
from ratings import batch, creator_tally, judging_creators, reweighing, tally
from ratings.enums import Verdict
from ratings.models import CreatorRating, CreatorTally, Rating, RingFlag, Tally, TrustMark
from tests import factories
from tests.ratings.judged import rate

pytestmark = pytest.mark.django_db
PLACE = {"name": "City  Hospital", "size_band": "1000-4999", "sector": "health"}


@pytest.fixture
def plan(alice):
    return factories.artefact(alice)


def weights(model=Rating):
    return list(model.objects.order_by("pk").values_list("w", "w_new", "tie"))


def sums_are_those_of_a_recount():
    rows = [(tally.sums_in(row), tally.recount(row.pk)) for row in Tally.objects.all()]
    rows += [(tally.sums_in(row), creator_tally.recount(row.pk)) for row in CreatorTally.objects.all()]
    return all(stored == counted for stored, counted in rows)


def test_who_is_suspended_weighs_as_nobody_from_that_moment(plan, alice, bob, mona):
    rate(plan, bob, 5, trust=1.0)
    rate(plan, overall=2, trust=1.0)
    judging_creators.rate_creator(alice, by=bob, overall=5, interest="none")
    judging_creators.endorse(alice, by=bob, practice=factories.practice(), sentence="Knows it.")
    before = Tally.objects.get().figures["why"]["proven"]

    assert suspending.suspend(bob, by=mona)
    suspended = weights() + weights(CreatorRating)
    shown = Tally.objects.get().figures["why"]["proven"], CreatorTally.objects.get().figures["endorsed"]
    assert not suspending.suspend(bob, by=mona)
    assert suspending.let_back(bob, by=mona)

    assert suspended == [(0, 10_000, 10_000), (10_000, 0, 10_000), (0, 10_000, 10_000)]
    assert (before, shown) == (2, (1, []))
    # What members gave comes back at night.
    assert (TrustMark.objects.get(member=bob).t, weights()[0]) == (0.0, (0, 10_000, 10_000))
    assert CreatorTally.objects.get().figures["endorsed"] == [
        ["incident-management", "Incident management", 1, 0]
    ]
    assert sums_are_those_of_a_recount()


def test_who_comes_to_work_with_another_voter_shares_a_vote(plan, bob):
    dora = factories.member("Dora")
    for member in (bob, dora):
        rate(plan, member, trust=1.0)
        judging_creators.rate_creator(plan.creator, by=member, overall=4, interest="none")
    profile.join_organisation(bob, by=bob, **PLACE)
    apart = weights() + weights(CreatorRating)

    joined = profile.join_organisation(dora, by=dora, name="city hospital", size_band="", sector="health")
    tied = weights() + weights(CreatorRating)
    checked = sums_are_those_of_a_recount()
    profile.leave_organisation(joined, by=dora)

    assert apart == [(10_000, 0, 10_000)] * 4 == weights() + weights(CreatorRating)
    assert tied == [(7071, 0, 7071)] * 4  # 1/sqrt(2)
    assert (checked, sums_are_those_of_a_recount()) == (True, True)


def test_a_confirmed_ring_shares_a_vote_as_the_batch_says(plan, mona, bob):
    TrustMark.objects.create(member=bob, is_seed=True)
    dora = factories.member("Dora", is_staff=True)
    for member in (bob, dora):
        rate(plan, member, trust=1.0)
    ring = RingFlag.objects.create(
        finding="ring",
        key="x",
        verdict=Verdict.CONFIRMED,
        decided_by=mona,
        decided_at=plan.published_at,
    )
    ring.members.set([bob, dora])

    assert reweighing.weigh_anew([bob.pk, dora.pk]) == 1
    at_once = weights()
    batch.recompute()

    assert at_once == weights() == [(7071, 0, 7071)] * 2


def test_moderators_suspend_members_and_nobody_else_does(alice, bob, mona):
    allowed = [bool(may_suspend(who, bob)) for who in (alice, bob, mona)]

    assert (allowed, bool(may_suspend(mona, mona))) == ([False, False, True], False)
    with pytest.raises(PermissionDenied):
        suspending.suspend(bob, by=alice)
