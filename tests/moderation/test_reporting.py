"""Reports: by whom, once, and what becomes of them."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from content.enums import Status
from content.models import Artefact
from content.publishing import TooLate
from moderation import reporting
from moderation.enums import Act, ReportState
from moderation.models import Decision, Report
from people.models import Notice
from tests import factories
from tests.moderation.waiting import reported, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def artefact(alice):
    return factories.artefact(by=alice)


def test_a_visitor_and_a_member_report(artefact, bob):
    reported(artefact, reason="copyright", words="Page 2 is a book.")
    reported(artefact, by=bob)

    rows = Report.objects.order_by("pk").values_list("reporter", "reason", "words", "state")
    assert list(rows) == [
        (None, "copyright", "Page 2 is a book.", "open"),
        (bob.pk, "spam", "Look at page 3.", "open"),
    ]


def test_the_same_form_twice_is_one_report(artefact):
    token = uuid.uuid4()

    assert reported(artefact, token=token) == reported(artefact, token=token)


def test_a_member_has_one_open_report_on_a_thing(artefact, bob, mona):
    first = reported(artefact, by=bob)
    assert reported(artefact, by=bob, reason="abusive") == first

    reporting.dismiss(first, by=mona)

    assert reported(artefact, by=bob) != first
    with pytest.raises(IntegrityError, match=r"one_open_report_per_member|UNIQUE"), transaction.atomic():
        Report.objects.create(artefact=artefact, reporter=bob, reason="spam")


def test_own_work_and_what_is_not_on_show_are_not_reported(alice, artefact, bob):
    hidden = factories.artefact(by=alice, published=False)

    for thing, by in [(artefact, alice), (hidden, bob)]:
        with pytest.raises(PermissionDenied):
            reported(thing, by=by)


def test_upholding_with_hiding_settles_all_reports_on_it(artefact, alice, bob, mona):
    first, second = reported(artefact, by=bob), reported(artefact, reason="abusive")

    reporting.uphold(first, by=mona, message="It is advertising.", hide=True)

    assert Artefact.objects.get(pk=artefact.pk).status == Status.HIDDEN
    assert set(Report.objects.values_list("state", "decided_by")) == {(ReportState.UPHELD, mona.pk)}
    acts = sorted(Decision.objects.values_list("act", "report"), key=str)
    assert acts == sorted([(Act.HIDE, None), (Act.UPHOLD, first.pk), (Act.UPHOLD, second.pk)], key=str)
    assert [notice.detail for notice in Notice.objects.filter(member=alice)] == ["It is advertising."]
    said = Notice.objects.get(member=bob)
    assert said.text == "You reported “Major incident review workbook”: we agree and have acted."
    assert said.detail == ""


def test_dismissing_changes_nothing_else(artefact, alice, bob, mona):
    report = reported(artefact, by=bob)

    reporting.dismiss(report, by=mona, message="It is a template, not an advert.")

    kept = Report.objects.get()
    assert (kept.state, kept.decided_by, kept.note) == (
        ReportState.DISMISSED,
        mona,
        "It is a template, not an advert.",
    )
    assert Artefact.objects.get(pk=artefact.pk).status == Status.PUBLISHED
    assert Notice.objects.filter(member=alice).count() == 0


def test_a_report_is_decided_once(artefact, mona):
    report = reported(artefact)
    stale = Report.objects.get(pk=report.pk)
    reporting.dismiss(report, by=mona)

    with pytest.raises(TooLate):
        reporting.uphold(stale, by=mona, message="It is spam.", hide=True)

    assert Artefact.objects.get(pk=artefact.pk).status == Status.PUBLISHED
    assert Decision.objects.count() == 1


def test_who_reported_does_not_decide(artefact, mona):
    factories.moderator("Milo")
    report = reported(artefact, by=mona)

    with pytest.raises(PermissionDenied, match="another moderator"):
        reporting.uphold(report, by=mona, message="It is spam.", hide=True)

    assert Artefact.objects.get(pk=artefact.pk).status == Status.PUBLISHED


def test_a_draft_is_nobodys_to_report(alice, bob):
    with pytest.raises(PermissionDenied, match="not on show"):
        reported(sent(alice).artefact, by=bob)
