"""A library made in bulk is what the same artefacts would be, published one by one."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from content import facets, keeping, making, search
from content.making import NotEmpty, make_library
from content.markdown import render
from content.models import Artefact, FacetEntry, SearchDocument, Version
from content.search import vocabulary
from content.search.documents import columns
from content.search.engine import engine
from content.search.entering import _columns, _lines
from content.search.parts import parts_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    make_library(30)
    return Artefact.objects.order_by("pk")


def test_all_are_published_and_listed(library):
    assert library.listed().count() == 30
    assert engine().counts() == (30, 30)


def test_entries_and_counts_need_no_correction(library):
    assert facets.recount(fix=False) == 0
    assert FacetEntry.objects.count() > 30 * 7


def test_indexes_are_there_when_all_is_made(library):
    expected = {index.name for model in (Artefact, FacetEntry) for index in model._meta.indexes}

    with connection.cursor() as cursor:
        tables = [
            connection.introspection.get_constraints(cursor, m._meta.db_table) for m in (Artefact, FacetEntry)
        ]

    assert expected <= tables[0].keys() | tables[1].keys()


def test_search_documents_are_what_indexing_would_make(library):
    stored = dict(SearchDocument.objects.values_list("pk", "parts"))

    assert stored == parts_of(list(stored))


def test_lexemes_are_what_indexing_would_make(library):
    parts = SearchDocument.objects.values_list("parts", flat=True)

    assert [_columns(_lines(some)) for some in parts] == list(map(columns, parts))


def test_words_are_counted_right(library):
    assert vocabulary.recount(fix=False) == 0


def test_the_text_is_rendered_as_publishing_renders_it(library):
    version = Version.objects.first()

    assert version.body_html == render(version.body)


def test_every_row_has_its_file_and_every_file_its_row(library):
    assert list(keeping.check(timezone.now() + timedelta(hours=2))) == []


def test_the_chosen_best_stay_the_best(library):
    assert search.choose_best() == 0


def test_a_word_of_a_title_finds_it(library):
    artefact = library.first()

    assert search.search(Artefact.objects.listed(), artefact.title).ids[0] == artefact.pk


def test_new_rows_get_ids_after_the_generated_ones(library, alice):
    version = Version.objects.first()
    version.pk, version.minor = None, 7

    version.save()

    assert version.pk > 30


def test_batches_made_beside_are_all_stored(monkeypatch, tmp_path):
    monkeypatch.setattr(making, "BATCH", 2)
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # where our settings for tests put the folder of that process

    make_library(5)

    assert Artefact.objects.listed().count() == 5
    assert engine().counts() == (5, 5)
    assert (facets.recount(fix=False), vocabulary.recount(fix=False)) == (0, 0)
    assert list(keeping.check(timezone.now() + timedelta(hours=2))) == []


def test_a_second_library_is_refused(library):
    with pytest.raises(NotEmpty):
        make_library(1)


def test_the_command_asks_for_a_number_of_artefacts():
    with pytest.raises(CommandError):
        call_command("make_library", "0")
