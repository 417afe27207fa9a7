"""Whether something new was committed: seen by whoever looks, on the database that the tests run on."""

from threading import Thread

import pytest
from django.db import connection, transaction
from freezegun import freeze_time

from back2itsm.changes import LOOKED_EVERY, Watch
from content.models import Tag


@pytest.fixture
def watch():
    watch = Watch()
    yield watch
    watch.close()


@pytest.mark.django_db(transaction=True)
def test_reading_changes_nothing_and_a_commit_does(watch):
    before = watch.look()
    Tag.objects.count()
    unchanged = watch.look()
    Tag.objects.create(name="one", slug="one")

    assert before is not None
    assert unchanged == before
    assert watch.look() != before


@pytest.mark.django_db(transaction=True)
def test_a_writer_that_began_before_is_seen_when_it_commits(watch):
    with transaction.atomic():
        Tag.objects.create(name="one", slug="one")
        before = _seen_by_another_thread(watch)
    after = _seen_by_another_thread(watch)

    assert before is not None
    assert before != after


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_no_reason_to_miss_what_comes_next(watch):
    with transaction.atomic():
        Tag.objects.create(name="one", slug="one")
        transaction.set_rollback(True)
    before = watch.look()
    Tag.objects.create(name="two", slug="two")

    assert watch.look() != before


def _seen_by_another_thread(watch):
    """What a request in another thread would be told, on a connection of its own."""
    seen = []

    def look():
        seen.append(watch.look())
        connection.close()

    thread = Thread(target=look)
    thread.start()
    thread.join()
    return seen[0]


class Counting(Watch):
    def __init__(self):
        super().__init__()
        self.looks = 0

    def look(self):
        self.looks += 1
        return str(self.looks)


def test_the_database_is_asked_every_five_seconds():
    watch = Counting()

    with freeze_time() as clock:
        marks = [watch.mark(), watch.mark()]
        clock.tick(LOOKED_EVERY)
        marks.append(watch.mark())

    assert marks == ["1", "1", "2"]
