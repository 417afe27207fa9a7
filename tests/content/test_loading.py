"""Values written by cursors are read back as they were."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from content import loading
from content.models import Artefact, FacetSet, StatusChange
from tests import factories

pytestmark = pytest.mark.django_db
WRITTEN = ("score", "low", "rating_count", "used_in", "evidence", "confirmed_at")


def test_rows_are_updated_with_the_values_they_get_and_no_others():
    first, second, other = (factories.artefact() for _ in range(3))
    now = datetime(2026, 11, 2, 10, 30, 15, 123456, tzinfo=UTC)
    new = [
        (first.pk, 4.25, 0.1 + 0.2, 3, {"size": ["1-49"]}, "once", now),
        (second.pk, None, -1e-17, 0, {}, "", now),
    ]

    loading.update(Artefact, WRITTEN, new)
    loading.update(Artefact, ["score"], [])

    rows = Artefact.objects.order_by("pk").values_list("pk", *WRITTEN)
    assert list(rows.exclude(pk=other.pk)) == new
    assert rows.get(pk=other.pk)[1:5] == (None, 0.0, 0, {})


def test_rows_that_get_the_same_are_updated_together(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(loading, "FEW", 2)
    monkeypatch.setattr(loading, "UPDATED", 2)
    now = datetime(2026, 11, 2, 10, 30, 15, 123456, tzinfo=UTC)
    first, *others = (factories.artefact().pk for _ in range(5))

    with django_assert_num_queries(3):
        loading.update_alike(
            Artefact, ["score", "confirmed_at"], {(4.25, now): others[:3], (None, now): [first]}
        )

    kept = Artefact.objects.get(pk=others[3])
    rows = list(Artefact.objects.order_by("pk").values_list("score", "confirmed_at"))
    assert rows == [(None, now), *[(4.25, now)] * 3, (kept.score, kept.confirmed_at)]
    assert kept.confirmed_at != now


def test_a_column_of_nothing_keeps_its_type():
    made = factories.artefact()
    Artefact.objects.update(score=4.0)

    loading.update(Artefact, ["score"], [(made.pk, None)])

    assert Artefact.objects.get().score is None


def parts_of(table):
    """The names of all indexes, references and other constraints of a table."""
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, table))


@pytest.mark.parametrize("model", [Artefact, StatusChange])
def test_what_a_load_does_without_is_there_again_after_it(model):
    table = model._meta.db_table
    before = parts_of(table)

    with loading.at_once([table]):
        inside = parts_of(table)
    with loading.at_once([table], looked_up=[table]):
        kept = parts_of(table)

    assert inside < before
    assert inside < kept <= before
    assert parts_of(table) == before


def test_a_reference_to_nothing_ends_a_load():
    table = FacetSet._meta.db_table
    before = parts_of(table)

    with pytest.raises(IntegrityError), transaction.atomic(), loading.at_once([table]):
        loading.insert(FacetSet, ["artefact", "packed"], [(1_000_000, "1")])

    assert parts_of(table) == before
    assert not FacetSet.objects.exists()


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="these are SQLite's settings")
def test_more_memory_is_taken_only_for_as_long_as_it_is_needed():
    def settings():
        with connection.cursor() as cursor:
            return [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("cache_size", "mmap_size")]

    before = settings()
    with loading.more_memory():
        inside = settings()

    assert inside[0] == -250_000
    assert inside[1] > before[1]
    assert settings() == before
