"""A member's page says what peers know of them, in parts; the forms take it, and nothing typed is lost."""

import re

import pytest
from django.urls import reverse

from people import following
from people.keeping_words import mark
from ratings import batch, judging, judging_creators
from ratings.enums import Words
from ratings.models import CreatorRating, Endorsement, Rating
from tests import factories
from tests.ratings.judged import praised, rate

pytestmark = pytest.mark.django_db
GOOD = {"overall": "4", "interest": "none", "answers": "5", "upkeep": "na", "text": "Answers within a day."}


@pytest.fixture
def plan(alice):
    return factories.artefact(alice, title="Change plan")


def page(client, member, name="member", query=""):
    client.cookies["messages"] = "x"  # past the pages that are kept for visitors
    return client.get(reverse(name, args=[member.slug]) + query).content.decode()


def test_nothing_is_said_of_somebody_without_work(client, client_of, alice, bob):
    to_others, to_bob, to_herself = (
        page(client, alice),
        page(client_of(bob), alice),
        page(client_of(alice), alice),
    )

    assert ("What peers say" in to_others, "No ratings" in to_others, "What peers say" in to_bob) == (
        False,
    ) * 3
    assert "Peers speak for you once they have used your work." in to_herself
    assert "Peers speak for you" not in to_bob


def test_only_who_shared_something_can_be_recommended_on_their_page(client_of, alice, bob, plan):
    shown = [page(client_of(bob), member) for member in (plan.creator, factories.member("Newcomer"))]

    assert ["/recommend/" in text for text in shown] == [True, False]


def test_the_parts_of_a_reputation_link_to_what_they_count(client, client_of, alice):
    praised(alice, 3)
    batch.recompute()

    shown = page(client, alice)
    lists = {
        show: page(client, alice, "peers", f"?show={show}")
        for show in ("recommendations", "ratings", "uses", "reviews")
    }

    peers = reverse("peers", args=[alice.slug])
    for said in (
        '<a href="#work">1 artefact</a>, 1 of them rated',
        f'<a href="{peers}?show=uses">3 teams used it</a>',
        f'<a href="{peers}?show=ratings">3 ratings</a>',
        f'<a href="{peers}?practice=practice-0">Practice 0 (1)</a>',
        "Answers questions: 5.0 (3)",
        "the mean of all creators here",
        "Because of 2",
        "100% of it",
    ):
        assert said in shown
    assert [
        f"{said} {number}" in text
        for said, text in zip(("Because of", "Says", "Clinic", "Review"), lists.values(), strict=True)
        for number in range(3)
    ] == [True] * 12
    Rating.objects.update(words=Words.HIDDEN, words_reason="Names a customer.")
    hidden = [page(client, alice, "peers", f"?show={show}") for show in ("uses", "reviews")]
    assert ["Clinic 1" in hidden[0], "Review 1" in hidden[1]] == [False, False]
    narrowed = page(client, alice, "peers", "?practice=practice-1")
    assert ("Because of 1" in narrowed, "Because of 0" in narrowed) == (True, False)
    assert "Peer 2" in page(client_of(alice), alice, "peers", "?show=ratings&page=x")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("person", "name", "queries"), [
    ("charlie", "member", 9), ("bob", "member", 14), ("charlie", "peers", 2), ("bob", "rate_creator", 6),
    ("bob", "recommend_creator", 7),
])  # fmt: skip
def test_the_pages_cost_the_same(
    client_of, alice, bob, person, name, queries, count, django_assert_num_queries
):
    rate(praised(alice, count), bob)
    batch.recompute()
    browser = client_of(bob if person == "bob" else None)
    page(browser, alice, name)

    with django_assert_num_queries(queries):
        page(browser, alice, name)


def test_whom_i_follow_speaks_first(client_of, alice, bob, plan):
    for name in ("Peer one", "Peer two"):
        by = factories.member(name)
        rate(plan, by)
        judging.recommend(plan, by=by, sentence=f"Teams of {name}", interest="none")
        judging_creators.endorse(alice, by=by, practice=factories.practice(), sentence=f"Says {name}")
    before = page(client_of(bob), alice)
    following.follow(Endorsement.objects.earliest("pk").by, by=bob)

    browser = client_of(bob)
    after, artefact = page(browser, alice), browser.get(plan.get_absolute_url()).content.decode()

    assert before.index("Says Peer two") < before.index("Says Peer one")
    assert after.index("Says Peer one") < after.index("Says Peer two")
    assert artefact.index("Teams of Peer one") < artefact.index("Teams of Peer two")
    assert (after.count("You follow<"), artefact.count("You follow<")) == (1, 1)


def test_a_rating_is_given_changed_and_withdrawn(client_of, alice, bob, plan):
    rate(plan, bob)
    browser, address = client_of(bob), reverse("rate_creator", args=[alice.slug])

    empty = browser.get(address).content.decode()
    wrong = browser.post(address, GOOD | {"overall": "", "text": "Half a thought"}).content.decode()
    few = browser.post(address, GOOD | {"overall": "1", "text": ""}).content.decode()
    said = browser.post(address, GOOD, follow=True).content.decode()
    again = browser.get(address).content.decode()
    made = CreatorRating.objects.values_list("overall", "answers", "upkeep", "openness").get()
    gone = browser.post(address, {"stop": "1"}, follow=True).content.decode()

    assert re.findall(r"<input[^>]* checked", empty) == []
    assert ("<title>Error: " in wrong, "Choose one to five stars" in wrong, "Half a thought" in wrong) == (
        True,
    ) * 3
    assert "one or two stars alone help nobody" in few
    assert ("Your rating is saved." in said, "Stars given: 4. A score needs 3 ratings." in said) == (
        True,
        True,
    )
    assert made == (4, 5, None, None)
    assert re.search(r'name="overall" value="4"[^>]* checked', again)
    assert ("Your rating is withdrawn." in gone, CreatorRating.objects.count()) == (True, 0)


def test_a_recommendation_is_given_and_taken_back_with_one_click(client_of, alice, bob, plan):
    rate(plan, bob)
    practice = factories.practice()
    browser, address = client_of(bob), reverse("recommend_creator", args=[alice.slug])

    wrong = browser.post(address, {"practice": "none-of-ours", "sentence": "Kept words"}).content.decode()
    said = browser.post(
        address, {"practice": practice.slug, "sentence": "Clear."}, follow=True
    ).content.decode()
    own = browser.get(address).content.decode()
    gone = browser.post(address, {"stop": practice.slug}, follow=True).content.decode()

    assert ("Choose a practice of the list" in wrong, "Kept words" in wrong) == (True, True)
    assert ("Your recommendation is saved." in said, f"You recommend them for {practice.label}." in said) == (
        True,
        True,
    )
    assert "<strong>Incident management</strong>: Clear." in own
    assert ("You no longer recommend Alice for this." in gone, Endorsement.objects.count()) == (True, 0)


@pytest.mark.parametrize("name", ["rate_creator", "recommend_creator"])
def test_whoever_does_not_know_the_work_reads_why(client_of, alice, bob, mona, plan, name):
    address = reverse(name, args=[alice.slug])

    pages = [client_of(who).get(address).content.decode() for who in (bob, alice)]
    statuses = [client_of(who).post(address, GOOD).status_code for who in (bob, alice, mona, None)]

    assert ["First rate, or report using, one of their artefacts." in pages[0], "<textarea" in pages[0]] == [
        True,
        False,
    ]
    assert "Others say what they think of you." in pages[1]
    assert statuses == [403, 403, 403, 302]


@pytest.mark.parametrize("name", ["rate_creator", "recommend_creator"])
def test_a_member_without_published_work_is_not_judged_and_the_page_says_why(client_of, alice, bob, name):
    factories.artefact(alice, published=False)
    browser, address = client_of(bob), reverse(name, args=[alice.slug])

    answer, sent = browser.get(address), browser.post(address, GOOD)

    shown = answer.content.decode()
    assert (answer.status_code, sent.status_code) == (200, 403)
    assert ["They have not published any work yet." in text for text in (shown, sent.content.decode())] == [
        True,
        True,
    ]
    assert [said in shown for said in ("Their work", "#work", "<textarea", "their work")] == [False] * 4


def test_a_session_that_ended_costs_no_word(client_of, alice, bob, plan):
    rate(plan, bob)
    browser, address = client_of(None), reverse("rate_creator", args=[alice.slug])
    browser.post(address, GOOD | {"typed_by": mark(bob)})
    login = f"{reverse('account_login')}?next={address}"

    browser.post(login, {"login": bob.email, "password": "correct horse"})

    assert "Answers within a day." in browser.get(address).content.decode()
