import pytest
from django.core.exceptions import PermissionDenied

from ratings import batch, judging_creators, seeds
from ratings.models import Rating, TrustMark
from tests import factories
from tests.ratings.judged import rate

pytestmark = pytest.mark.django_db


def test_a_seed_s_own_votes_count_at_once_and_lose_it_at_once(bob, mona):
    plan = factories.artefact()
    rate(plan, bob, 4)

    named = seeds.name_seed(bob, by=mona)
    counted = Rating.objects.values_list("w", "w_new").get()
    twice = seeds.name_seed(bob, by=mona)
    seeds.take_seed(bob, by=mona)

    assert (named.t, counted, twice) == (1.0, (10_000, 0), None)
    assert Rating.objects.values_list("w", "w_new").get() == (0, 10_000)
    assert seeds.take_seed(bob, by=mona) is None
    assert batch.drift() == 0


def test_who_is_no_seed_any_more_keeps_what_others_gave(bob, mona):
    plan = factories.artefact(bob)
    rate(plan, mona, 4)
    judging_creators.endorse(bob, by=mona, practice=factories.practice(), sentence="Knows incidents.")
    seeds.name_seed(bob, by=mona)

    seeds.take_seed(bob, by=mona)

    # One moderator vouched for them in a young community.
    assert TrustMark.objects.get(member=bob).t == 0.5


def test_nobody_makes_themselves_a_seed(bob, mona):
    factories.moderator("Milo")
    for by, member in ((bob, bob), (mona, mona), (bob, mona)):
        with pytest.raises(PermissionDenied):
            seeds.name_seed(member, by=by)

    assert not TrustMark.objects.filter(is_seed=True).exists()
