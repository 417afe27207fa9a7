"""Replies: the first of a member waits, others are reported; each decision is one entry and its author is told."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from content import publishing
from content.enums import ReplyState
from content.models import Reply
from moderation import queue, replies, reporting
from moderation.enums import Act, ReportState
from moderation.models import Decision, Report
from people.models import Notice
from tests import factories
from tests.moderation.waiting import CHARLIE, replied, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def artefact(alice):
    return factories.artefact(by=alice)


@pytest.fixture
def waiting(artefact, bob):
    return replied(artefact, by=bob)


def state(reply):
    return Reply.objects.get(pk=reply.pk).state


def test_the_first_reply_of_a_member_is_in_the_queue(artefact, waiting, bob):
    (entry,), _following = queue.page(queue.Wish(what="replies"))

    assert (entry.artefact, entry.person, entry.words) == (artefact, bob, "Who keeps the timeline?")
    assert queue.counts(queue.Wish())["replies"] == 1


def test_accepting_is_one_decision(waiting, mona):
    replies.accept(waiting, by=mona)

    assert state(waiting) == ReplyState.SHOWN
    entry = Decision.objects.get()
    number = waiting.artefact.record_number
    assert (entry.act, entry.subject, entry.before, entry.after) == (
        Act.ACCEPT,
        f"{number}, reply {waiting.pk}",
        "waiting",
        "shown",
    )


def test_hiding_names_the_reason_and_showing_again_undoes_it(waiting, bob, mona):
    replies.hide(waiting, by=mona, reason="abusive", message="It attacks a person.")
    hidden = Reply.objects.get(pk=waiting.pk)
    replies.show_again(hidden, by=mona)

    assert (hidden.state, hidden.reason, state(waiting)) == (
        ReplyState.HIDDEN,
        "It attacks a person.",
        ReplyState.SHOWN,
    )
    assert list(Decision.objects.order_by("pk").values_list("act", "reason")) == [
        (Act.HIDE, "abusive"),
        (Act.SHOW_AGAIN, ""),
    ]
    assert "It attacks a person." in Notice.objects.filter(member=bob).values_list("detail", flat=True)


def test_only_other_moderators_decide(waiting, artefact, alice, bob, mona):
    own = Reply.objects.create(artefact=artefact, by=mona, kind="question", state="waiting", body="Why?")
    factories.moderator("Milo")

    for thing, by in [(waiting, alice), (waiting, bob), (waiting, CHARLIE), (own, mona)]:
        with pytest.raises(PermissionDenied):
            replies.accept(thing, by=by)
    assert Decision.objects.count() == 0


def test_a_reply_is_reported_and_hidden_by_upholding(artefact, waiting, alice, bob, mona):
    replies.accept(waiting, by=mona)
    waiting.refresh_from_db()
    first, second = reported(waiting, by=alice), reported(waiting, reason="abusive")
    assert reported(waiting, by=alice) == first

    reporting.uphold(first, by=mona, message="It is advertising.", hide=True)

    assert state(waiting) == ReplyState.HIDDEN
    assert publishing.lock(artefact.pk).status == "published"
    assert set(Report.objects.values_list("state", flat=True)) == {ReportState.UPHELD}
    subjects = set(Decision.objects.exclude(act=Act.ACCEPT).values_list("subject", flat=True))
    assert subjects == {f"{artefact.record_number}, reply {waiting.pk}"}
    assert Decision.objects.filter(report__in=[first, second]).count() == 2


def test_what_waits_and_what_is_ones_own_is_not_reported(waiting, artefact, alice, bob, mona):
    with pytest.raises(PermissionDenied, match="not on show"):
        reported(waiting, by=alice)
    replies.accept(waiting, by=mona)
    waiting.refresh_from_db()

    with pytest.raises(PermissionDenied, match="own reply"):
        reported(waiting, by=bob)


@pytest.mark.parametrize("both", [True, False])
def test_a_report_is_about_exactly_one_thing(artefact, waiting, both):
    about = {"artefact": artefact, "reply": waiting} if both else {}

    with pytest.raises(IntegrityError, match="report_has_one_target"):
        Report.objects.create(reason="spam", **about)
