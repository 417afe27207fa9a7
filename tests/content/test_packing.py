"""The ZIP of a collection: files under unlike names, whose they are, and what may be done with them."""

import io
import tracemalloc
import zipfile

import pytest

from content import gathering, packing, storing
from content.enums import Check, Outcome, Status
from content.models import Adaptation, Artefact, File, Source, Version
from people.answers import Allowed
from tests import factories

pytestmark = pytest.mark.django_db


def put(version, name, content, **fields):
    """A stored file of a version."""
    fields = {"inspection": Check.DONE, "outcome": Outcome.OK, "position": version.files.count()} | fields
    file = File(version=version, name=name, extension=name.rpartition(".")[2], **fields)
    file.size, file.sha256 = storing.save(io.BytesIO(content), file.store_path)
    file.save()
    return file


def collected(bob, *artefacts, title="First week", **fields):
    made = gathering.make(by=bob, title=title, is_public=True, **fields)
    for artefact in artefacts:
        gathering.add(made, artefact, by=bob)
    return made


def opened(made):
    return zipfile.ZipFile(io.BytesIO(b"".join(packing.pack(made, packing.parts_of(made)))))


def test_files_stand_in_a_folder_for_each_artefact(alice, bob):
    one, two = factories.artefact(alice, title="Plan: A"), factories.artefact(alice, title="Check")
    put(one.current, "plan.docx", b"PK one")
    put(one.current, "Plan.DOCX", b"PK two")
    put(two.current, "list.md", b"# List\n")

    archive = opened(collected(bob, two, one))

    files = {name: archive.read(name) for name in archive.namelist()}
    assert archive.testzip() is None
    assert list(files) == [
        "ATTRIBUTION.txt",
        "LICENCE.txt",
        f"{two.record_number} Check/list.md",
        f"{one.record_number} Plan_ A/plan.docx",
        f"{one.record_number} Plan_ A/Plan (2).DOCX",
    ]
    assert [files[name] for name in list(files)[2:]] == [b"# List\n", b"PK one", b"PK two"]


def test_what_is_compressed_already_is_stored_as_it_is(alice, bob):
    one = factories.artefact(alice)
    put(one.current, "plan.docx", b"PK" * 1000)
    put(one.current, "list.csv", b"a,b\n" * 1000)

    sizes = {info.filename.rpartition("/")[2]: info for info in opened(collected(bob, one)).infolist()}

    assert sizes["plan.docx"].compress_type == zipfile.ZIP_STORED
    assert sizes["list.csv"].compress_size < 100


def test_the_attribution_names_title_author_address_licence_and_changes(alice, bob, settings):
    original = factories.artefact(factories.member("Carol"), title="The original")
    one = factories.artefact(alice, title="Plan")
    put(one.current, "plan.md", b"# Plan")
    Version.objects.filter(pk=one.current_id).update(change_note="Shorter steps")
    Adaptation.objects.create(version=one.current, original=original.current)
    made = collected(bob, one, text="Read it first.")

    text = opened(made).read("ATTRIBUTION.txt").decode()

    site = settings.SITE_URL
    assert text.splitlines() == [
        "First week",
        f"{site}{made.get_absolute_url()}",
        "",
        "Read it first.",
        "",
        f"{one.record_number}: Plan, version 1.0",
        "Author: Alice",
        f"Address: {site}{one.get_absolute_url()}",
        f"Licence: {one.current.licence.short} {one.current.licence.url}",
        f"Changes: adapted from “The original” by Carol, {one.current.licence.short}, "
        f"{site}{original.get_absolute_url()}",
        "Changes: Shorter steps",
        f"Folder: {one.record_number} Plan",
    ]


def test_each_licence_stands_once_with_its_records(alice, bob):
    artefacts = [factories.artefact(alice, title=f"Plan {n}", body="# Text") for n in range(3)]
    Version.objects.filter(pk=artefacts[2].current_id).update(licence=factories.licence("MIT"))

    text = opened(collected(bob, *artefacts)).read("LICENCE.txt").decode()

    records = [artefact.record_number for artefact in artefacts]
    assert [line for line in text.splitlines() if line.startswith("Artefacts:")] == [
        f"Artefacts: {records[0]}, {records[1]}",
        f"Artefacts: {records[2]}",
    ]
    assert text.count("(MIT)") == 1


def test_a_link_is_named_and_a_text_goes_along(alice, bob):
    link = factories.artefact(alice, title="Others' work", body="Kept there")
    Version.objects.filter(pk=link.current_id).update(licence=factories.licence("LicenseRef-LinkOnly"))
    Source.objects.create(artefact=link, author="Carol", url="https://example.org/work")
    text = factories.artefact(alice, title="A text", body="# Steps")

    archive = opened(collected(bob, link, text))

    said = archive.read("ATTRIBUTION.txt").decode()
    assert archive.namelist()[2:] == [f"{text.record_number} A text/text.md"]
    assert ("Author: Carol" in said, "Original: https://example.org/work" in said) == (True, True)
    assert said.count("Only named here: it is a link.") == 1


@pytest.mark.parametrize("status", [Status.HIDDEN, Status.REMOVED])
def test_what_is_not_on_show_is_left_out_and_so_are_refused_files(alice, bob, status):
    seen, hidden = factories.artefact(alice, title="Seen"), factories.artefact(alice, title="Secret plan")
    put(seen.current, "good.md", b"# Good")
    put(seen.current, "bad.md", b"# Bad", outcome=Outcome.REFUSED)
    put(hidden.current, "secret.md", b"# Secret")
    made = collected(bob, seen, hidden)
    Artefact.objects.filter(pk=hidden.pk).update(status=status)

    archive = opened(made)

    assert [name.rpartition("/")[2] for name in archive.namelist()] == [
        "ATTRIBUTION.txt",
        "LICENCE.txt",
        "good.md",
    ]
    assert b"Secret" not in archive.read("ATTRIBUTION.txt")


def test_a_file_the_store_has_lost_is_named(alice, bob):
    one = factories.artefact(alice, title="Plan")
    storing.remove(put(one.current, "plan.md", b"# Plan").store_path)

    said = opened(collected(bob, one)).read("missing.txt").decode()

    assert said.splitlines()[1:] == [f"{one.record_number} Plan/plan.md"]


def test_what_is_too_big_or_holds_no_files_says_so(alice, bob):
    one = factories.artefact(alice)
    made = collected(bob, one)
    assert packing.may_pack(packing.parts_of(made)).reason == "There are no files in this collection."

    file = put(one.current, "plan.md", b"# Plan")
    assert packing.may_pack(packing.parts_of(made)) == Allowed()
    File.objects.filter(pk=file.pk).update(size=packing.MOST_BYTES + 1_000_000)

    assert packing.may_pack(packing.parts_of(made)).reason == (
        "Its files have 501 MB together, and a ZIP holds at most 500 MB. Take the artefacts one by one."
    )


def test_memory_stays_small_whatever_the_files_weigh(alice, bob):
    one = factories.artefact(alice)
    for number in range(3):
        put(one.current, f"plan{number}.docx", b"PK" + bytes(10_000_000))
    made = collected(bob, one)
    pieces = packing.pack(made, packing.parts_of(made))
    next(pieces)

    tracemalloc.start()
    sent = sum(len(piece) for piece in pieces)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert sent > 30_000_000
    assert peak < 3_000_000


@pytest.mark.parametrize("count", [1, 3])
def test_reading_costs_three_queries(alice, bob, count, django_assert_num_queries):
    artefacts = [factories.artefact(alice, title=f"Plan {n}") for n in range(count)]
    for artefact in artefacts:
        put(artefact.current, "plan.md", b"# Plan")
    made = collected(bob, *artefacts)

    with django_assert_num_queries(3):
        parts = packing.parts_of(made)
        list(packing.pack(made, parts))

    assert len(parts) == count
