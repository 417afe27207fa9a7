"""One decision: the move, one reason, one message, one entry, and the creator told; or none of them."""

import pytest
from django.core.exceptions import PermissionDenied

from content import jobs, publishing
from content.enums import State, Status
from content.models import Artefact, Version
from moderation import deciding
from moderation.enums import Act
from moderation.models import Decision
from people.models import Notice
from tests import factories
from tests.moderation.waiting import sent

pytestmark = pytest.mark.django_db


def entry():
    """The one entry of the log, in short."""
    found = Decision.objects.get()
    return found.act, found.subject, found.before, found.after, found.reason, found.message, found.by


def told(member):
    return [(notice.text, notice.detail) for notice in Notice.objects.filter(member=member).order_by("pk")]


def test_publishing_is_one_decision(alice, mona):
    version = sent(alice)

    deciding.publish(version, by=mona)

    kept = Version.objects.get(pk=version.pk)
    name = f"{version.artefact.record_number} 1.0"
    assert (kept.state, kept.reviewed_by, kept.artefact.status) == (State.PUBLISHED, mona, Status.PUBLISHED)
    assert entry() == (Act.PUBLISH, name, "submitted", "published", "", "", mona)
    assert told(alice) == [("Version 1.0 of “Incident review” is published.", "")]


def test_sending_back_names_reason_and_way_forward(alice, mona):
    version = sent(alice)

    deciding.send_back(version, by=mona, reason="rights", message="Say whose work it is.")

    name = f"{version.artefact.record_number} 1.0"
    assert Version.objects.get(pk=version.pk).state == State.SENT_BACK
    assert entry() == (
        Act.SEND_BACK,
        name,
        "submitted",
        "sent-back",
        "rights",
        "Say whose work it is.",
        mona,
    )
    assert Decision.objects.get().reason_in_words == "Unclear rights"
    assert told(alice) == [("We sent version 1.0 of “Incident review” back to you.", "Say whose work it is.")]
    assert Notice.objects.get().url == f"/share/{version.pk}/check/"


def test_hiding_and_showing_again_are_two_entries(alice, mona):
    artefact = factories.artefact(by=alice)

    deciding.hide(artefact, by=mona, reason="spam", message="It is advertising.")
    deciding.show_again(artefact, by=mona)

    assert Artefact.objects.get(pk=artefact.pk).status == Status.PUBLISHED
    acts = Decision.objects.order_by("pk").values_list("act", "before", "after", "reason")
    assert list(acts) == [
        (Act.HIDE, "published", "hidden", "spam"),
        (Act.SHOW_AGAIN, "hidden", "published", ""),
    ]
    assert len(told(alice)) == 2


def test_who_was_told_of_a_decision_is_not_told_of_its_move_again(alice, mona):
    """The worker tells of moves as well: under the same key, so that each is told once."""
    deciding.publish(sent(alice), by=mona)
    deciding.send_back(sent(alice, "Second"), by=mona, reason="rights", message="Say whose work it is.")
    artefact = factories.artefact(by=alice, title="Third")
    deciding.hide(artefact, by=mona, reason="spam", message="It is advertising.")
    deciding.show_again(artefact, by=mona)
    before = told(alice)

    jobs.tell_people()

    assert (len(before), told(alice)) == (4, before)


def test_what_is_refused_leaves_no_entry_and_tells_nobody(alice, mona, bob):
    version = sent(alice, licence=None)

    with pytest.raises(publishing.NotReady):
        deciding.publish(version, by=mona)
    with pytest.raises(PermissionDenied):
        deciding.send_back(version, by=bob, reason="rights", message="No.")
    with pytest.raises(publishing.NoteMissing):
        deciding.send_back(version, by=mona, reason="rights", message=" ")

    assert (Decision.objects.count(), Notice.objects.count()) == (0, 0)
    assert Version.objects.get(pk=version.pk).state == State.SUBMITTED


def test_the_second_decision_finds_nothing_to_decide(alice, mona):
    version = sent(alice)
    deciding.publish(version, by=mona)

    with pytest.raises(deciding.Changed, match="does not wait"):
        deciding.send_back(version, by=mona, reason="rights", message="Say whose work it is.")

    assert Decision.objects.count() == 1


def test_what_was_taken_back_and_sent_again_is_not_what_was_seen(alice, mona):
    version = sent(alice)
    seen = version.state_since
    publishing.take_back(version, by=alice)
    publishing.submit(version, by=alice)

    with pytest.raises(deciding.Changed, match="sent again meanwhile"):
        deciding.publish(version, by=mona, seen=seen)


def test_several_are_published_and_what_changed_is_skipped_and_named(alice, mona):
    good, gone, without = sent(alice, "Good"), sent(alice, "Gone"), sent(alice, "Without", licence=None)
    seen = {version.pk: version.state_since for version in (good, gone, without)} | {99_999: good.state_since}
    publishing.take_back(gone, by=alice)

    published, skipped = deciding.publish_all(seen, by=mona)

    names = [f"{version.artefact.record_number} 1.0" for version in (good, gone, without)]
    assert published == names[:1]
    assert sorted(skipped) == sorted(
        [
            ("#99999", "It is not there any more."),
            (names[1], "It does not wait for review any more."),
            (names[2], "Choose a licence."),
        ]
    )
    assert Decision.objects.count() == 1


def test_own_work_is_anothers_to_decide_and_the_only_moderators_is_marked(mona):
    version = sent(mona)
    milo = factories.moderator("Milo")
    with pytest.raises(PermissionDenied, match="another moderator"):
        deciding.publish(version, by=mona)

    type(milo).objects.filter(pk=milo.pk).update(is_active=False)
    deciding.publish(version, by=mona)

    assert Decision.objects.get().remark == "not reviewed by a second person"
    assert Notice.objects.count() == 0


def test_looking_at_what_went_out_at_once_is_a_decision(alice, mona):
    for number in range(3):
        factories.artefact(by=alice, title=f"Known {number}")
    version = sent(alice)
    assert version.look_later

    deciding.look(version, by=mona)

    assert Decision.objects.get().act == Act.LOOK
    assert Version.objects.get(pk=version.pk).reviewed_by == mona


def test_the_log_outlives_what_it_is_about(alice, mona):
    version = sent(alice)
    deciding.send_back(version, by=mona, reason="duplicate", message="It is here already.")

    name = f"{version.artefact.record_number} 1.0"
    version.artefact.delete()

    kept = Decision.objects.get()
    assert (kept.artefact, kept.version, kept.subject) == (None, None, name)
