"""The starter library: its own words, its own account, one content for one number."""

import pytest
from django.apps import apps

from content import terms
from content.enums import Origin, Status
from content.models import Artefact, File
from content.starting import DESCRIPTION, TEAM, load_starter

pytestmark = pytest.mark.django_db

ITEM = """
[[artefact]]
slug = "priority-matrix"
title = "Priority matrix"
summary = "Two people come to the same priority."
kind = "template"
practices = ["incident-management", "service-desk"]
frameworks = ["itil-4"]
audiences = ["service-desk-analyst"]
tags = ["priority"]
language = "en"
licence = "CC-BY-4.0"
origin = "in-house"
made_for = "A desk of 5 to 50 analysts"
body = "# Steps"
version = "{version}"
change_note = "{note}"
files = ["matrix.csv"]
"""


@pytest.fixture(autouse=True)
def _terms(db):
    terms.load(lambda name: apps.get_model("content", name))


def folder_of(path, *, version="1.0", content="a,b\n1,2\n", note="First"):
    (path / "files").mkdir(exist_ok=True)
    (path / "files" / "matrix.csv").write_text(content)
    (path / DESCRIPTION).write_text(ITEM.format(version=version, note=note))
    return path


def counts(report):
    return len(report.new), len(report.updated), len(report.unchanged), len(report.skipped)


def test_an_artefact_of_ours_is_published_under_our_name(tmp_path):
    load_starter(folder_of(tmp_path))

    artefact = Artefact.objects.get(slug="priority-matrix")
    assert (artefact.status, artefact.origin, artefact.creator.email) == (
        Status.PUBLISHED,
        Origin.IN_HOUSE,
        TEAM[0],
    )
    assert [term.slug for term in artefact.practices.all()] == ["incident-management", "service-desk"]
    assert (artefact.made_for, artefact.file_type) == ("A desk of 5 to 50 analysts", "csv")


def test_a_second_run_changes_nothing(tmp_path):
    folder_of(tmp_path)

    assert [counts(load_starter(tmp_path)) for _ in range(2)] == [(1, 0, 0, 0), (0, 0, 1, 0)]
    assert File.objects.count() == 1


def test_a_second_run_asks_few_questions(tmp_path, django_assert_num_queries):
    load_starter(folder_of(tmp_path))

    with django_assert_num_queries(3):
        load_starter(tmp_path)


def test_a_higher_number_is_a_new_version(tmp_path):
    load_starter(folder_of(tmp_path))

    report = load_starter(folder_of(tmp_path, version="1.3", content="a\n", note="Fewer columns"))

    artefact = Artefact.objects.get()
    assert (counts(report), artefact.current.number, artefact.current.change_note) == (
        (0, 1, 0, 0),
        "1.3",
        "Fewer columns",
    )
    assert counts(load_starter(tmp_path)) == (0, 0, 1, 0)


def test_a_new_site_starts_with_the_number_of_the_day(tmp_path):
    load_starter(folder_of(tmp_path, version="2.1"))

    assert Artefact.objects.get().current.number == "2.1"


def test_one_number_stands_for_one_content(tmp_path):
    load_starter(folder_of(tmp_path))

    report = load_starter(folder_of(tmp_path, content="a\n"))

    assert [skipped.why for skipped in report.skipped] == ["its files changed, and it is still version 1.0"]


def test_a_term_that_is_not_there_is_named(tmp_path):
    folder_of(tmp_path)
    text = (tmp_path / DESCRIPTION).read_text()
    (tmp_path / DESCRIPTION).write_text(text.replace("service-desk-analyst", "nobody"))

    report = load_starter(tmp_path)

    assert [skipped.why for skipped in report.skipped] == ["the audience 'nobody' is not known here"]
    assert Artefact.objects.count() == 0


def test_the_library_that_comes_with_the_product_loads_once():
    first, second = load_starter(), load_starter()

    assert (counts(first), counts(second)) == ((8, 0, 0, 0), (0, 0, 8, 0))
    assert Artefact.objects.listed().filter(current__licence="CC-BY-4.0").count() == 8
