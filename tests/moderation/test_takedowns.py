"""Claims: what hides at once, the creator's answer, and the tombstone."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from content.enums import Status
from content.models import Artefact, StatusChange, Version
from content.publishing import TooLate
from moderation import takedowns
from moderation.enums import HIGH_RISK, Act, ClaimReason, ClaimState
from moderation.models import Decision, Takedown
from people import outbox
from people.models import Notice
from tests import factories
from tests.moderation.waiting import claimed

pytestmark = pytest.mark.django_db


@pytest.fixture
def artefact(alice):
    return factories.artefact(by=alice)


def status(artefact):
    return Artefact.objects.get(pk=artefact.pk).status


@pytest.mark.parametrize("reason", list(ClaimReason))
def test_only_high_risk_hides_at_once(artefact, alice, reason):
    claim = claimed(artefact, reason=reason)

    hides = reason in HIGH_RISK
    assert (claim.hid_at_once, status(artefact)) == (hides, Status.HIDDEN if hides else Status.PUBLISHED)
    assert [change.by for change in StatusChange.objects.filter(after=Status.HIDDEN)] == [None] * hides
    assert Notice.objects.get(member=alice).url == f"/artefacts/{artefact.slug}/counter-notice/"


def test_the_same_form_twice_is_one_claim(artefact):
    token = uuid.uuid4()

    assert claimed(artefact, reason="confidential", token=token) == claimed(
        artefact, reason="confidential", token=token
    )
    assert Takedown.objects.count() == 1


def test_what_was_refused_on_a_version_hides_only_a_later_one(artefact, mona):
    takedowns.restore(claimed(artefact, reason="confidential"), by=mona, message="It is public elsewhere.")

    again = claimed(artefact, reason="confidential")
    Version.objects.filter(artefact=artefact).update(published_at=timezone.now())
    of_later = claimed(artefact, reason="confidential")

    assert (again.hid_at_once, of_later.hid_at_once, status(artefact)) == (False, True, Status.HIDDEN)


def test_who_claims_reads_by_mail_that_it_is_here_and_what_was_decided(artefact, mona):
    token = uuid.uuid4()
    claim = claimed(artefact, reason="personal-data", token=token)
    claimed(artefact, reason="personal-data", token=token)

    takedowns.remove(claim, by=mona, message="It shows names of customers.")
    outbox.send_waiting()

    sent = [one for one in mail.outbox if one.to == ["rights@example.org"]]
    first, second = sent
    number, title = artefact.record_number, "Major incident review workbook"
    assert [one.subject for one in sent] == [
        f"Back2ITSM: Your claim on {number} is with us",
        f"Back2ITSM: We took {number} down",
    ]
    assert "It is hidden from everybody but its creator" in first.body
    assert f"/takedown/sent/{token}/" in first.body
    assert "chapter 3" not in first.body  # anybody may fill in the form with anybody's address
    assert f"We have taken down {number}, “{title}”." in second.body
    assert "It shows names of customers." in second.body


def test_a_claim_that_hid_nothing_does_not_keep_a_work_on_show(artefact):
    claimed(artefact, reason="copyright")

    claim = claimed(artefact, reason="personal-data")

    assert (claim.hid_at_once, status(artefact)) == (True, Status.HIDDEN)


def test_the_form_cannot_empty_the_site(alice):
    works = [factories.artefact(by=alice, title=f"Work {number}") for number in range(11)]

    hidden = [claimed(work, reason="confidential").hid_at_once for work in works]

    assert hidden == [True] * 10 + [False]


def test_restoring_shows_it_again_and_says_so(artefact, alice, mona):
    claim = claimed(artefact, reason="personal-data")

    takedowns.restore(claim, by=mona, message="The names are invented.")

    kept = Takedown.objects.get()
    assert (kept.state, kept.decided_by, status(artefact)) == (ClaimState.RESTORED, mona, Status.PUBLISHED)
    entry = Decision.objects.get()
    assert (entry.act, entry.takedown, entry.reason, entry.message) == (
        Act.RESTORE,
        kept,
        "personal-data",
        "The names are invented.",
    )
    last = Notice.objects.filter(member=alice).last()
    assert last.text == "A claim on “Major incident review workbook” was refused: it stays."


@pytest.mark.parametrize("before", [Status.RETIRED, Status.SUPERSEDED])
def test_restoring_brings_back_the_status_it_had(artefact, alice, mona, before):
    successor = factories.artefact(by=alice, title="Successor")
    Artefact.objects.filter(pk=artefact.pk).update(status=before, superseded_by=successor)
    artefact.refresh_from_db()
    claim = claimed(artefact, reason="confidential")

    takedowns.restore(claim, by=mona, message="It is public elsewhere.")

    assert (claim.hid_at_once, status(artefact)) == (True, before)


def test_what_was_hidden_for_another_reason_stays_hidden(artefact, mona):
    claim = claimed(artefact)
    Artefact.objects.filter(pk=artefact.pk).update(status=Status.HIDDEN)

    takedowns.restore(claim, by=mona, message="The claim is not right.")

    assert status(artefact) == Status.HIDDEN


def test_removing_leaves_a_tombstone_with_date_and_kind_of_reason(client, artefact, mona):
    claim = claimed(artefact)

    takedowns.remove(claim, by=mona, message="It is chapter 3 of a book.")

    page = client.get(artefact.get_absolute_url())
    words = page.content.decode()
    assert page.status_code == 410
    assert "Somebody else holds the copyright." in words
    assert [word in words for word in ("chapter 3", "R. Holder", "rights@example.org")] == [False] * 3


def test_a_claim_is_decided_once(artefact, mona):
    claim = claimed(artefact)
    takedowns.restore(claim, by=mona, message="The claim is not right.")

    with pytest.raises(TooLate):
        takedowns.remove(claim, by=mona, message="It is a book.")

    assert status(artefact) == Status.PUBLISHED


def test_who_claimed_is_forgotten_a_year_after_the_decision(artefact, mona):
    claim = claimed(artefact)
    open_claim = claimed(factories.artefact(by=artefact.creator, title="Open"))
    takedowns.restore(claim, by=mona, message="The claim is not right.")
    decided = Takedown.objects.get(pk=claim.pk).decided_at

    done = [takedowns.forget_claimants(decided + timedelta(days=days)) for days in (365, 366, 367)]

    assert done == [0, 1, 0]
    assert Takedown.objects.get(pk=claim.pk).email == "forgotten@invalid"
    assert Takedown.objects.get(pk=open_claim.pk).email == "rights@example.org"


def test_the_creator_answers_until_it_is_decided(artefact, alice, bob, mona):
    claim = claimed(artefact)
    with pytest.raises(PermissionDenied, match="Only the creator"):
        takedowns.answer(claim, by=bob, text="Mine.")

    takedowns.answer(claim, by=alice, text="I wrote it in 2019.")
    takedowns.restore(claim, by=mona, message="The claim is not right.")

    assert Takedown.objects.get().counter_notice == "I wrote it in 2019."
    with pytest.raises(PermissionDenied, match="has decided"):
        takedowns.answer(claim, by=alice, text="Again.")
