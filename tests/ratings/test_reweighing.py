"""A suspension and a change of employer weigh anew at once what the member said, by the batch's own function."""

import pytest
from django.core.exceptions import PermissionDenied

from people import profile, suspending
from people.rules import may_suspend
from ratings import batch, creator_tally, judging_creators, reweighing, tally
from ratings.enums import Verdict
from ratings.models import CreatorRating, CreatorTally, Endorsement, Rating, RingFlag, Tally, TrustMark
from tests import factories
from tests.ratings.judged import rate

pytestmark = pytest.mark.django_db
PLACE = {"name": "City  Hospital", "size_band": "1000-4999", "sector": "health"}


@pytest.fixture
def plan(alice):
    return factories.artefact(alice)


def weights(model=Rating):
    return list(model.objects.order_by("pk").values_list("w", "w_new", "tie"))


def what_is_known(creator, rater):
    """Trust of the rater, weights of all ratings, how many proven the page names, and who recommends the creator."""
    why = Tally.objects.get().figures["why"]
    endorsed = CreatorTally.objects.get(pk=creator.pk).figures["endorsed"]
    trust = TrustMark.objects.get(member=rater).t
    return trust, weights() + weights(CreatorRating), why["proven"], endorsed


def sums_are_those_of_a_recount():
    rows = [(tally.sums_in(row), tally.recount(row.pk)) for row in Tally.objects.all()]
    rows += [(tally.sums_in(row), creator_tally.recount(row.pk)) for row in CreatorTally.objects.all()]
    return all(stored == counted for stored, counted in rows)


@pytest.mark.parametrize("is_overnight", [False, True])
def test_who_is_suspended_weighs_as_nobody_until_let_back(plan, alice, bob, mona, is_overnight):
    rate(plan, bob, 5)
    rate(plan, mona, 2)
    for seed in (mona, factories.member("Milo", is_staff=True)):
        Endorsement.objects.create(by=seed, creator=bob, practice=factories.practice(), sentence="Fair.")
    judging_creators.rate_creator(alice, by=bob, overall=5, interest="none")
    judging_creators.endorse(alice, by=bob, practice=factories.practice(), sentence="Knows it.")
    batch.recompute()
    before = what_is_known(alice, bob)

    assert suspending.suspend(bob, by=mona)
    suspended = what_is_known(alice, bob)
    assert not suspending.suspend(bob, by=mona)
    if is_overnight:
        batch.recompute()
    assert suspending.let_back(bob, by=mona)
    let_back, checked = what_is_known(alice, bob), sums_are_those_of_a_recount()
    batch.recompute()

    proven, nobody = (10_000, 0, 10_000), (0, 10_000, 10_000)
    assert before == (1.0, [proven] * 3, 2, [["incident-management", "Incident management", 1, 1]])
    assert suspended == (0.0, [nobody, proven, nobody], 1, [])
    # At once, and as the batch says.
    assert before == let_back == what_is_known(alice, bob)
    assert (checked, sums_are_those_of_a_recount()) == (True, True)


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
