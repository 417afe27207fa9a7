"""Sharing: one draft for one form, files kept once, and nothing sent without the declarations."""

import errno
import io
import uuid
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import IntegrityError, connection

from content import publishing, sharing, storing
from content.enums import Origin, State
from content.models import Artefact, File, Version
from content.moving import NotReady
from tests import factories

pytestmark = pytest.mark.django_db


def draft(by, **fields):
    """Version 1.0 of a new artefact with a licence and the declarations."""
    fields = {"title": "Incident review", "kind": factories.kind(), "licence": factories.licence()} | fields
    version = publishing.start_draft(by=by, **fields).versions.select_related("artefact__kind").get()
    return publishing.declare(version, by=by)


def begin(by, token=None, **fields):
    said = {"title": "Incident review", "kind": factories.kind()} | fields
    return sharing.begin(by=by, token=token or uuid.uuid4(), **said)


def upload(name="plan.md", content=b"# Plan\n"):
    return SimpleUploadedFile(name, content)


def test_nothing_is_sent_without_the_declarations(alice):
    version = publishing.take_back_declaration(draft(alice), by=alice)

    with pytest.raises(NotReady, match="Confirm that you may share it"):
        publishing.submit(version, by=alice)

    assert Version.objects.get(pk=version.pk).state == State.DRAFT


def test_the_database_refuses_what_was_sent_without_declarations(alice):
    version = publishing.take_back_declaration(draft(alice), by=alice)

    with pytest.raises(IntegrityError, match="sent_version_is_declared"):
        Version.objects.filter(pk=version.pk).update(state=State.SUBMITTED)


def test_the_first_title_comes_from_the_file_the_text_or_the_author():
    titles = [
        sharing.first_title(["major_incident review.final.docx"], "# Text", "A. Author"),
        sharing.first_title([], "\n## How we *review*\nLater", ""),
        sharing.first_title([], "", "A. Author"),
        sharing.first_title([], "---", ""),
        sharing.first_title(["x" * 300 + ".md"], "", ""),
    ]

    assert titles == [
        "major incident review.final",
        "How we *review",
        "Work of A. Author",
        "Untitled",
        "x" * 100,
    ]


class FullDisk(io.BytesIO):
    """A file whose copying ends as on a full disk."""

    def read(self, size=-1):
        if size == storing.BLOCK:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().read(size)


def test_a_full_store_keeps_nothing(alice):
    version = begin(alice)
    file = UploadedFile(FullDisk(b"# Plan"), "plan.md", size=6)

    with pytest.raises(storing.StoreFull):
        sharing.keep_all(version, [file], by=alice)

    assert (File.objects.count(), list(storing.walk())) == (0, [])


def test_nobody_else_keeps_files_with_a_draft(alice, bob):
    version = begin(alice)

    with pytest.raises(PermissionDenied):
        sharing.keep(version, upload(), by=bob)

    assert File.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "asked"),
    [({}, False), ({"tool": "Some Desk 5"}, True), ({"origin": Origin.VENDOR}, True)],
)
def test_an_interest_is_asked_for_where_a_product_or_a_firm_is_named(said, asked):
    assert sharing.must_declare_interest(Version(artefact=Artefact(**said))) is asked


def test_each_step_says_what_it_lacks(alice):
    version = begin(alice)

    assert list(sharing.unfinished(version)) == ["file", "about", "licence"]
    assert sharing.next_step(version) == "file"


def test_a_draft_that_a_moderator_saw_leaves_its_history(alice, mona):
    version = publishing.submit(draft(alice), by=alice)
    publishing.send_back(version, by=mona, note="It names a customer.")

    sharing.discard(version, by=alice)

    assert Artefact.objects.get().status == "removed"
    assert [change.after for change in Artefact.objects.get().changes.all()] == [
        "submitted",
        "sent-back",
        "removed",
    ]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_form_twice_at_once_is_one_draft():
    alice, kind, both = factories.member("Alice"), factories.kind(), Barrier(2)
    made = []

    def sent(token):
        both.wait()
        made.append(begin(alice, token=token, kind=kind).pk)
        connection.close()

    for _ in range(20):
        token = uuid.uuid4()
        pair = [Thread(target=sent, args=(token,)) for _ in range(2)]
        for thread in pair:
            thread.start()
        for thread in pair:
            thread.join()

    assert (len(made), len(set(made)), Artefact.objects.count()) == (40, 20, 20)
