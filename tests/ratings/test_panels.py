"""What an artefact's page says of its ratings: what is known, never more."""

import pytest

from content.models import Artefact
from ratings import answering_reviews, judging
from ratings.models import Rating
from tests import factories
from tests.ratings.judged import rate

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(alice):
    return factories.artefact(alice, title="Change plan")


def page(client, plan, query=""):
    client.cookies["messages"] = "x"  # past the pages that are kept for visitors
    return client.get(plan.get_absolute_url() + query).content.decode()


def test_without_a_rating_there_is_no_figure(client, plan):
    shown = page(client, plan)

    assert ("No ratings yet" in shown, "out of 5" in shown) == (True, False)
    assert "Nobody has written a review yet." in shown


def test_creators_are_told_why_they_cannot_rate_their_own_work(client, alice, plan):
    before = page(client, plan)
    client.force_login(alice)
    shown = page(client, plan)

    ways = ('href="#used"', 'href="#rate"', 'href="#recommend"')
    assert [[way in text for way in ways] for text in (before, shown)] == [[True] * 3, [False] * 3]
    assert (
        shown.count("This is your own work: others say how good it is.") == 2
    )  # beside it and at the reviews


def test_who_used_it_is_led_to_the_report_and_finds_it_open(client, plan, bob):
    visitor = page(client, plan)
    client.force_login(bob)
    closed, led = page(client, plan), page(client, plan, "?say=used")

    asked = (
        f'next={plan.get_absolute_url()}%3Fsay%3Dused%23used" rel="nofollow">Sign in to say that you used it'
    )
    assert asked in visitor
    assert 'href="?say=used#used">I used this' in closed
    form = '<details id="used" class="panel off-paper"'
    assert (f"{form}>" in closed, f"{form} open>" in led) == (True, True)


def test_two_ratings_show_as_themselves(client, plan):
    for overall in (3, 5):
        rate(plan, overall=overall)

    shown = page(client, plan)

    assert "Stars given: 5, 3. A score needs 3 ratings." in shown
    assert ("2 ratings" in shown, "Why this score?" in shown) == (True, False)


def test_a_score_says_what_made_it(client, plan):
    rate(plan, overall=5, trust=1.0)
    rate(plan, overall=4, trust=0.6)
    rate(plan, overall=2, interest="colleague")

    shown = page(client, plan)

    score = Artefact.objects.get(pk=plan.pk).score
    assert f"{score:.1f} from 3 ratings." in shown
    assert "2 proven practitioners say 4.5." in shown
    # 0.4 of the second vote is unproven, and a colleague's counts a quarter.
    assert "1 newer member says 2.0 and counts as 0.7 votes" in shown
    assert "It is drawn towards 3.5" in shown
    assert "1 rating by a colleague" in shown
    assert "Early score" in shown
    assert "Plain mean of 2 proven members: 4.5" in shown


def test_uses_shares_and_recommendations_are_told(client, plan, bob):
    judging.report_use(
        plan, by=bob, adoption="changed", sector="health", changes="Dropped a column", interest="none"
    )
    rate(plan, bob, 2, text="", would_use_again=False)
    for number in range(3):
        by = factories.member(f"Reader {number}")
        judging.recommend(plan, by=by, sentence=f"Team {number}", interest="none")

    shown = page(client, plan)

    assert "1 team used it; in: Health and social care" in shown
    assert "3 of 4 would use it again (95% interval: 30 to 95%)" in shown
    assert ("3 members recommend it" in shown, "Team 2" in shown) == (True, True)
    assert ("Dropped a column" in shown, "Used once" in shown) == (True, True)


def test_reviews_stand_in_the_order_of_their_help_and_are_filtered(client, plan, mona):
    first = rate(plan, overall=5, text="First words")
    second = rate(plan, overall=1, text="Second <b>words</b>")
    answering_reviews.find_helpful(first, by=mona)
    answering_reviews.reply(second, by=plan.creator, text="I mend it.")

    shown, filtered = page(client, plan), page(client, plan, "?stars=1&role=nobody")

    assert 0 < shown.index("First words") < shown.index("Second &lt;b&gt;words")
    assert "1 member found this helpful" in shown
    assert ("First words" in filtered, "I mend it." in filtered) == (False, True)


def test_what_was_taken_out_is_not_shown(client, plan, mona):
    rating = rate(plan, text="Spam words")
    answering_reviews.quarantine(rating, by=mona)

    taken_out = page(client, plan)
    answering_reviews.restore(rating, by=mona)

    assert ("Spam words" in taken_out, "Spam words" in page(client, plan)) == (False, True)
    assert Rating.objects.get().w_new == 10_000


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("person", "queries"), [("charlie", 7), ("bob", 12)])
def test_the_page_costs_the_same(client_of, plan, bob, person, queries, count, django_assert_num_queries):
    for number in range(count):
        by = factories.member(f"Reader {number}")
        judging.report_use(plan, by=by, adoption="as-is", interest="none")
        rating = rate(plan, by, text="Words")
        answering_reviews.reply(rating, by=plan.creator, text="Thanks")
        judging.recommend(plan, by=by, sentence="Teams", interest="none")
    client = client_of(bob if person == "bob" else None)
    page(client, plan)

    with django_assert_num_queries(queries):
        page(client, plan)
