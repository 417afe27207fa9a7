"""What ratings hold on a member is exported, and goes or stays as the member decides."""

import pytest

from content.models import Artefact
from people import closing
from ratings import ignoring, judging, privacy
from ratings.models import NotInterested, Rating, RatingRevision, Recommendation
from tests import factories
from tests.ratings.judged import rate

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(bob):
    plan = factories.artefact(title="Change plan")
    rate(plan, bob, 5, text="Good.")
    rate(plan, bob, 4, text="Good enough.")
    judging.recommend(plan, by=bob, sentence="Small teams", interest="none")
    ignoring.ignore(plan, by=bob)
    return plan


def test_everything_said_is_exported(plan, bob):
    found = privacy.export(bob)

    assert [(row["artefact__title"], row["overall"]) for row in found["ratings"]] == [("Change plan", 4)]
    assert [row["text"] for row in found["former_ratings"]] == ["Good.", "Good enough."]
    assert found["recommendations"][0]["sentence"] == "Small teams"


@pytest.mark.parametrize(("keep_name", "left"), [(True, 1), (False, 0)])
def test_ratings_stay_under_the_name_and_go_without_it(plan, bob, keep_name, left):
    closing.close(bob, by=bob, keep_name=keep_name)

    assert (Rating.objects.count(), Recommendation.objects.count()) == (left, left)
    assert (Artefact.objects.get().rating_count, NotInterested.objects.count()) == (left, 0)
    assert not RatingRevision.objects.exclude(text="").exists()
