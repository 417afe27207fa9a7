"""Replies, reviews and answers: what waits, what is reported; each decision is one entry and its author is told."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from content import publishing
from content.enums import ReplyState
from content.models import Reply
from moderation import contributions, queue, reporting
from moderation.enums import Act, ReportState
from moderation.models import Decision, Report
from people.models import Notice
from ratings import answering_reviews, hiding, judging
from ratings.models import Rating, ReviewReply
from tests import factories
from tests.moderation.waiting import CHARLIE, replied, reported, reviewed

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
    contributions.accept(waiting, by=mona)

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
    contributions.hide(waiting, by=mona, reason="abusive", message="It attacks a person.")
    hidden = Reply.objects.get(pk=waiting.pk)
    contributions.show_again(hidden, by=mona)

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
            contributions.accept(thing, by=by)
    assert Decision.objects.count() == 0


def test_a_reply_is_reported_and_hidden_by_upholding(artefact, waiting, alice, bob, mona):
    contributions.accept(waiting, by=mona)
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
    contributions.accept(waiting, by=mona)
    waiting.refresh_from_db()

    with pytest.raises(PermissionDenied, match="own reply"):
        reported(waiting, by=bob)


@pytest.mark.parametrize("both", [True, False])
def test_a_report_is_about_exactly_one_thing(artefact, waiting, both):
    about = {"artefact": artefact, "reply": waiting} if both else {}

    with pytest.raises(IntegrityError, match="report_has_one_target"):
        Report.objects.create(reason="spam", **about)


def words(thing):
    """(state of its words, reviews on show), as the database has them."""
    return type(thing).objects.get(pk=thing.pk).words, Rating.objects.reviews().count()


def test_a_reported_review_loses_its_words_and_keeps_its_stars(artefact, alice, bob, mona):
    review = reviewed(artefact, by=bob, text="The author is a fool.", overall=2)
    first, second = reported(review, by=alice, reason="abusive"), reported(review)
    assert reported(review, by=alice) == first

    reporting.uphold(first, by=mona, message="It attacks a person.", hide=True)

    assert words(review) == ("hidden", 0)
    artefact.refresh_from_db()
    assert (artefact.rating_count, set(Report.objects.values_list("state", flat=True))) == (1, {"upheld"})
    name = f"{artefact.record_number}, review {review.pk}"
    assert list(Decision.objects.order_by("pk").values_list("act", "subject", "report")) == [
        (Act.HIDE, name, None),
        (Act.UPHOLD, name, second.pk),
        (Act.UPHOLD, name, first.pk),
    ]
    told = Notice.objects.get(member=bob)
    assert (told.text, told.detail) == (
        "We hid the words of your review of “Major incident review workbook”.",
        "It attacks a person.",
    )


def test_a_changed_review_waits_and_withdrawing_it_is_no_way_round(artefact, bob, mona):
    def rate(text):
        return judging.rate(artefact, by=bob, overall=4, interest="none", text=text)

    review = reviewed(artefact, by=bob)
    contributions.hide(review, by=mona, reason="spam", message="It is advertising.")
    states = []
    for text in ("It saved us a day.", "It saved us two days."):
        rate(text)
        states.append(words(review))
    (entry,), _following = queue.page(queue.Wish(what="reviews"))
    contributions.accept(Rating.objects.get(), by=mona)
    states.append(words(review))
    contributions.hide(Rating.objects.get(), by=mona, reason="spam", message="It is advertising.")
    judging.withdraw(artefact, by=bob)
    states.append(words(rate("It saved us a week.")))

    assert states == [("hidden", 0), ("waiting", 0), ("shown", 1), ("waiting", 0)]
    assert (entry.words, entry.person, entry.label) == ("It saved us two days.", bob, "Changed review")
    assert Rating.objects.get().words_reason == ""


def test_an_answer_is_reported_hidden_and_waits_when_changed(artefact, alice, bob, mona):
    review = reviewed(artefact, by=bob, answer="Buy our tool.")
    answer = ReviewReply.objects.get()

    reporting.uphold(reported(answer, by=bob, reason="sales"), by=mona, message="It sells.", hide=True)
    answering_reviews.reply(review, by=alice, text="Thank you.")
    (entry,), _following = queue.page(queue.Wish(what="answers"))
    contributions.accept(ReviewReply.objects.get(), by=mona)

    assert (entry.words, entry.artefact) == ("Thank you.", artefact)
    assert words(answer) == ("shown", 1)
    assert [notice.text for notice in Notice.objects.filter(member=alice).order_by("pk")][-2:] == [
        "We hid your answer to a review of “Major incident review workbook”.",
        "Your answer to a review of “Major incident review workbook” is shown.",
    ]


def test_what_is_not_on_show_and_what_is_ones_own_is_not_reported_below_a_review(artefact, alice, bob, mona):
    review = reviewed(artefact, by=bob, answer="Thank you.")
    stars = judging.rate(artefact, by=mona, overall=5, interest="none")
    answer = ReviewReply.objects.get()
    refused = [(review, bob), (answer, alice), (stars, alice)]
    contributions.hide(review, by=mona, reason="spam", message="It is advertising.")

    for thing, by in [*refused, (review, alice), (answer, bob)]:
        with pytest.raises(PermissionDenied):
            reported(type(thing).objects.get(pk=thing.pk), by=by)
    with pytest.raises(publishing.TooLate):
        hiding.hide_words(review, by=mona, reason="Again.")
    assert Report.objects.count() == 0
