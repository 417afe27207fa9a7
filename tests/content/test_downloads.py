import logging
import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone
from freezegun import freeze_time

from content import downloads, facets
from content.models import DownloadMark, FacetEntry, Taken
from tests import factories

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHARLIE = AnonymousUser()


def request(user=CHARLIE, method="GET", agent=FIREFOX, address="203.0.113.7", **headers):
    made = RequestFactory().generic(
        method, "/", REMOTE_ADDR=address, headers={"User-Agent": agent, **headers}
    )
    made.user = user
    return made


def take(artefact, times=1, **asked):
    return [downloads.count(request(**asked), artefact) for _ in range(times)]


def visitors_of(artefact, count):
    for number in range(count):
        take(artefact, address=f"198.51.100.{number}")


def shown(artefact):
    artefact.refresh_from_db()
    return artefact.downloads


def in_threads(works):
    """Run all at once; answers what went wrong."""
    faults, start = [], threading.Barrier(len(works))

    def run(work):
        try:
            start.wait()
            work()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


@contextmanager
def another_writer():
    """Somebody else who holds what a download wants to write."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE" if other.vendor == "sqlite" else "BEGIN")
        if other.vendor == "postgresql":
            cursor.execute("LOCK TABLE content_downloadmark IN EXCLUSIVE MODE")
        yield
        cursor.execute("ROLLBACK")
    other.close()


@pytest.mark.django_db
def test_a_hundred_requests_of_one_visitor_in_an_hour_count_one():
    artefact = factories.artefact()

    with freeze_time("2026-11-20T08:00:00Z", tick=False):
        written = take(artefact, times=100)
        downloads.roll_up(timezone.now())

    assert (sum(written), shown(artefact), DownloadMark.objects.count()) == (1, 1, 1)


@pytest.mark.django_db
def test_another_hour_another_visitor_and_another_artefact_count_again():
    one, other = factories.artefact(title="One"), factories.artefact(title="Other")

    with freeze_time("2026-11-20T08:59:59Z"):
        take(one)
        take(one, address="203.0.113.8")
        take(other)
    with freeze_time("2026-11-20T09:00:00Z"):
        take(one)
        downloads.roll_up(timezone.now())

    assert (shown(one), shown(other)) == (3, 1)


@pytest.mark.parametrize(
    "asked",
    [
        {"method": "HEAD"},
        {"Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"X-Moz": "prefetch"},
        {"agent": ""},
        {"agent": "Googlebot/2.1"},
        {"agent": "python-requests/2.32"},
    ],
)
@pytest.mark.django_db
def test_what_is_nobodys_wish_counts_nothing(asked):
    artefact = factories.artefact()

    assert (take(artefact, **asked), DownloadMark.objects.count()) == ([False], 0)


@pytest.mark.django_db
def test_creator_and_moderators_count_nothing(alice, bob, mona):
    artefact = factories.artefact(by=alice)

    written = [take(artefact, user=user) for user in (alice, mona, bob)]

    assert written == [[False], [False], [True]]
    assert list(Taken.objects.values_list("member", "artefact")) == [(bob.pk, artefact.pk)]


@pytest.mark.django_db
def test_curl_is_a_person():
    assert take(factories.artefact(), agent="curl/8.5.0") == [True]


@pytest.mark.django_db
def test_a_member_is_remembered_once_with_the_last_time(bob):
    artefact = factories.artefact()

    for time in ("2026-11-20T08:00:00Z", "2026-11-20T08:30:00Z", "2026-11-21T10:15:00Z"):
        with freeze_time(time):
            take(artefact, user=bob)

    assert [f"{taken.at:%d %H:%M}" for taken in Taken.objects.all()] == ["21 10:15"]


@pytest.mark.django_db
def test_who_signs_in_after_taking_it_is_remembered_and_not_counted_twice(bob):
    artefact = factories.artefact()

    with freeze_time("2026-11-20T08:00:00Z"):
        take(artefact)
        take(artefact, user=bob)

    assert (DownloadMark.objects.count(), Taken.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_a_second_click_writes_nothing(django_assert_num_queries):
    artefact = factories.artefact()

    with freeze_time("2026-11-20T08:00:00Z"):
        take(artefact)
        with django_assert_num_queries(0):
            take(artefact)


@pytest.mark.django_db(transaction=True)
def test_a_locked_database_delays_a_download_but_never_fails_it(monkeypatch, caplog):
    artefact = factories.artefact()
    monkeypatch.setattr(downloads, "PATIENCE", 0.1)

    with another_writer(), caplog.at_level(logging.ERROR):
        during = take(artefact)
    afterwards = take(artefact)

    assert (during, afterwards) == ([False], [True])
    assert [record.getMessage() for record in caplog.records] == [
        f"A download of artefact {artefact.pk} was not counted"
    ]


@pytest.mark.django_db
def test_patience_is_given_back():
    take(factories.artefact())

    with connection.cursor() as cursor:
        sqlite = connection.vendor == "sqlite"
        cursor.execute("PRAGMA busy_timeout" if sqlite else "SELECT 20000")
        assert cursor.fetchone() == (20_000,)


@pytest.mark.django_db
def test_roll_up_copies_the_sort_key_and_is_no_news():
    artefact = factories.artefact()
    facets.list_artefact(artefact)
    visitors_of(artefact, 3)
    before = artefact.changed_at

    added = downloads.roll_up(timezone.now() + timedelta(minutes=1))

    assert (added, shown(artefact), artefact.changed_at) == (3, 3, before)
    assert set(FacetEntry.objects.values_list("artefact", "downloads")) == {(artefact.pk, 3)}


@pytest.mark.django_db
def test_roll_up_twice_adds_once():
    artefact = factories.artefact()
    visitors_of(artefact, 2)

    added = [downloads.roll_up(timezone.now()) for _ in range(2)]

    assert (added, shown(artefact)) == ([2, 0], 2)


@pytest.mark.django_db
def test_roll_up_goes_on_past_a_full_batch(monkeypatch):
    monkeypatch.setattr(downloads, "BATCH", 2)
    artefact = factories.artefact()
    visitors_of(artefact, 5)

    assert (downloads.roll_up(timezone.now()), shown(artefact)) == (5, 5)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.django_db
def test_roll_up_costs_the_same_for_any_number_of_artefacts(count, django_assert_num_queries):
    for number in range(count):
        take(factories.artefact(title=f"Artefact {number}"))

    with django_assert_num_queries(10):
        downloads.roll_up(timezone.now())


@pytest.mark.django_db
def test_roll_up_without_downloads_opens_no_transaction(django_assert_num_queries):
    with django_assert_num_queries(2) as asked:
        downloads.roll_up(timezone.now())

    assert {query["sql"].split()[0] for query in asked} == {"SELECT"}


@pytest.mark.django_db
def test_marks_go_after_two_days_and_the_count_stays(monkeypatch):
    monkeypatch.setattr(downloads, "BATCH", 2)
    artefact = factories.artefact()
    for day in (18, 19, 20):
        with freeze_time(f"2026-11-{day}T08:00:00Z"):
            visitors_of(artefact, 3)

    with freeze_time("2026-11-21T08:30:00Z"):
        downloads.roll_up(timezone.now())

    assert (shown(artefact), DownloadMark.objects.count()) == (9, 3)


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_lose_none():
    artefact = factories.artefact()
    addresses = [f"198.51.100.{number}" for number in range(50)]

    faults = in_threads([lambda address=address: take(artefact, address=address) for address in addresses])
    downloads.roll_up(timezone.now())

    assert (faults, shown(artefact)) == ([], 50)


@pytest.mark.django_db(transaction=True)
def test_one_visitor_fifty_times_at_once_counts_one():
    artefact = factories.artefact()

    with freeze_time("2026-11-20T08:00:00Z"):
        faults = in_threads([lambda: take(artefact)] * 50)
        downloads.roll_up(timezone.now())

    assert (faults, shown(artefact)) == ([], 1)


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_add_each_download_once(monkeypatch):
    monkeypatch.setattr(downloads, "BATCH", 5)
    made = [factories.artefact(title=f"Artefact {number}") for number in range(4)]
    for artefact in made:
        visitors_of(artefact, 10)

    faults = in_threads([lambda: downloads.roll_up(timezone.now())] * 4)
    downloads.roll_up(timezone.now())

    assert (faults, [shown(artefact) for artefact in made]) == ([], [10] * 4)
