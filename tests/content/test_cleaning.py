"""A wish is a row; the worker takes the properties out, and a worker that dies leaves the file as it was."""

import hashlib
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from content import cleaning, inspection, publishing, sharing, storing
from content.enums import Check, Outcome
from content.models import MOST_ATTEMPTS, Cleaning, File, FileContent
from tests import factories
from tests.content.files import giving_samples
from tests.content.files.file_samples import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(tmp_path):
    """A Word file that names its author, a company and a customer."""
    return giving_samples.word(tmp_path / "offer.docx")


@pytest.fixture
def version(alice):
    draft = publishing.start_draft(
        by=alice, title="Offer", kind=factories.kind(), licence=factories.licence()
    )
    return draft.versions.select_related("artefact__kind").get()


@pytest.fixture
def file(version, offer, alice):
    return publishing.attach(version, offer, name="offer.docx", by=alice)


def stored():
    return sorted(one.relative for one in storing.walk() if one.relative.startswith("artefacts/"))


def digest(file):
    return hashlib.sha256(storing.path(file.store_path).read_bytes()).hexdigest()


def test_the_properties_go_and_the_file_is_checked_again(file, alice, django_capture_on_commit_callbacks):
    inspection.inspect_waiting()
    former, before = file.store_path, file.sha256
    cleaning.wish(file, by=alice)

    with django_capture_on_commit_callbacks(execute=True):
        done = cleaning.clean_waiting(), cleaning.clean_waiting()

    file = File.objects.select_related("cleaning").get()
    assert (done, file.cleaning.state, file.cleaning.sha256_before) == ((1, 0), Check.DONE, before)
    assert {"author", "company", "custom property Customer"} <= set(file.cleaning.removed)
    assert (file.inspection, file.attempts, FileContent.objects.count()) == (Check.WAITING, 0, 0)
    assert (file.name, digest(file), file.size) == (
        "offer.docx",
        file.sha256,
        storing.path(file.store_path).stat().st_size,
    )
    assert stored() == [file.store_path] != [former]
    inspection.inspect_waiting()
    found = FileContent.objects.get().findings
    assert [finding for finding in found if finding["can_clean"]] == []


def test_a_file_without_properties_is_left_as_it_is(version, alice, tmp_path):
    (tmp_path / "map.png").write_bytes(png())
    file = publishing.attach(version, tmp_path / "map.png", name="map.png", by=alice)
    cleaning.wish(file, by=alice)

    cleaning.clean_waiting()

    kept = Cleaning.objects.get()
    assert (kept.state, kept.removed, stored()) == (Check.DONE, [], [file.store_path])


def test_a_kind_that_cannot_be_cleaned_says_why(version, alice, tmp_path):
    (tmp_path / "plan.bpmn").write_bytes(b"<definitions/>")
    file = publishing.attach(version, tmp_path / "plan.bpmn", name="plan.bpmn", by=alice)

    with pytest.raises(cleaning.CannotClean, match="We do not change models"):
        cleaning.wish(file, by=alice)

    assert Cleaning.objects.count() == 0


def test_a_file_that_cannot_be_cleaned_keeps_its_bytes_and_says_why(version, alice, offer):
    file = publishing.attach(version, giving_samples.signed(offer), name="offer.docx", by=alice)
    cleaning.wish(file, by=alice)

    cleaning.clean_waiting()

    kept = Cleaning.objects.get()
    assert (kept.state, stored()) == (Check.FAILED, [file.store_path])
    assert kept.reason == "The file is signed. Removing its properties would break the signature."


def test_two_wishes_are_one_and_a_third_after_it_is_done_is_another(file, alice):
    cleaning.wish(file, by=alice)
    cleaning.wish(file, by=alice)
    cleaning.clean_waiting()
    first = File.objects.get()

    cleaning.wish(first, by=alice)

    assert (Cleaning.objects.count(), cleaning.clean_waiting(), stored()) == (1, 1, stored())
    again = File.objects.select_related("cleaning").get()
    assert (again.sha256, again.cleaning.sha256_before) == (first.sha256, file.sha256)


def test_nobody_else_has_it_cleaned(file, bob):
    with pytest.raises(PermissionDenied):
        cleaning.wish(file, by=bob)


def silent_worker(attempts=1):
    """Leave the row as a worker does that was killed: claimed, its lease over."""
    past = timezone.now() - timedelta(seconds=1)
    Cleaning.objects.update(state=Check.RUNNING, attempts=attempts, leased_until=past)


def test_a_worker_killed_before_the_commit_leaves_the_old_file_and_the_next_one_cleans_it(
    file, alice, monkeypatch
):
    cleaning.wish(file, by=alice)
    with monkeypatch.context() as killed:
        killed.setattr(cleaning, "_settle", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            cleaning.clean_waiting()
    between = File.objects.get(), stored()
    silent_worker()

    assert cleaning.clean_waiting() == 1
    assert between == (file, [file.store_path])
    assert (File.objects.get().sha256 != file.sha256, Cleaning.objects.get().attempts) == (True, 2)


def test_a_cleaning_is_tried_three_times(file, alice):
    cleaning.wish(file, by=alice)
    silent_worker(MOST_ATTEMPTS)

    assert (cleaning.clean_waiting(), cleaning.clean_waiting()) == (1, 0)
    assert Cleaning.objects.get().reason == "The properties could not be removed."


def test_what_was_removed_meanwhile_stays_removed(file, alice):
    cleaning.wish(file, by=alice)
    claimed = cleaning.claim()
    publishing.detach(file, by=alice)

    cleaning._clean(claimed)

    assert (File.objects.count(), stored()) == (0, [file.store_path])


def test_a_slow_inspection_of_the_former_bytes_is_dropped(file, alice):
    slow = inspection.claim()
    cleaning.wish(file, by=alice)
    cleaning.clean_waiting()

    assert inspection._settle(slow, {"inspection": Check.DONE, "outcome": Outcome.OK}) is False
    assert File.objects.get().inspection == Check.WAITING


def test_nothing_is_sent_or_published_while_it_is_cleaned(file, version, alice):
    cleaning.wish(file, by=alice)

    with pytest.raises(publishing.NotReady, match="Wait until your file is cleaned"):
        sharing.send(version, by=alice)

    assert "offer.docx is still being cleaned." in map(str, publishing.what_is_missing(version))


def test_the_cleaned_file_is_known_by_what_was_uploaded(file, version, alice, bob, offer):
    other = factories.artefact(bob, title="The same offer")
    File.objects.create(version=other.current, name="o.docx", extension="docx", size=1, sha256=file.sha256)
    cleaning.wish(file, by=alice)
    cleaning.clean_waiting()

    with pytest.raises(publishing.AlreadyKept):
        publishing.attach(version, offer, name="offer.docx", by=alice, once=True)

    assert [twin.version.artefact for _file, twin in sharing.twins(version)] == [other]
