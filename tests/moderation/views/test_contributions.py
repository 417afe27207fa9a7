"""The pages of replies, reviews and answers at the desk, and the doors to report one."""

import uuid

import pytest
from django.urls import reverse

from content.enums import ReplyState
from content.models import Reply
from moderation import contributions
from moderation.models import Report
from ratings.models import Rating, ReviewReply
from tests import factories
from tests.moderation.views.test_queue import words
from tests.moderation.waiting import replied, reported, reviewed

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(alice, bob):
    return replied(factories.artefact(by=alice), by=bob)


@pytest.fixture
def desk(client_of, mona):
    return client_of(mona)


def test_a_click_lets_it_be_read(desk, waiting):
    page = reverse("queue_reply", args=[waiting.pk])
    text = words(desk.get(page))

    answer = desk.post(page, {"act": "show"}, follow=True)

    assert [part in text for part in ("Who keeps the timeline?", "Bob", "Author's record")] == [True] * 3
    assert [str(message) for message in answer.context["messages"]] == ["It is on show."]
    assert Reply.objects.get().state == ReplyState.SHOWN


def test_hiding_asks_for_a_reason_and_words(desk, waiting):
    page = reverse("queue_reply", args=[waiting.pk])

    wrong = desk.post(page, {"act": "hide", "reason": "abusive", "message": ""})
    desk.post(page, {"act": "hide", "reason": "abusive", "message": "It attacks a person."})

    assert "Write to the author what is wrong" in words(wrong)
    assert wrong.context["reason"] == "abusive"
    assert (Reply.objects.get().state, Reply.objects.get().reason) == (
        ReplyState.HIDDEN,
        "It attacks a person.",
    )


def test_what_its_author_took_back_is_nobodys_to_decide(desk, waiting):
    Reply.objects.update(state=ReplyState.TAKEN_BACK, removed_at=waiting.created_at)

    assert desk.get(reverse("queue_reply", args=[waiting.pk])).status_code == 404


def test_a_visitor_reports_what_is_shown(client, mona, waiting):
    page = reverse("report_reply", args=[waiting.pk])
    before = client.get(page).status_code
    contributions.accept(waiting, by=mona)

    text = client.get(page).content.decode()
    client.post(page, {"reason": "spam", "words": "An advert.", "token": uuid.uuid4()})

    assert (before, "Who keeps the timeline?" in text) == (404, True)
    assert Report.objects.get().reply == waiting


def test_the_report_shows_the_reply_and_hides_it(desk, mona, waiting):
    contributions.accept(waiting, by=mona)
    report = reported(Reply.objects.select_related("artefact").get())
    page = reverse("queue_report", args=[report.pk])

    text = words(desk.get(page))
    desk.post(page, {"act": "hide", "message": "It is advertising."})

    assert "Who keeps the timeline?" in text
    assert Reply.objects.get().state == ReplyState.HIDDEN


@pytest.fixture
def review(alice, bob):
    return reviewed(factories.artefact(by=alice), by=bob, text="Hopeless.", answer="Buy our tool.")


def test_the_page_of_an_artefact_leads_to_the_forms_about_its_reviews(client_of, alice, bob, mona, review):
    doors = [
        reverse("report_review", args=[review.pk]),
        reverse("report_answer", args=[review.reply.pk]),
        reverse("queue_review", args=[review.pk]),
    ]

    def seen_by(person):
        page = client_of(person).get(review.artefact.get_absolute_url()).content.decode()
        return [f'href="{door}"' in page for door in doors]

    assert [seen_by(person) for person in (None, alice, bob, mona)] == [
        [True, True, False],
        [True, False, False],
        [False, True, False],
        [True, True, True],
    ]


@pytest.mark.parametrize("what", ["review", "answer"])
def test_a_visitor_reports_it_and_a_moderator_hides_it(client, client_of, desk, alice, bob, review, what):
    thing, said, owner = (review, "Hopeless.", bob)
    if what == "answer":
        thing, said, owner = (review.reply, "Buy our tool.", alice)
    door = reverse(f"report_{what}", args=[thing.pk])

    shown = client.get(door).content.decode()
    client.post(door, {"reason": "spam", "words": "An advert.", "token": uuid.uuid4()})
    page = reverse("queue_report", args=[Report.objects.get().pk])
    weighed = words(desk.get(page))
    wrong = desk.post(page, {"act": "hide", "message": " "})
    nothing = desk.post(page, {"message": "It is advertising."})
    desk.post(page, {"act": "hide", "message": "It is advertising."})

    assert [said in text for text in (shown, weighed)] == [True, True]
    assert "It is advertising." in weighed  # the suggested words
    assert '<a href="#id_message">Write to the author what is wrong</a>' in words(wrong)
    assert "Choose what to do." in words(nothing)
    assert type(thing).objects.get().words == "hidden"
    public = client.get(review.artefact.get_absolute_url()).content.decode()
    own = client_of(owner).get(review.artefact.get_absolute_url()).content.decode()
    assert [said in public, "It is advertising." in own] == [False, True]
    assert client.get(door).status_code == 404


@pytest.mark.parametrize("what", ["review", "answer"])
def test_its_page_at_the_desk_hides_and_shows_it_again(desk, review, what):
    thing = review if what == "review" else review.reply
    page = reverse(f"queue_{what}", args=[thing.pk])

    chosen = words(desk.get(page, {"reason": "abusive"}))
    wrong = desk.post(page, {"act": "hide", "reason": "none", "message": "It attacks."}, follow=True)
    desk.post(page, {"act": "hide", "reason": "abusive", "message": "It attacks a person."})
    hidden = words(desk.get(page))
    desk.post(page, {"act": "show"})

    assert "It attacks people." in chosen
    assert [str(message) for message in wrong.context["messages"]] == ["Choose a reason from the list."]
    assert "Hidden because:</strong> It attacks a person." in hidden
    assert {Rating.objects.get().words, ReviewReply.objects.get().words} == {"shown"}
