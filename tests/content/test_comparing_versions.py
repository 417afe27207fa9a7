"""Which versions are compared with which, by whom, and what is kept of it; files and child are real."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone

from content import comparing_versions, inspection, publishing
from content.comparing_versions import LEASE, compare_waiting, pair_files, plan_missing, predecessor
from content.enums import Check
from content.models import MOST_ATTEMPTS, File, VersionComparison
from tests import factories
from tests.content.files.comparing_samples import two_models

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(db):
    return factories.member("Library", password=None, is_collector=True)


def out(version, library, *files):
    """Publish a version of the library with these (name, bytes)."""
    for name, content in files:
        publishing.attach(version, io.BytesIO(content), name=name, by=library)
    return publishing.publish(publishing.submit(version, by=library), by=library, unchecked=True)


def first(library, *files, body=""):
    fields = {"title": "Plan", "kind": factories.kind(), "licence": factories.licence(), "body": body}
    return out(publishing.start_draft(by=library, **fields).versions.get(), library, *files)


def second(version, library, *files, body=None):
    following = publishing.add_version(version.artefact, by=library, major=False, change_note="Shorter")
    if body is not None:
        publishing.set_body(following, body, by=library)
    return out(following, library, *files)


def kept(version):
    """What the page reads after the worker has been."""
    inspection.inspect_waiting()
    compare_waiting()
    row = VersionComparison.objects.get(newer=version)
    assert row.state == Check.DONE
    return row.data


def test_a_first_version_is_compared_with_nothing(library):
    version = first(library)

    assert (predecessor(version), VersionComparison.objects.count()) == (None, 0)


def test_a_published_version_waits_to_be_compared_with_the_one_before(library):
    older = first(library)
    newer = second(older, library)

    row = VersionComparison.objects.get()
    assert (row.older, row.newer, row.state) == (older, newer, Check.WAITING)


def test_words_of_a_file_are_compared(library):
    older = first(library, ("plan.md", b"# Plan\n\nCall the manager."))
    newer = second(older, library, ("plan.md", b"# Plan\n\nCall the duty manager."))

    (file,) = kept(newer)["files"]

    assert (file["state"], file["text"]["changed"], file["text"]["same"]) == ("changed", 1, 1)


def test_models_are_compared_by_elements(library, tmp_path):
    old, new = (path.read_bytes() for path in two_models(tmp_path))
    older = first(library, ("change.bpmn", old))

    (file,) = kept(second(older, library, ("change.bpmn", new)))["files"]

    assert (file["state"], file["model"]["added"], len(file["model"]["drawings"])) == ("changed", 2, 1)


def test_files_of_other_kinds_come_go_and_stay(library):
    older = first(library, ("same.md", b"# A"), ("gone.csv", b"a,b\n1,2"))
    newer = second(older, library, ("kept.md", b"# A"), ("new.txt.md", b"# B"))

    states = {file["name"]: file["state"] for file in kept(newer)["files"]}

    assert states == {"kept.md": "renamed", "new.txt.md": "added", "gone.csv": "removed"}


def test_a_file_that_could_not_be_read_says_why(library):
    older = first(library, ("plan.docx", b"PK\x03\x04 broken"))
    newer = second(older, library, ("plan.docx", b"PK\x03\x04 broken too"))

    (file,) = kept(newer)["files"]

    assert (file["state"], file["text"]) == ("unclear", None)
    assert file["reason"].startswith("plan.docx could not be read: ")


def test_the_text_on_the_page_is_compared_if_it_changed(library):
    older = first(library, body="One site.")
    same = second(older, library)
    newer = second(same, library, body="One site or two.")

    assert (kept(same)["body"], kept(newer)["body"]["changed"]) == (None, 1)


def test_it_waits_until_all_files_are_checked(library):
    older = first(library, ("plan.md", b"# A"))
    second(older, library, ("plan.md", b"# B"))

    assert compare_waiting() == 0
    assert (inspection.inspect_waiting(), compare_waiting(), compare_waiting()) == (2, 1, 0)


def test_a_silent_worker_is_replaced_three_times_at_most(library):
    second(first(library), library)
    rows = VersionComparison.objects.all()
    ago = timezone.now() - timedelta(seconds=1)
    for _ in range(MOST_ATTEMPTS):
        assert comparing_versions.claim() is not None
        assert comparing_versions.claim() is None
        rows.update(leased_until=ago)

    assert (comparing_versions.claim(), compare_waiting(), rows.get().state) == (None, 1, Check.FAILED)


def test_a_claim_lasts_longer_than_all_models_can_take():
    longest = comparing_versions.MOST_MODELS * comparing_versions.comparing.WALL_SECONDS

    assert timedelta(seconds=longest) < LEASE


def test_versions_that_were_missed_are_planned_once(library):
    second(first(library), library)
    VersionComparison.objects.all().delete()

    assert (plan_missing(), plan_missing(), VersionComparison.objects.count()) == (1, 0, 1)


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ([("a.md", "1")], [("b.md", "1")], [("a.md", "b.md")]),
        (
            [("a.md", "1"), ("b.md", "2")],
            [("b.md", "1"), ("a.md", "2")],
            [("a.md", "b.md"), ("b.md", "a.md")],
        ),
        ([("Plan.md", "1")], [("plan.md", "2"), ("x.md", "3")], [("Plan.md", "plan.md"), (None, "x.md")]),
        ([("a.md", "1"), ("a.csv", "2")], [("z.csv", "3")], [("a.csv", "z.csv"), ("a.md", None)]),
    ],
)
def test_files_are_paired_by_bytes_then_name_then_kind(old, new, pairs):
    def files(rows):
        made = enumerate(rows, start=len(rows) * 10)
        return [
            File(pk=pk, name=name, sha256=sha, extension=name[-3:].strip(".")) for pk, (name, sha) in made
        ]

    found = [tuple(file and file.name for file in pair) for pair in pair_files(files(old), files(new))]

    assert found == pairs
