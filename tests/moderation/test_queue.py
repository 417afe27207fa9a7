"""The queue: in which order, narrowed to what, page after page without a gap or a double."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from content.enums import Check, Outcome
from content.models import File, FileContent, Version
from moderation import queue
from moderation.models import Report, Takedown
from moderation.queue import Wish
from tests import factories
from tests.moderation.waiting import claimed, reported, sent

pytestmark = pytest.mark.django_db


def ago(rows, **span):
    """Let rows wait for so long; versions by their state, others by when they came."""
    since = timezone.now() - timedelta(**span)
    field = "state_since" if rows.model is Version else "at"
    rows.update(**{field: since})


def shown(**wish):
    return [(entry.what, entry.artefact.title) for entry in queue.page(Wish(**wish))[0]]


@pytest.fixture
def busy(alice, bob):
    """A claim, a report, a version that waits and one to be looked at later, in this order."""
    for number in range(3):
        factories.artefact(by=bob, title=f"Known {number}")
    sent(bob, "Looked at later")
    sent(alice, "Waits", kind=factories.kind("checklist"))
    claimed(factories.artefact(by=bob, title="Claimed"))
    reported(factories.artefact(by=alice, title="Reported"), by=bob)
    ago(Takedown.objects.all(), hours=80)
    ago(Report.objects.all(), hours=60)
    ago(Version.objects.filter(artefact__title="Waits"), hours=5)


def test_the_oldest_is_first_whatever_it_is(busy):
    assert shown() == [
        ("claims", "Claimed"),
        ("reports", "Reported"),
        ("versions", "Waits"),
        ("looks", "Looked at later"),
    ]
    nothing = {"replies": 0, "reviews": 0, "answers": 0}
    assert queue.counts(Wish()) == nothing | {"claims": 1, "reports": 1, "versions": 1, "looks": 1}


@pytest.mark.parametrize(
    ("wish", "titles"),
    [
        ({"what": "reports"}, ["Reported"]),
        ({"reason": "spam"}, ["Reported"]),
        ({"reason": "copyright"}, ["Claimed"]),
        ({"kind": "checklist"}, ["Waits"]),
        ({"overdue": True}, ["Claimed", "Reported"]),
        ({"person": "bob"}, ["Reported", "Looked at later"]),
        ({"checks": "problem"}, []),
        ({"checks": "ready"}, ["Waits", "Looked at later"]),
        ({"what": "reports", "reason": "copyright"}, []),
    ],
    ids=str,
)
def test_it_is_narrowed(busy, wish, titles):
    assert [title for _what, title in shown(**wish)] == titles
    assert sum(queue.counts(Wish(**wish)).values()) == len(titles)


def test_overdue_begins_after_48_hours(alice):
    sent(alice)
    ago(Version.objects.all(), hours=47, minutes=59)
    assert [entry.is_overdue for entry in queue.page(Wish())[0]] == [False]

    ago(Version.objects.all(), hours=48, minutes=1)
    assert [entry.is_overdue for entry in queue.page(Wish())[0]] == [True]


def test_the_checks_of_the_files_are_said(alice):
    version = sent(alice)
    good = File(version=version, name="plan.md", extension="md", size=12, inspection=Check.DONE)
    good.outcome = Outcome.OK
    good.save()
    finding = {"what": "email", "value": "a@b.example"}
    FileContent.objects.create(file=good, findings=[finding, finding | {"what": "phone", "example": True}])

    (entry,), _following = queue.page(Wish())

    assert entry.checks == [(True, "files checked"), (False, "gives away: e-mail address")]


@pytest.mark.parametrize(
    ("inspection", "outcome", "said"),
    [
        (Check.WAITING, Outcome.NONE, "being checked"),
        (Check.DONE, Outcome.DAMAGED, "plan.md: Damaged"),
    ],
)
def test_what_keeps_it_from_being_published_is_said(alice, inspection, outcome, said):
    version = sent(alice)
    fields = {"name": "plan.md", "extension": "md", "size": 12, "inspection": inspection}
    File.objects.create(version=version, outcome=outcome, **fields)

    (entry,), _following = queue.page(Wish())

    assert entry.checks == [(False, said)]


def test_pages_follow_each_other_without_gap_or_double(alice):
    """Several of the same moment, so that the number decides."""
    artefacts = [factories.artefact(by=alice, title=f"Work {number}") for number in range(3)]
    for artefact in artefacts:
        reported(artefact)
        claimed(artefact)
    moment = timezone.now()
    Report.objects.update(at=moment)
    Takedown.objects.update(at=moment)

    seen, after = [], None
    while True:
        entries, after = queue.page(Wish(), after, size=2)
        seen += [(entry.what, entry.artefact.title) for entry in entries]
        if after is None:
            break

    titles = [artefact.title for artefact in artefacts]
    assert seen == [(what, title) for what in ("claims", "reports") for title in titles]


@pytest.mark.parametrize(
    "text", ["", "x", "2026-01-01_0_1", "_0_1", "2026-01-01T00:00:00+00:00_0_x", "9" * 40 + "_1_1"]
)
def test_what_is_no_place_is_none(text):
    assert queue.place_of(text) is None


@settings(max_examples=25)
@given(st.datetimes(min_value=datetime(2000, 1, 1)), st.integers(0, 4), st.integers(1, 10**15 - 1))
def test_a_place_survives_its_address(since, source, pk):
    place = queue.Place(timezone.make_aware(since), source, pk)

    assert queue.place_of(str(place)) == place
