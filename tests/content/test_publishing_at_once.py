"""Whose submissions go out before a moderator has looked at them, and when."""

import io

import pytest
from django.core.exceptions import PermissionDenied

from content import inspection, jobs, publishing, rules
from content.enums import Check, Outcome, State, Status
from content.models import Artefact, File, StatusChange, Version
from content.moving import TooLate
from people.models import Mail, Notice
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines():
    """A member with three published artefacts."""
    member = factories.member("Ines")
    for number in range(3):
        factories.artefact(by=member, title=f"Known {number}")
    return member


def draft(by, **fields):
    fields = {"title": "Incident review", "kind": factories.kind(), "licence": factories.licence()} | fields
    version = publishing.start_draft(by=by, **fields).versions.select_related("artefact").get()
    return publishing.declare(version, by=by)


def sent(by, **fields):
    """A version that was just sent, as the database has it."""
    version = publishing.submit(draft(by, **fields), by=by)
    return Version.objects.get(pk=version.pk)


@pytest.mark.parametrize(("shown", "state"), [(2, State.SUBMITTED), (3, State.PUBLISHED)])
def test_three_published_versions_make_the_next_go_out_at_once(alice, shown, state):
    for number in range(shown):
        factories.artefact(by=alice, title=f"Known {number}")

    version = sent(alice)

    assert (version.state, version.look_later) == (state, state == State.PUBLISHED)
    assert version.reviewed_by is None


def test_what_went_out_at_once_is_on_show_and_its_history_says_so(ines):
    artefact = sent(ines).artefact

    assert (artefact.status, artefact.current.number) == (Status.PUBLISHED, "1.0")
    last = StatusChange.objects.filter(artefact=artefact, version__isnull=False).last()
    assert (last.after, last.by, last.note) == (
        State.PUBLISHED,
        ines,
        "published at once; a moderator looks at it later",
    )


@pytest.mark.parametrize("status", [Status.HIDDEN, Status.REMOVED])
def test_what_was_taken_off_the_site_earns_nothing(ines, status):
    Artefact.objects.filter(title="Known 0").update(status=status)

    assert sent(ines).state == State.SUBMITTED


@pytest.mark.parametrize(
    "fields",
    [
        {"origin": "collected"},
        {"source": {"author": "A. Author", "url": "https://example.org/a"}},
        {"kind": "link"},
    ],
    ids=["collected", "named author", "link"],
)
def test_the_work_of_others_always_waits(ines, fields):
    if "kind" in fields:
        fields = {"kind": factories.kind("external-link", shape="link")}

    assert sent(ines, **fields).state == State.SUBMITTED


def test_a_moderators_own_work_waits_for_another(mona):
    for number in range(3):
        factories.artefact(by=mona, title=f"Known {number}")

    assert sent(mona).state == State.SUBMITTED


def test_a_new_version_of_something_hidden_waits(ines):
    artefact = Artefact.objects.get(title="Known 0")
    factories.artefact(by=ines, title="Known 3")
    Artefact.objects.filter(pk=artefact.pk).update(status=Status.HIDDEN)
    version = publishing.add_version(artefact, by=ines, major=False, change_note="Shorter")

    publishing.submit(publishing.declare(version, by=ines), by=ines)

    assert Version.objects.get(pk=version.pk).state == State.SUBMITTED


def test_what_a_moderator_sent_back_comes_back_to_a_moderator(alice, mona):
    version = publishing.submit(draft(alice), by=alice)
    publishing.send_back(version, by=mona, note="It names a customer.")
    for number in range(3):
        factories.artefact(by=alice, title=f"Known {number}")

    assert publishing.submit(version, by=alice).state == State.SUBMITTED


def test_publication_waits_for_the_inspection_and_follows_it(ines):
    version = draft(ines)
    publishing.attach(version, io.BytesIO(b"# Plan\n\nCall somebody.\n"), name="plan.md", by=ines)
    publishing.submit(version, by=ines)
    before = Version.objects.get(pk=version.pk).state

    inspection.inspect_waiting()

    after = Version.objects.get(pk=version.pk)
    assert (before, after.state, after.look_later) == (State.SUBMITTED, State.PUBLISHED, True)
    assert after.artefact.status == Status.PUBLISHED


def test_a_refused_file_keeps_it_waiting(ines):
    version = draft(ines)
    publishing.attach(version, io.BytesIO(b"PK\x03\x04 cut off"), name="plan.docx", by=ines)
    publishing.submit(version, by=ines)

    inspection.inspect_waiting()

    assert File.objects.get().inspection == Check.DONE
    assert File.objects.get().outcome != Outcome.OK
    assert Version.objects.get(pk=version.pk).state == State.SUBMITTED


def test_looking_at_it_counts_as_review_once(ines, mona):
    version = sent(ines)

    publishing.look(version, by=mona)

    kept = Version.objects.get(pk=version.pk)
    assert (kept.look_later, kept.reviewed_by) == (False, mona)
    with pytest.raises(TooLate):
        publishing.look(version, by=mona)


def test_only_moderators_look(ines, bob):
    version = sent(ines)

    for user in (ines, bob):
        with pytest.raises(PermissionDenied, match="Only moderators"):
            publishing.look(version, by=user)


def test_the_rule_says_why(alice, bob):
    version = draft(alice)

    assert rules.may_publish_at_once(bob, version) == rules.NOT_YOURS
    assert str(rules.may_publish_at_once(alice, version).reason).startswith("The first three submissions")


def test_what_goes_out_by_itself_later_is_told_and_what_goes_out_with_the_click_is_not(ines):
    sent(ines)
    version = draft(ines, title="Waits for its check")
    publishing.attach(version, io.BytesIO(b"# Plan"), name="plan.md", by=ines)
    publishing.submit(version, by=ines)
    before = Notice.objects.filter(member=ines).count()

    inspection.inspect_waiting()
    jobs.tell_people()

    told = Notice.objects.get(member=ines)
    assert (before, told.text, told.by) == (0, "Version 1.0 of “Waits for its check” is published.", None)
    assert Mail.objects.get(member=ines).subject == "Version 1.0 of “Waits for its check” is published"
