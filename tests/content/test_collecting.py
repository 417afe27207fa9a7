"""Collected work in the library: whose it is, what a second run does, what a failure leaves."""

import os
from pathlib import Path

import pytest
from django.apps import apps

from content import publishing, storing, terms
from content.collecting import LIBRARY, load_corpus
from content.enums import Check, Origin, Status
from content.models import Artefact, File, StatusChange, Version
from people.models import Member
from tests import factories
from tests.content.manifest_folder import TEXT, row, write

pytestmark = pytest.mark.django_db

CORPUS = os.environ.get("BACK2ITSM_CORPUS", "")
needs_corpus = pytest.mark.skipif(not CORPUS, reason="BACK2ITSM_CORPUS is not set")


@pytest.fixture(autouse=True)
def _terms(db):
    terms.load(lambda name: apps.get_model("content", name))


def counts(report):
    return len(report.new), len(report.updated), len(report.unchanged)


def rows_in_all_tables():
    return [model.objects.count() for model in (Artefact, Version, File, StatusChange, Member)]


def test_a_row_becomes_a_published_artefact_that_says_whose_it_is(tmp_path):
    load_corpus(write(tmp_path, [row(tmp_path)]))

    artefact = Artefact.objects.get(slug="severity-levels")
    assert (artefact.title, artefact.kind.slug, artefact.language) == ("Severity levels", "procedure", "en")
    assert (artefact.status, artefact.origin, artefact.current.licence_id) == (
        Status.PUBLISHED,
        Origin.COLLECTED,
        "CC-BY-4.0",
    )
    assert (artefact.source.author, artefact.source.publisher) == ("Acme", "acme/handbook")
    assert [practice.slug for practice in artefact.practices.all()] == ["incident-management"]
    assert sorted(artefact.tags.names()) == ["incident", "on-call"]


def test_its_file_is_kept_byte_for_byte_and_waits_for_inspection(tmp_path):
    load_corpus(write(tmp_path, [row(tmp_path)]))

    file = File.objects.get()
    assert storing.path(file.store_path).read_bytes() == TEXT
    assert (file.name, file.inspection, file.source_url) == (
        "severity.md",
        Check.WAITING,
        "https://github.com/acme/handbook/blob/bc9f858ccbba/docs/severity%20levels.md",
    )


def test_its_text_is_read_without_front_matter(tmp_path):
    load_corpus(write(tmp_path, [row(tmp_path)]))

    assert Version.objects.get().body == "# Severity\n\nWho to call at three in the morning."


def test_the_library_earns_nothing_and_nobody_signs_in_to_it(tmp_path):
    load_corpus(write(tmp_path, [row(tmp_path)]))

    owner = Artefact.objects.get().creator
    assert (owner.email, owner.name, owner.is_collector, owner.has_usable_password()) == (
        LIBRARY[0],
        "Back2ITSM library",
        True,
        False,
    )


def test_files_of_one_artefact_come_together(tmp_path):
    files = [row(tmp_path, "artefacts/plan.csv", b"a,b\n1,2\n", tags="x"), row(tmp_path, tags="y|x")]
    load_corpus(write(tmp_path, files))

    artefact = Artefact.objects.get()
    assert [file.name for file in artefact.current.files.all()] == ["plan.csv", "severity.md"]
    assert (artefact.file_type, sorted(artefact.tags.names())) == ("csv", ["x", "y"])


def test_a_second_run_changes_nothing(tmp_path):
    write(tmp_path, [row(tmp_path), row(tmp_path, "artefacts/b.md", artefact="b")])
    first = load_corpus(tmp_path)
    before = rows_in_all_tables()

    second = load_corpus(tmp_path)

    assert (counts(first), counts(second)) == ((2, 0, 0), (0, 0, 2))
    assert (rows_in_all_tables(), len(list(storing.walk()))) == (before, 2)


@pytest.mark.parametrize("artefacts", [1, 3])
def test_a_second_run_asks_the_same_few_questions(tmp_path, django_assert_num_queries, artefacts):
    rows = [row(tmp_path, f"artefacts/{number}.md", artefact=f"a{number}") for number in range(artefacts)]
    load_corpus(write(tmp_path, rows))

    with django_assert_num_queries(6):
        load_corpus(tmp_path)


def test_changed_files_are_a_new_version(tmp_path):
    load_corpus(write(tmp_path, [row(tmp_path)]))

    report = load_corpus(write(tmp_path, [row(tmp_path, content=b"# Six levels\n", summary="Six.")]))

    artefact = Artefact.objects.get()
    assert (counts(report), artefact.current.number, artefact.summary) == ((0, 1, 0), "1.1", "Six.")
    assert [file.size for file in artefact.current.files.all()] == [13]


def test_what_a_moderator_hid_stays_hidden(tmp_path, mona):
    load_corpus(write(tmp_path, [row(tmp_path)]))
    publishing.hide(Artefact.objects.get(), by=mona, note="Names a customer")

    load_corpus(tmp_path)
    load_corpus(write(tmp_path, [row(tmp_path, content=b"# Six levels\n")]))

    artefact = Artefact.objects.get()
    assert (artefact.status, artefact.current.number) == (Status.HIDDEN, "1.1")


def test_what_a_moderator_removed_does_not_come_back(tmp_path, mona):
    load_corpus(write(tmp_path, [row(tmp_path)]))
    publishing.remove(Artefact.objects.get(), by=mona, note="Not theirs to give")

    report = load_corpus(write(tmp_path, [row(tmp_path, content=b"# Six levels\n")]))

    assert [(skipped.what, skipped.why) for skipped in report.skipped] == [
        ("severity-levels", "This artefact was removed.")
    ]
    assert (Artefact.objects.get().status, len(list(storing.walk()))) == (Status.REMOVED, 1)


def test_an_address_that_a_member_has_is_left_to_them(tmp_path, alice):
    publishing.start_draft(by=alice, title="Severity levels", kind=factories.kind())

    load_corpus(write(tmp_path, [row(tmp_path)]))
    report = load_corpus(tmp_path)

    assert counts(report) == (0, 0, 1)
    assert Artefact.objects.filter(slug="severity-levels-2").count() == 1


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"licence": "WTFPL"}, "the licence 'WTFPL' is not known here"),
        ({"kind": "poem"}, "the kind 'poem' is not known here"),
        ({"itil_practice": "Juggling"}, "the practice 'Juggling' is not known here"),
        ({"tags": "x" * 41}, "tags: A tag has at most 40 characters."),
        ({"summary": "x" * 301}, "summary: Use at most 300 characters; this has 301"),
        ({"source_path": "x" * 480}, "url: Use at most 500 characters; this has 531"),
    ],
)
def test_what_cannot_be_taken_is_named_and_leaves_nothing(tmp_path, values, why):
    report = load_corpus(
        write(tmp_path, [row(tmp_path) | values, row(tmp_path, "artefacts/b.md", artefact="b")])
    )

    assert [(skipped.what, skipped.why) for skipped in report.skipped] == [("severity-levels", why)]
    assert list(Artefact.objects.values_list("slug", flat=True)) == ["b"]
    assert len(list(storing.walk())) == 1


def test_a_failure_half_way_takes_back_rows_and_files(tmp_path):
    rows = [row(tmp_path, f"artefacts/{number}.md") for number in range(21)]

    report = load_corpus(write(tmp_path, [*rows, row(tmp_path, "artefacts/b.md", artefact="b")]))

    assert [skipped.why for skipped in report.skipped] == ["A version has at most 20 files."]
    assert (list(Artefact.objects.values_list("slug", flat=True)), len(list(storing.walk()))) == (["b"], 1)


def test_one_artefact_has_one_licence(tmp_path):
    files = [row(tmp_path), row(tmp_path, "artefacts/b.md", licence="MIT")]

    report = load_corpus(write(tmp_path, files))

    assert [skipped.why for skipped in report.skipped] == [
        "its files have different licences: CC-BY-4.0, MIT"
    ]


def test_no_practice_is_no_fault(tmp_path):
    load_corpus(write(tmp_path, [row(tmp_path, itil_practice="(none)", tags="")]))

    artefact = Artefact.objects.get()
    assert (artefact.practices.count(), artefact.tags.count()) == (0, 0)


def test_text_of_any_alphabet_is_kept(tmp_path):
    title = "障害対応 🚒 " + "Ⱥ" * 100
    load_corpus(write(tmp_path, [row(tmp_path, title=title, author="Žofia", artefact="x")]))

    assert Artefact.objects.get().title == title


@needs_corpus
def test_the_real_corpus_loads_once():
    first, second = load_corpus(Path(CORPUS)), load_corpus(Path(CORPUS))

    assert (counts(first), counts(second)) == ((128, 0, 0), (0, 0, 128))
    assert {skipped.why for skipped in first.skipped} == {"not below artefacts/"}
    assert (File.objects.count(), len(first.skipped)) == (134, 24)
