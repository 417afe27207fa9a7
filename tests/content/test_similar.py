"""Near-duplicates: found by the worker, whichever of two came first, and shown to those who may see them."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content import inspection, publishing, similar
from content.enums import Check, Outcome, Status
from content.models import Adaptation, Artefact, File, FileContent, Likeness, TextBand, TextPrint
from tests import factories

pytestmark = pytest.mark.django_db


def words(first, last):
    return " ".join(f"word{number}" for number in range(first, last))


def with_text(text, *, title, by=None, published=True, name="plan.docx", sha256=None):
    """The file of an artefact of its own, inspected, holding ``text``."""
    artefact = factories.artefact(by, title=title, published=published, files=[(name, text.encode())])
    file = File.objects.get(version__artefact=artefact)
    file.inspection, file.outcome, file.sha256 = Check.DONE, Outcome.OK, sha256 or f"{file.pk:064}"
    file.save()
    first, _, second = text.partition(" word100 ")
    FileContent.objects.create(
        file=file, parts=[["page 1", first], ["page 2", f"word100 {second}" if second else ""]]
    )
    return file


def told(file, **options):
    return [match.sentence for match in similar.matches(file.version, **options)]


def test_it_says_how_much_of_a_text_is_in_which_record():
    first = with_text(words(0, 300), title="First")
    second = with_text(words(50, 300), title="Second", name="copy.docx")
    assert similar.study(first.pk) == 0

    assert similar.study(second.pk) == 1

    record = first.version.artefact.record_number
    assert told(second) == [f"100 % of the text of copy.docx is in {record}."]
    assert told(first) == [
        "83 % of the text of plan.docx is in " + second.version.artefact.record_number + "."
    ]


def test_less_than_four_fifths_is_no_likeness():
    similar.study(with_text(words(0, 300), title="First").pk)
    second = with_text(words(100, 400), title="Second")

    assert similar.study(second.pk) == 0
    assert Likeness.objects.count() == 0


def test_studying_again_changes_nothing_and_missing_ones_are_found():
    files = [with_text(words(0, 300), title=title) for title in ("First", "Second")]
    assert similar.study_missing() == 2
    before = sorted(Likeness.objects.values_list("file", "other", "percent"))

    similar.study(files[0].pk)

    assert sorted(Likeness.objects.values_list("file", "other", "percent")) == before
    assert before == [(files[0].pk, files[1].pk, 100), (files[1].pk, files[0].pk, 100)]
    assert similar.study_missing() == 0
    assert TextBand.objects.filter(file=files[0]).count() == 20


def test_a_file_without_text_is_noted_and_like_none():
    similar.study(with_text("Title page", title="First").pk)
    second = with_text("Title page", title="Second")

    assert similar.study(second.pk) == 0
    assert TextPrint.objects.get(file=second).passages == 0


def test_a_file_that_is_gone_is_no_fault():
    assert similar.study(9999) == 0


def test_versions_of_one_artefact_surprise_nobody(alice):
    first = with_text(words(0, 300), title="First", by=alice)
    other = File.objects.create(
        version=first.version, name="b.docx", extension="docx", size=1, sha256="b" * 64, inspection=Check.DONE
    )
    FileContent.objects.create(file=other, parts=[["", words(0, 300)]])
    similar.study(first.pk)

    assert similar.study(other.pk) == 0


@pytest.mark.parametrize("reason", ["draft", "hidden", "same bytes", "original"])
def test_what_is_not_told(alice, bob, reason):
    first = with_text(words(0, 300), title="First", by=alice, published=reason != "draft", sha256="a" * 64)
    second = with_text(
        words(0, 300), title="Second", by=bob, sha256="a" * 64 if reason == "same bytes" else None
    )
    similar.study_missing()
    if reason == "hidden":
        Artefact.objects.filter(title="First").update(status=Status.HIDDEN)
    if reason == "original":
        Adaptation.objects.create(version=second.version, original=first.version)

    assert told(second) == []
    assert len(told(second, everything=True)) == (1 if reason in {"draft", "hidden"} else 0)


@pytest.mark.parametrize("count", [1, 3])
def test_telling_costs_one_query(count, django_assert_num_queries):
    for number in range(count):
        with_text(words(0, 300), title=f"Other {number}")
    second = with_text(words(0, 300), title="Second")
    similar.study_missing()
    version = second.version

    with django_assert_num_queries(1):
        assert len(similar.matches(version)) == count


def test_studying_asks_the_same_whatever_the_library_holds():
    """An index lookup a band, and what is compared is bounded."""
    for number in range(similar.MOST_COMPARED + 4):
        with_text(words(0, 300), title=f"Other {number}")
    similar.study_missing()
    asked = []
    for number in range(2):
        file = with_text(words(0, 300), title=f"New {number}")
        with CaptureQueriesContext(connection) as queries:
            assert similar.study(file.pk) == similar.MOST_COMPARED
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 45


def test_the_inspection_looks_at_what_it_has_read(alice, bob):
    for by, ending in ((alice, "one"), (bob, "two")):
        draft = publishing.start_draft(by=by, title="Plan", kind=factories.kind()).versions.get()
        text = io.BytesIO(f"{words(0, 300)} {ending}".encode())
        publishing.attach(draft, text, name="plan.md", by=by)

    inspection.inspect_waiting()

    assert sorted(Likeness.objects.values_list("percent", flat=True)) == [99, 99]
    assert TextPrint.objects.count() == 2
