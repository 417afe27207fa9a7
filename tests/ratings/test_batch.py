"""The nightly batch takes many artefacts and creators at once: what it leaves is the same, and it asks no more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.models import Artefact, FacetEntry
from content.moving import relist
from ratings import batch, judging, judging_creators
from ratings.models import CreatorRating, CreatorTally, Rating, SiteEpoch, Tally, TrustMark
from tests import factories
from tests.ratings.judged import rate

pytestmark = pytest.mark.django_db
EMPTY = {"tw": 0, "ts": 0, "uw": 0, "us": 0, "figures": {}, "epoch": None}


def community(count):
    """So many listed plans, each of one creator, rated, used and recommended; the raters are seeds and newcomers."""
    raters = [factories.member(f"Rater {number}", is_staff=number < 2) for number in range(4)]
    for number in range(count):
        creator = factories.member(f"Creator {number}")
        plan = factories.artefact(creator, practices=[factories.practice()])
        relist(plan)
        for at, rater in enumerate(raters):
            rate(plan, rater, 5 - at, interest=("none", "colleague")[at % 2], useful=at + 1, text="Why.")
        judging.recommend(plan, by=raters[number % 4], sentence="Small teams", interest="none")
        judging.report_use(plan, by=raters[0], adoption="changed", size_band="50-249", sector="health")
        judging_creators.rate_creator(creator, by=raters[number % 4], overall=4, interest="none", text="Why.")
        practice = factories.practice()
        judging_creators.endorse(creator, by=raters[0], practice=practice, sentence="Knows it.")


def state():
    shown = (
        "pk",
        "score",
        "low",
        "rating_count",
        "team_count",
        "again_yes",
        "again_asked",
        "evidence",
        "used_in",
    )
    sums = ("pk", "tw", "ts", "uw", "us", "figures")
    weights = ("pk", "w", "w_new", "tie")
    return [
        list(Artefact.objects.order_by("pk").values(*shown)),
        list(Tally.objects.order_by("pk").values(*sums, "settled", "prior")),
        list(CreatorTally.objects.order_by("pk").values(*sums, "score", "low", "rating_count")),
        list(Rating.objects.order_by("pk").values(*weights)),
        list(CreatorRating.objects.order_by("pk").values(*weights)),
        list(TrustMark.objects.order_by("pk").values()),
        list(FacetEntry.objects.order_by("pk").values_list("pk", "artefact", "value", "low")),
    ]


def forget():
    """As if nothing had ever been weighed or scored."""
    SiteEpoch.objects.all().delete()
    Tally.objects.update(**EMPTY, prior=None, settled=0)
    CreatorTally.objects.update(**EMPTY, score=None, low=0, rating_count=0)
    Rating.objects.update(w=0, w_new=0, tie=10_000)
    CreatorRating.objects.update(w=0, w_new=0, tie=10_000)
    TrustMark.objects.update(t=0)
    Artefact.objects.update(score=None, low=0, rating_count=0, team_count=0, again_yes=0, again_asked=0)


@pytest.mark.parametrize("held", [1, 2])
def test_a_rebuild_from_scratch_is_the_same_whatever_is_taken_at_once(monkeypatch, held):
    community(3)
    batch.recompute()
    before = state()
    forget()
    monkeypatch.setattr(batch, "BLOCK", held)

    batch.recompute()

    assert state() == before
    assert batch.recompute().changed == 0


def test_three_artefacts_ask_as_often_as_one():
    asked = []
    for more in (1, 2):
        community(more)
        batch.recompute()
        forget()
        with CaptureQueriesContext(
            connection,
        ) as found:
            batch.recompute()
        asked.append(len(found))

    assert asked[0] == asked[1]


def test_many_ratings_of_one_artefact_make_a_block_of_their_own(monkeypatch):
    community(3)
    monkeypatch.setattr(batch, "MOST_HELD", 8)

    assert [len(block) for block in batch._artefacts()] == [2, 1]
