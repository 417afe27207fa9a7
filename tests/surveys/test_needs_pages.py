"""The board of needs: ten votes, needs like it, one more need."""

import re
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.test import Client

from content.publishing import Refused
from surveys import wanting
from surveys.enums import NeedState
from surveys.models import Need, NeedVote
from tests.surveys import survey_samples as samples

pytestmark = pytest.mark.django_db


def test_the_board_shows_open_needs_by_votes_and_nothing_that_waits(alice, bob):
    samples.need("Older")
    wanted = samples.need("Wanted")
    samples.need("Waits", state=NeedState.WAITING)
    wanting.vote(wanted, by=bob)

    html = Client().get("/needs/").content.decode()

    assert html.index("Wanted") < html.index("Older")
    assert "Waits" not in html
    assert "I need this too (1)" in html


@pytest.mark.parametrize(
    ("shelf", "words", "way"),
    [
        ("", "No needs are open", "/needs/post/"),
        ("top", "No gaps are measured yet", "/surveys/"),
        ("claimed", "Nobody is on a need now", "/needs/"),
        ("delivered", "No need is delivered yet", "/needs/"),
    ],
)
def test_an_empty_board_says_so_and_leads_on(shelf, words, way):
    client = Client()

    html = client.get("/needs/", {"state": shelf}).content.decode()

    assert f"<h2>{words}</h2>" in html
    assert f'<a class="btn" href="{way}">' in html.partition(words)[2]
    assert client.get("/needs/", {"state": shelf, "page": "2"}).status_code == 404


def test_a_vote_is_given_once_taken_back_and_ten_is_the_most(bob, client_of):
    rows = [samples.need(f"Need {number}") for number in range(11)]
    client, said = client_of(bob), []

    for row in (rows[0], *rows):
        answer = client.post(f"/needs/{row.pk}/vote/")
        told = [str(message) for message in get_messages(answer.wsgi_request)]
        said.append(told[-1])
    full = client.get("/needs/").content.decode()
    client.post(f"/needs/{rows[0].pk}/vote/", {"back": "1"})

    assert said[8:10] == [
        "Your vote counts. 2 of your 10 votes are left.",
        "Your vote counts. 1 of your 10 votes is left.",
    ]
    assert "All your votes are on open needs." in full
    assert NeedVote.objects.filter(member=bob).count() == 9
    assert list(Need.objects.order_by("pk").values_list("votes", flat=True)) == [0, *[1] * 9, 0]


def test_after_a_vote_one_is_back_in_the_list_where_the_button_was(bob, client_of):
    row, client, place = samples.need(state=NeedState.CLAIMED), client_of(bob), "/needs/?state=claimed&page=1"

    board = client.get(place).content.decode()
    [named] = set(re.findall(r'name="next" value="(/needs/[^"]*)"', board))
    answers = [
        client.post(f"/needs/{row.pk}/vote/", {"next": to}) for to in (unescape(named), "//example.org/", "")
    ]

    own = f"{row.get_absolute_url()}#need-{row.pk}"
    assert [answer.url for answer in answers] == [f"{place}#need-{row.pk}", own, own]


def test_a_need_like_it_is_offered_before_a_second_one_is_kept(bob, client_of):
    known = samples.need("Showing the value of problem management")
    said = {"title": "Value of problem management", "text": "Figures for the board.", "practice": ""}
    client = client_of(bob)

    offered = client.post("/needs/post/", said).content.decode()
    kept = client.post("/needs/post/", said | {"anyway": "1"})
    twice = client.post("/needs/post/", said | {"anyway": "1"})

    made = Need.objects.get(by=bob)
    assert "Is it one of these?" in offered
    assert f'href="/needs/{known.pk}/"' in offered
    assert 'value="Value of problem management"' in offered
    assert kept.url == twice.url == f"/needs/{made.pk}/"
    assert (made.state, made.text) == (NeedState.WAITING, "Figures for the board.")
    assert client.get("/needs/similar/?title=problem+management").json() == {
        "needs": [{"title": known.title, "url": f"/needs/{known.pk}/", "votes": 0}]
    }


def test_a_need_is_accepted_with_its_posters_vote_or_declined_with_a_reason(bob, mona):
    one, other = (wanting.post_need(title, by=bob) for title in ("One", "Other"))

    wanting.accept_need(one, by=mona)
    wanting.decline_need(other, by=mona, note="It is sold by a vendor.")

    assert list(Need.objects.order_by("pk").values_list("state", "votes", "note")) == [
        (NeedState.OPEN, 1, ""),
        (NeedState.DECLINED, 0, "It is sold by a vendor."),
    ]
    with pytest.raises(Refused):
        wanting.accept_need(one, by=mona)
    with pytest.raises(Refused):
        wanting.decline_need(one, by=mona, note=" ")
    with pytest.raises(PermissionDenied):
        wanting.decline_need(one, by=bob, note="Mine")


def test_a_merged_need_leads_to_where_it_went(mona):
    gone, kept = samples.need("Gone"), samples.need("Kept")
    wanting.merge(gone, into=kept, by=mona)

    answer = Client().get(f"/needs/{gone.pk}/")

    assert (answer.status_code, answer.url) == (301, f"/needs/{kept.pk}/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_board_costs_the_same_for_one_need_and_for_three(bob, client_of, rows, django_assert_num_queries):
    for number in range(rows):
        samples.need(f"Need {number}")
    client = client_of(bob)

    with django_assert_num_queries(7):
        client.get("/needs/")
