"""What members say of artefacts is taken once, kept when it changes, and refused with a reason."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from freezegun import freeze_time

from content.models import Artefact
from content.moving import Refused
from people import profile
from ratings import batch, ignoring, judging
from ratings.models import NotInterested, Rating, RatingRevision, Recommendation, Tally, UseReport
from tests import factories
from tests.ratings.judged import rate

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(alice):
    return factories.artefact(alice, title="Change plan")


def fresh(artefact):
    return Artefact.objects.get(pk=artefact.pk)


def test_a_rating_weighs_what_its_giver_is_trusted(plan, bob):
    rate(plan, bob, 5, trust=0.25, clear=4, interest="employer")

    made = Rating.objects.get()
    assert (made.overall, made.clear, made.complete, made.version) == (5, 4, None, plan.current)
    assert (made.w, made.w_new) == (625, 1875)
    assert fresh(plan).rating_count == 1


def test_a_rating_costs_the_same_however_many_there_are(alice, plan, bob, django_assert_num_queries):
    profile.take_role(bob, by=bob, kind="consultant")
    first, second = (factories.artefact(alice, title=f"Plan {number}") for number in range(2))
    for artefact, count in ((plan, 1), (first, 1), (second, 3)):
        for _ in range(count):
            rate(artefact)
    batch.recompute()

    # The first time a member rates, a mark is made for them; later the day's ratings are asked for.
    for artefact, queries in ((plan, 13), (first, 13), (second, 13)):
        with django_assert_num_queries(queries):
            judging.rate(artefact, by=bob, overall=5, interest="none", text="It saved us a day.")

    assert [fresh(one).rating_count for one in (plan, first, second)] == [2, 2, 4]


def test_a_change_keeps_what_was_said_before(plan, bob):
    rate(plan, bob, 5, text="Good.")
    rate(plan, bob, 3, text="Less good.")
    rate(plan, bob, 3, text="Less good.")

    assert Rating.objects.get().overall == 3
    kept = RatingRevision.objects.get()
    assert (kept.ending, kept.overall, kept.text) == ("changed", 5, "Good.")


def test_what_is_withdrawn_leaves_its_stars_without_its_words(plan, bob):
    rate(plan, bob, 5, text="Good.")
    rate(plan, bob, 4, text="Still good.")

    judging.withdraw(plan, by=bob)
    judging.withdraw(plan, by=bob)

    kept = RatingRevision.objects.values_list("ending", "overall", "text")
    assert list(kept) == [("changed", 5, ""), ("withdrawn", 4, "")]
    assert (Rating.objects.count(), fresh(plan).rating_count, fresh(plan).low) == (0, 0, 0.0)


def test_a_score_needs_three(plan):
    for overall in (5, 4):
        rate(plan, overall=overall)
    two = fresh(plan).score

    rate(plan, overall=5)

    assert two is None
    assert 3.5 < fresh(plan).score < 5


def test_nobody_judges_their_own_work(plan, alice):
    for act in (
        lambda: rate(plan, alice),
        lambda: judging.report_use(plan, by=alice, adoption="as-is"),
        lambda: judging.recommend(plan, by=alice, sentence="Everybody", interest="none"),
    ):
        with pytest.raises(PermissionDenied, match="own work"):
            act()


def test_few_stars_need_words_or_a_use(plan, bob):
    with pytest.raises(Refused, match="Say why"):
        judging.rate(plan, by=bob, overall=2, interest="none")

    judging.report_use(plan, by=bob, adoption="dropped", where="A bank")
    judging.rate(plan, by=bob, overall=2, interest="none")
    with pytest.raises(Refused, match="rests on this report"):
        judging.take_back_use(plan, by=bob)

    assert Rating.objects.get().use_report == UseReport.objects.get()


@freeze_time("2026-11-02 10:00")
def test_three_a_day_of_one_creator_and_five_in_all(alice, bob):
    for number in range(3):
        rate(factories.artefact(alice, title=f"Plan {number}"), bob)
    judging.withdraw(Rating.objects.first().artefact, by=bob)
    with pytest.raises(Refused, match="3 ratings today"):
        rate(factories.artefact(alice, title="One more"), bob)
    for number in range(2):
        rate(factories.artefact(title=f"Other {number}"), bob)
    with pytest.raises(Refused, match="5 ratings today"):
        rate(factories.artefact(title="The sixth"), bob)

    with freeze_time("2026-11-03 10:00"):
        rate(factories.artefact(alice, title="Next day"), bob)
    assert Rating.objects.count() == 5


def test_the_limit_is_higher_for_the_trusted(bob):
    for number in range(6):
        rate(factories.artefact(title=f"Plan {number}"), bob, trust=0.6)

    assert Rating.objects.count() == 6


def test_a_recommendation_says_that_one_would_use_it_again(plan, bob, mona):
    rate(plan, bob, 5, would_use_again=False)

    judging.recommend(plan, by=bob, sentence="Small service desks", interest="none")
    judging.recommend(plan, by=mona, sentence="Large ones", interest="none")

    assert Rating.objects.get().would_use_again is True
    assert Tally.objects.get().figures["again"] == [2, 2]
    judging.take_back_recommendation(plan, by=mona)
    assert Tally.objects.get().figures["again"] == [1, 1]
    assert Recommendation.objects.get().by == bob


def test_uses_are_counted_by_what_became_of_them(plan, bob):
    judging.report_use(plan, by=bob, adoption="as-is", sector="health", size_band="10-49")
    judging.report_use(plan, by=bob, adoption="changed", sector="health", size_band="10-49")
    judging.report_use(plan, by=factories.member("Dora"), adoption="dropped", sector="defence")

    assert fresh(plan).team_count == 1
    assert Tally.objects.get().figures["uses"] == {
        "changed": 1,
        "dropped": 1,
        "sizes": ["10-49"],
        "sectors": ["health"],
    }


def test_what_is_hidden_is_not_judged(plan, bob):
    Artefact.objects.update(status="hidden")

    with pytest.raises(PermissionDenied, match="not on show"):
        rate(plan, bob)


def test_not_interested_is_said_once(plan, bob):
    ignoring.ignore(plan, by=bob)
    ignoring.ignore(plan, by=bob)

    assert NotInterested.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"overall": 6}, {"overall": 0}, {"clear": 9}, {"interest": "fame"}])
def test_the_database_refuses_what_cannot_be(plan, bob, wrong):
    said = {"overall": 4, "interest": "none"} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(artefact=plan, version=plan.current, by=bob, **said)
