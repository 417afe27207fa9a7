"""Vectors as PostgreSQL keeps them."""

from importlib import import_module

import pytest
from django.db import connection

from content import search
from content.search.postgresql import vector
from tests import factories

NONE = []


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ([["incid"], NONE, NONE, NONE, NONE], "'incid':1A '~incid':1A"),
        ([["incid"], ["form"], NONE, NONE, NONE], "'incid':1A '~incid':1A 'form':4B '~form':4B"),
        ([["incid"], NONE, ["incid"], ["incid"], ["x"]], "'incid':1A,6B,9C '~incid':1A,6B 'x':12D"),
        ([NONE, NONE, NONE, ["incid"], NONE], "'incid':7C"),
    ],
)
def test_what_stands_in_the_head_is_written_a_second_time_with_a_mark(columns, said):
    assert vector(columns) == said


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_migration_marks_what_was_written_before_as_we_write_it(alice):
    search.index(factories.artefact(by=alice, title="Review of the review", summary="Short.", body="Review."))
    search.index(factories.artefact(by=alice, title="事故", summary="", body="Long " * 300))
    migration = import_module("content.migrations.0021_marked_heads")

    with connection.cursor() as cursor:

        def vectors(statement):
            cursor.execute(statement)
            cursor.execute("SELECT artefact_id, vector::text FROM content_searchindex ORDER BY 1")
            return cursor.fetchall()

        written = vectors("SELECT 1")
        before = vectors(migration.UNMARK)
        again = vectors(migration.MARK)

    assert all("~" in text for _, text in written)
    assert not any("~" in text for _, text in before)
    assert again == written
