"""Claims, leases and answers of the inspection; the child process is the real one."""

import io
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from content import inspection, publishing, storing
from content.enums import Check, Outcome
from content.files import run
from content.models import MOST_ATTEMPTS, File, FileContent, SearchDocument
from tests import factories

pytestmark = pytest.mark.django_db

WORDS = b"# Escalation\n\nCall the duty manager.\n"


@pytest.fixture
def library(db):
    return factories.member("Library", password=None, is_collector=True)


def shelved(library, content=WORDS, name="plan.md", *, out=True):
    """A file of the library, published before its inspection."""
    fields = {"title": "Plan", "kind": factories.kind(), "licence": factories.licence()}
    version = publishing.start_draft(by=library, **fields).versions.get()
    file = publishing.attach(version, io.BytesIO(content), name=name, by=library)
    if out:
        publishing.publish(publishing.submit(version, by=library), by=library, unchecked=True)
    return file


def silent_worker(file, attempts=1, ago=timedelta(seconds=1)):
    """Leave the file as a worker does that died: claimed, its lease over."""
    lease = timezone.now() - ago
    File.objects.filter(pk=file.pk).update(inspection=Check.RUNNING, attempts=attempts, leased_until=lease)


def test_a_waiting_file_is_looked_into(library):
    file = shelved(library)

    assert (inspection.inspect_waiting(), inspection.inspect_waiting()) == (1, 0)

    file.refresh_from_db()
    assert (file.inspection, file.outcome, file.attempts, file.leased_until) == (
        Check.DONE,
        Outcome.OK,
        1,
        None,
    )
    assert file.content.preview["form"] == "html"


def test_what_it_found_can_be_searched_and_the_page_is_stamped(library):
    file = shelved(library)
    artefact = file.version.artefact
    before = artefact.changed_at

    inspection.inspect_waiting()

    artefact.refresh_from_db()
    parts = SearchDocument.objects.get(artefact=artefact).parts
    assert [text for _, text in parts if "duty manager" in text] == ["Escalation\nCall the duty manager."]
    assert artefact.changed_at > before


def test_a_draft_is_looked_into_and_stays_in_no_index(library):
    shelved(library, out=False)

    assert inspection.inspect_waiting() == 1
    assert (FileContent.objects.count(), SearchDocument.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("name", "content", "outcome"),
    [
        ("plan.docx", b"PK\x03\x04 and nothing behind it", Outcome.DAMAGED),
        ("plan.bpmn", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", Outcome.REFUSED),
        ("plan.md", b"   \n", Outcome.EMPTY),
    ],
)
def test_a_bad_file_is_an_answer_and_not_an_error(library, name, content, outcome):
    file = shelved(library, content, name)

    inspection.inspect_waiting()

    file.refresh_from_db()
    assert (file.inspection, file.outcome, file.reason != "") == (Check.DONE, outcome, True)


def test_pictures_are_stored_and_made_anew_by_the_next_try(library):
    from PIL import Image

    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(drawn, "PNG")
    file = shelved(library, drawn.getvalue(), "map.png")
    inspection.inspect_waiting()
    silent_worker(file)

    inspection.inspect_waiting()

    assert file.content.pictures == ["page-1.webp"]
    assert [place.name for place in storing.path(file.preview_folder).iterdir()] == ["page-1.webp"]


def test_a_limit_is_kept_and_the_oldest_come_first(library):
    files = [shelved(library) for _ in range(3)]

    assert inspection.inspect_waiting(limit=2) == 2
    assert list(File.objects.filter(inspection=Check.WAITING)) == files[2:]


def test_a_claimed_file_is_nobody_elses_before_its_lease_ends(library):
    file = shelved(library)

    first, second = inspection.claim(), inspection.claim()

    assert (first, second) == (file, None)


def test_the_next_worker_takes_over_from_a_silent_one(library):
    file = shelved(library)
    silent_worker(file)

    assert inspection.inspect_waiting() == 1
    file.refresh_from_db()
    assert (file.inspection, file.attempts) == (Check.DONE, 2)


def test_a_poison_file_is_tried_three_times(library):
    file = shelved(library)
    silent_worker(file, attempts=MOST_ATTEMPTS)

    assert (inspection.inspect_waiting(), inspection.inspect_waiting()) == (1, 0)

    file.refresh_from_db()
    assert (file.inspection, file.outcome, file.attempts) == (Check.FAILED, Outcome.TIMED_OUT, MOST_ATTEMPTS)
    assert file.reason == "The file could not be checked."


def test_a_reader_that_the_clock_ended_is_started_again_later(library, monkeypatch):
    """The file may be good and the machine busy: three tries, and then as often as somebody asks."""
    file = shelved(library)
    monkeypatch.setattr(run, "WALL_SECONDS", 0.0)
    seen = []
    for attempts in range(1, MOST_ATTEMPTS + 1):
        inspection.inspect_waiting()
        file.refresh_from_db()
        seen.append((file.inspection, file.outcome, file.attempts, inspection.inspect_waiting()))
        if attempts < MOST_ATTEMPTS:
            silent_worker(file, attempts)
    monkeypatch.undo()

    with pytest.raises(PermissionDenied):
        inspection.again(file, by=factories.member("Bob"))
    inspection.again(file, by=library)
    monkeypatch.setattr(run, "WALL_SECONDS", 900.0)
    inspection.inspect_waiting()

    file.refresh_from_db()
    assert seen == [
        (Check.RUNNING, Outcome.NONE, 1, 0),
        (Check.RUNNING, Outcome.NONE, 2, 0),
        (Check.DONE, Outcome.TIMED_OUT, 3, 0),
    ]
    assert (file.inspection, file.outcome, file.reason) == (Check.DONE, Outcome.OK, "")


def test_a_file_that_was_read_is_not_read_again(library):
    file = shelved(library)
    inspection.inspect_waiting()

    inspection.again(file, by=library)

    assert File.objects.get(pk=file.pk).inspection == Check.DONE


def test_a_fault_of_ours_does_not_stop_the_others(library, caplog):
    broken, good = shelved(library), shelved(library)
    storing.remove(broken.store_path)

    assert inspection.inspect_waiting() == 2

    states = [File.objects.get(pk=file.pk).inspection for file in (broken, good)]
    assert states == [Check.RUNNING, Check.DONE]
    assert [record.message for record in caplog.records] == ["A file could not be inspected"]


def test_the_answer_of_a_worker_that_was_too_slow_is_dropped(library):
    file = shelved(library)
    slow = inspection.claim()
    silent_worker(file)
    inspection.inspect_waiting()

    kept = inspection._settle(
        slow, {"inspection": Check.FAILED, "outcome": Outcome.DAMAGED, "reason": "Late"}
    )

    file.refresh_from_db()
    assert (kept, file.inspection, file.outcome) == (False, Check.DONE, Outcome.OK)


def test_the_answer_on_a_replaced_file_is_dropped(library):
    file = shelved(library, out=False)
    claimed = inspection.claim()
    publishing.detach(file, by=library)

    assert inspection._settle(claimed, {"inspection": Check.DONE, "outcome": Outcome.OK}) is False
    assert (File.objects.count(), FileContent.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_four_workers_at_once_claim_each_file_once(library):
    files, ready, claimed = [shelved(library) for _ in range(6)], Barrier(4), []

    def work():
        ready.wait()
        while file := inspection.claim():
            claimed.append(file.pk)
        connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(claimed) == [file.pk for file in files]
    assert set(File.objects.values_list("attempts", flat=True)) == {1}
