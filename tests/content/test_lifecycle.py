"""Review dates: set when published, said to be still valid by the creator, told once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from content import lifecycle, publishing
from content.enums import Status
from content.models import Artefact, FacetEntry
from people.models import Member, Notice
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PAST = TODAY - timedelta(days=3)


def published(by, mona, **fields):
    fields = {"title": "Incident review", "kind": factories.kind(), "licence": factories.licence()} | fields
    return out(publishing.start_draft(by=by, **fields).versions.get(), mona)


def out(version, mona):
    by = version.by
    return publishing.publish(publishing.submit(publishing.declare(version, by=by), by=by), by=mona).artefact


def late(by, **fields):
    return factories.artefact(by, review_by=PAST, **fields)


def test_a_review_is_due_a_year_after_publishing(alice, mona):
    assert published(alice, mona).review_by == lifecycle.next_review(TODAY)


def test_a_date_that_was_set_stays_and_a_new_version_starts_anew(alice, mona):
    soon = TODAY + timedelta(days=90)
    artefact = published(alice, mona, review_by=soon)
    assert artefact.review_by == soon

    again = out(publishing.add_version(artefact, by=alice, major=False, change_note="Shorter"), mona)

    assert again.review_by == lifecycle.next_review(TODAY)


def test_collected_work_has_no_review_date(alice, mona):
    Member.objects.filter(pk=alice.pk).update(is_collector=True)
    alice.refresh_from_db()

    assert published(alice, mona).review_by is None


@pytest.mark.parametrize(
    ("today", "then"),
    [("2027-11-22", "2028-11-22"), ("2028-02-29", "2029-02-28"), ("2027-02-28", "2028-02-28")],
)
def test_twelve_months_are_a_year(today, then):
    assert lifecycle.next_review(date.fromisoformat(today)) == date.fromisoformat(then)


def test_still_valid_moves_the_date_and_is_in_the_history(alice, mona):
    artefact = published(alice, mona)
    Artefact.objects.filter(pk=artefact.pk).update(review_by=PAST, confirmed_at="2025-01-01T00:00:00Z")

    lifecycle.confirm(artefact, by=alice)

    artefact.refresh_from_db()
    change = artefact.changes.last()
    assert artefact.review_by == lifecycle.next_review(TODAY)
    assert (change.before, change.after, change.by, change.note) == (
        "published",
        "published",
        alice,
        "Still valid",
    )
    assert set(FacetEntry.objects.filter(artefact=artefact).values_list("confirmed_at", flat=True)) == {
        artefact.confirmed_at
    }


@pytest.mark.parametrize("status", [Status.DRAFT, Status.HIDDEN, Status.REMOVED])
def test_only_the_creator_confirms_and_only_what_is_on_show(alice, bob, mona, status):
    artefact = late(alice)

    for person in (bob, mona):
        with pytest.raises(PermissionDenied, match="Only the contributor"):
            lifecycle.confirm(artefact, by=person)
    Artefact.objects.filter(pk=artefact.pk).update(status=status)
    with pytest.raises(PermissionDenied, match="not on show"):
        lifecycle.confirm(artefact, by=alice)


def test_a_creator_is_told_once_for_a_date(alice):
    artefact = late(alice)

    assert [lifecycle.tell_due(TODAY), lifecycle.tell_due(TODAY)] == [1, 0]

    [told] = Notice.objects.filter(member=alice)
    assert told.url == f"/artefacts/{artefact.slug}/life/confirm/"
    assert told.text.startswith("“Major incident review workbook” was to be reviewed by ")
    Artefact.objects.filter(pk=artefact.pk).update(review_by=PAST + timedelta(days=1))
    assert lifecycle.tell_due(TODAY) == 1


@pytest.mark.parametrize("reason", ["today", "retired", "closed", "library"])
def test_nobody_is_told_of(alice, reason):
    artefact = late(alice)
    if reason == "today":
        Artefact.objects.update(review_by=TODAY)
    if reason == "retired":
        Artefact.objects.update(status=Status.RETIRED)
    changes = {"closed": {"closed_at": timezone.now()}, "library": {"is_collector": True}}
    Member.objects.filter(pk=artefact.creator_id).update(**changes.get(reason, {"headline": "Same"}))

    assert list(lifecycle.due(TODAY)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_due_costs_three_queries(alice, count, django_assert_num_queries):
    for number in range(count):
        late(alice, title=f"Plan {number}")

    with django_assert_num_queries(3):
        assert len(list(lifecycle.due(TODAY))) == count


def test_a_dry_run_lists_and_tells_nobody(alice, capsys):
    artefact = late(alice)

    call_command("lifecycle", "--dry-run")
    listed = capsys.readouterr().out
    call_command("lifecycle")

    assert listed == f"{artefact.record_number} {artefact}: review by {PAST} is past; tell Alice\n"
    assert capsys.readouterr().out == "1 creators told\n"
    assert Notice.objects.count() == 1
