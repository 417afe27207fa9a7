"""The pairwise round on its pages: one tap stores a vote, with and without script; leave at any time."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from people import keeping_words
from surveys import answering, comparing, pair_ideas
from surveys.enums import Mode
from surveys.models import PairIdea, PairRanking, PairVote, Response
from tests.surveys import survey_samples as samples

JSON = {"accept": "application/json"}


@pytest.fixture
def wave(alice):
    return samples.survey(alice, items=6)


def address(wave, page=""):
    return f"/surveys/{wave.survey.slug}/pairs/{page}"


def fields(page):
    """The hidden fields of the page with a pair."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    return {name: value for name, value in found if name in ("pair", "code")}


def give(client, wave, outcome="left", headers=None):
    said = fields(client.get(address(wave))) | {"outcome": outcome}
    return client.post(address(wave), said, headers=headers or {})


def test_a_visitor_judges_five_one_at_a_time_and_may_leave_after_two(wave):
    client = Client()
    before = client.get(address(wave, "end/"))
    two = [give(client, wave, outcome).url for outcome in ("left", "unknown")]
    left = client.get(address(wave, "end/")).content.decode()
    back = client.get(address(wave)).content.decode()
    last = [give(client, wave, "both").url for _ in range(3)][-1]

    response = Response.objects.get()
    assert before.url == f"/surveys/{wave.survey.slug}/"
    assert two == [address(wave)] * 2
    assert "You judged 2 pairs." in left
    assert "Go on with five more" in left
    assert "Take the survey" in left
    assert "Pair 3 of 5." in back
    assert last == address(wave, "end/")
    assert (response.came_for_pairs, response.member_id, response.answered) == (True, None, 0)
    assert PairVote.objects.filter(outcome="undecided", doubt="both").count() == 3


def test_a_script_gets_the_next_pair_and_after_five_where_to_go(wave, bob, client_of):
    client = client_of(bob)
    said = give(client, wave, headers=JSON).json()
    shown = client.get(address(wave))
    for _ in range(3):
        give(client, wave, headers=JSON)
    last = give(client, wave, "right", headers=JSON).json()

    assert said.keys() == {"left", "right", "pair", "place", "of", "place_words", "skip"}
    assert (said["place_words"], said["pair"]) == ("Pair 2 of 5.", fields(shown)["pair"])
    assert last == {"next": address(wave, "end/")}
    assert Response.objects.get().member_id == bob.pk


def test_the_first_vote_sent_twice_is_one_vote_of_one_response(wave):
    said = fields(Client().get(address(wave))) | {"outcome": "left"}
    for _ in range(2):
        Client().post(address(wave), said)

    assert (Response.objects.count(), PairVote.objects.count()) == (1, 1)


def test_a_skip_shows_another_pair_and_stores_nothing(wave, bob, client_of):
    client = client_of(bob)
    give(client, wave)
    pairs = [fields(client.get(address(wave) + query))["pair"] for query in ("", "?skip=1", "?skip=x")]

    assert pairs[0] == pairs[2] != pairs[1]
    assert PairVote.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"pair": "1.2.3.x:forged"}, {"pair": ""}, {"outcome": "both\0"}, {"outcome": ""}]
)
def test_a_forged_pair_and_a_forged_choice_are_no_votes(wave, wrong):
    client = Client()
    said = fields(client.get(address(wave))) | {"outcome": "left"} | wrong

    answer = client.post(address(wave), said)

    assert (answer.status_code, PairVote.objects.count()) == (302 if "pair" in wrong else 400, 0)
    shown = client.get(address(wave)) if "pair" in wrong else answer
    assert ("out of date" if "pair" in wrong else "say why you can") in shown.content.decode()


def test_a_pair_of_somebody_else_and_one_of_another_survey_are_out_of_date(wave, alice, bob, mona, client_of):
    other = samples.survey(alice, items=3)
    theirs = [
        fields(client_of(mona).get(address(wave))),
        {"pair": fields(client_of(bob).get(address(other)))["pair"]},
    ]
    client = client_of(bob)
    give(client, wave)

    for said in theirs:
        client.post(address(wave), said | {"outcome": "left"})

    assert PairVote.objects.count() == 1


def test_when_all_were_judged_it_ends(alice, bob, client_of):
    wave = samples.survey(alice, items=2)
    client = client_of(bob)

    script = give(client, wave, headers=JSON).json()
    again = client.get(address(wave), follow=True)

    assert script == {"next": address(wave, "end/")}
    assert again.redirect_chain == [(address(wave, "end/"), 302)]
    assert "You have seen every pair." in again.content.decode()
    assert "Go on with five more" not in again.content.decode()


def test_a_closed_round_says_so_and_a_survey_without_pairs_has_none(wave, alice, bob, client_of):
    client = client_of(bob)
    said = fields(client.get(address(wave))) | {"outcome": "left"}
    answering.close_wave(wave, by=alice)

    closed = client.post(address(wave), said).content.decode()
    told = client.post(address(wave), said, headers=JSON)

    assert "it takes no more answers" in closed
    assert (told.status_code, "closed" in told.json()["stop"]) == (409, True)
    assert PairVote.objects.count() == 0
    alone = samples.survey(alice, items=1)
    assert [Client().get(address(alone, page)).status_code for page in ("", "add/", "results/")] == [404] * 3


def test_an_anonymous_round_keeps_no_member_and_an_identified_one_asks_who(alice, bob, client_of):
    hidden, named = (samples.survey(alice, items=3, mode=mode) for mode in (Mode.ANONYMOUS, Mode.IDENTIFIED))
    client = client_of(bob)

    give(client, hidden)
    twice = give(client_of(bob), hidden)

    assert Response.objects.values_list("member", "anonymous").get() == (None, True)
    assert twice.url == f"/surveys/{hidden.survey.slug}/resume/"
    assert "Sign in first." in Client().get(address(named)).content.decode()


def test_a_choice_outlives_the_session(wave, bob, client_of):
    client = client_of(bob)
    give(client, wave)
    said = fields(client.get(address(wave))) | {"outcome": "left", "typed_by": keeping_words.mark(bob)}
    client.logout()

    out = client.post(address(wave), said)
    client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")

    assert out.url == f"/accounts/login/?next={address(wave)}"
    assert fields(client.get(address(wave)))["pair"] == said["pair"]
    assert PairVote.objects.count() == 1


def test_a_flood_is_stopped_in_a_sentence(wave, settings):
    settings.ACCOUNT_RATE_LIMITS = {"survey_start": "2/h/ip", "pair_vote": "3/h/ip", "pair_idea": "1/h/ip"}
    answers = [give(Client(), wave, headers=JSON) for _ in range(4)]
    ideas = [Client().post(address(wave, "add/"), {"label": f"Idea {k}"}) for k in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    assert "from your network" in answers[2].json()["stop"]
    assert [answer.status_code for answer in ideas] == [302, 429]
    assert PairVote.objects.count() == 2


def test_what_is_added_is_checked_kept_and_waits(wave, bob, mona, client_of):
    client = client_of(bob)
    add = address(wave, "add/")
    wrong = [client.post(add, {"label": label}).content.decode() for label in ("", "x" * 10_000, "need 2")]
    right = client.post(add, {"label": " Too  many tools "}, follow=True).content.decode()
    waits = client_of(mona).get("/admin/surveys/pairidea/").content.decode()

    said = {"action": "accept", "_selected_action": [PairIdea.objects.get().pk]}
    client_of(mona).post("/admin/surveys/pairidea/", said)

    assert "Write what costs you pain" in wrong[0]
    assert "Use at most 120 characters; this has 10000" in wrong[1]
    assert "This is among the pairs already." in wrong[2]
    assert 'value="need 2"' in wrong[2]
    assert "A moderator looks at it before it joins the pairs." in right
    assert "Too many tools" in waits
    assert [item.label for item in comparing.candidates(wave).values()][6:] == ["Too many tools"]


@pytest.mark.parametrize("items", [2, 30])
def test_the_page_costs_the_same_for_two_items_and_for_thirty(
    alice, bob, client_of, items, django_assert_num_queries
):
    wave = samples.survey(alice, items=items)
    client = client_of(bob)
    client.get(address(wave))

    with django_assert_num_queries(8):
        client.get(address(wave))


def test_a_long_label_is_shown_whole(wave, mona):
    label = "w" * 120
    item = pair_ideas.accept_idea(pair_ideas.suggest(wave, label, by=mona), by=mona)
    often = {str(pk): 10**12 for pk in comparing.candidates(wave) if pk != item.pk}
    PairRanking.objects.create(wave=wave, appearances=often, counted_at=timezone.now())

    assert label in Client().get(address(wave)).content.decode()
