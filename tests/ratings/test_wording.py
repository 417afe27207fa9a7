"""What stands behind "Why this score?": every sentence with its numbers."""

import pytest

from content.models import Artefact, Version
from ratings import batch, wording
from ratings.models import Tally, TrustMark
from tests import factories
from tests.ratings.judged import rate

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(alice):
    return factories.artefact(
        alice, practices=[factories.practice(), factories.practice("change-enablement")]
    )


def overnight():
    """Whoever has trust is a verified practitioner, and keeps it."""
    TrustMark.objects.filter(t__gt=0).update(is_seed=True)
    batch.recompute()


def second_version(plan):
    Artefact.objects.filter(pk=plan.pk).update(
        current=Version.objects.create(
            artefact=plan, by=plan.creator, major=2, minor=0, state="published", licence=factories.licence(),
            published_at=plan.published_at, declared_at=plan.published_at, declaration="x",
        )
    )  # fmt: skip


def why(plan):
    return wording.why(Tally.objects.get(artefact=plan).figures)


def test_every_vote_that_counts_less_is_told_and_what_the_score_is_drawn_to(plan):
    rate(plan, overall=2, trust=1.0)
    second_version(plan)
    for _ in range(5):
        rate(plan, overall=5, trust=1.0)
    rate(plan, overall=1, interest="vendor")
    rate(factories.artefact(practices=[factories.practice()]), overall=4, trust=1.0)
    overnight()

    assert why(plan) == [
        "4.2 from 7 ratings.",
        "6 proven practitioners say 4.5.",
        "1 newer member says 1.0 and counts as 0.3 votes, no further than 0.9 from what the proven say.",
        # Nothing else was rated in change enablement.
        "It is drawn towards 3.8, the mean of Incident management, with the weight of 6 votes.",
        "1 rating by a colleague, the employer or a vendor is shown but counts a quarter.",
        "1 rating of an earlier major version counts half, since version 2 has enough of its own.",
        "This is an early score: fewer than 25 members are proven practitioners so far.",
    ]


def test_it_names_the_practices_of_the_night(plan):
    for slug in ("incident-management", "change-enablement"):
        rate(factories.artefact(practices=[factories.practice(slug)]), overall=4, trust=1.0)
    rate(plan, overall=5)
    overnight()
    plan.practices.set([factories.practice("problem-management")])
    for _ in range(2):
        rate(plan, overall=5)

    assert why(plan) == [
        "3.8 from 3 ratings.",
        "None of them is by a proven practitioner yet.",
        "3 newer members say 5.0 and count as 2.0 votes, no further than 0.8 from the mean that it is drawn towards.",
        "It is drawn towards 3.6, the mean of its practices (Change enablement and Incident management), "
        "with the weight of 6 votes.",
        "This is an early score: fewer than 25 members are proven practitioners so far.",
    ]


@pytest.mark.parametrize(
    ("sectors", "said"),
    [
        (["health", "public"], "2 teams used it; in: Health and social care, Public administration"),
        (["finance", "health", "public", "retail", "energy"], "2 teams used it; in 5 sectors"),
    ],
)
def test_a_few_sectors_are_named_and_many_are_counted(sectors, said):
    assert wording.uses({"uses": {"sectors": sectors, "sizes": []}}, 2) == said
