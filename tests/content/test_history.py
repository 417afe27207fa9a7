"""Readers of the history miss nothing and may repeat."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.db.models import F

from content import history
from content.history import SETTLED, follow
from content.models import Cursor, StatusChange
from tests import factories

pytestmark = pytest.mark.django_db


def changes(count, artefact=None):
    artefact = artefact or factories.artefact()
    said = {"artefact": artefact, "before": "draft", "after": "published"}
    return StatusChange.objects.bulk_create(StatusChange(**said) for _ in range(count))


def settle(rows):
    StatusChange.objects.filter(pk__in=[row.pk for row in rows]).update(at=F("at") - SETTLED)


def position(name="reader"):
    return Cursor.objects.get(pk=name).position


def test_what_is_settled_is_handed_out_once_and_what_is_young_again():
    old, young = changes(2), changes(1)
    settle(old)
    seen = []

    for _round in range(2):
        follow("reader", lambda change: seen.append(change.pk))

    assert seen == [old[0].pk, old[1].pk, young[0].pk, young[0].pk]
    assert position() == old[1].pk


def test_a_lower_number_that_is_seen_late_is_not_missed():
    late, early = changes(2)
    StatusChange.objects.filter(pk=late.pk).delete()  # not through yet, on the other connection
    seen = []
    follow("reader", lambda change: seen.append(change.pk))
    late.save(force_insert=True)

    follow("reader", lambda change: seen.append(change.pk))

    assert seen == [early.pk, late.pk, early.pk]


def test_a_long_history_is_read_in_several_goes(monkeypatch):
    monkeypatch.setattr(history, "A_PART", 2)
    monkeypatch.setattr(history, "PARTS", 2)
    settle(changes(6))

    assert [follow("reader", lambda change: True) for _ in range(3)] == [4, 2, 0]


def test_more_than_a_part_is_read_to_its_end(monkeypatch):
    monkeypatch.setattr(history, "A_PART", 2)
    old, young = changes(5), changes(3)
    settle(old)
    seen = []

    told = follow("reader", lambda change: seen.append(change.pk) or True)

    assert (seen, told, position()) == ([row.pk for row in (*old, *young)], 8, old[-1].pk)


def test_what_failed_is_handed_out_again():
    rows = changes(2)
    settle(rows)

    with pytest.raises(ZeroDivisionError):
        follow("reader", lambda change: 1 / 0)

    seen = []
    follow("reader", lambda change: seen.append(change.pk))
    assert seen == [row.pk for row in rows]


def test_each_reader_has_its_own_place():
    settle(changes(1))
    follow("one", lambda change: True)

    assert (follow("two", lambda change: True), follow("one", lambda change: True)) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_hand_out_what_is_settled_once():
    settle(changes(20))
    ready, seen, faults = Barrier(2), [], []

    def work():
        try:
            ready.wait()
            follow("reader", lambda change: seen.append(change.pk))
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (faults, len(seen), len(set(seen))) == ([], 20, 20)
