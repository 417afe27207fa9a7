"""The page of a reply at the desk, and the door to report one."""

import uuid

import pytest
from django.urls import reverse

from content.enums import ReplyState
from content.models import Reply
from moderation import replies
from moderation.models import Report
from tests import factories
from tests.moderation.views.test_queue import words
from tests.moderation.waiting import replied, reported

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
    assert [str(message) for message in answer.context["messages"]] == ["The reply is on show."]
    assert Reply.objects.get().state == ReplyState.SHOWN


def test_hiding_asks_for_a_reason_and_words(desk, waiting):
    page = reverse("queue_reply", args=[waiting.pk])

    wrong = desk.post(page, {"act": "hide", "reason": "abusive", "message": ""})
    desk.post(page, {"act": "hide", "reason": "abusive", "message": "It attacks a person."})

    assert "Write to the author what is wrong" in words(wrong)
    assert wrong.context["form"]["reason"].value() == "abusive"
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
    replies.accept(waiting, by=mona)

    text = client.get(page).content.decode()
    client.post(page, {"reason": "spam", "words": "An advert.", "token": uuid.uuid4()})

    assert (before, "Who keeps the timeline?" in text) == (404, True)
    assert Report.objects.get().reply == waiting


def test_the_report_shows_the_reply_and_hides_it(desk, mona, waiting):
    replies.accept(waiting, by=mona)
    report = reported(Reply.objects.select_related("artefact").get())
    page = reverse("queue_report", args=[report.pk])

    text = words(desk.get(page))
    desk.post(page, {"act": "hide", "message": "It is advertising."})

    assert "Who keeps the timeline?" in text
    assert Reply.objects.get().state == ReplyState.HIDDEN
