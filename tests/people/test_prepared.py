"""Statements that are put together once."""

from contextlib import suppress
from datetime import timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.query import QuerySet
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from people.enums import NoticeKind
from people.models import Member, Notice, NoticeChoice
from people.prepared import insert, insert_once, insert_or_update, prepared, prepared_update


@prepared
def named(name):
    return Member.objects.filter(name=name).values_list("slug")


def held(member):
    rows = Notice.objects.select_for_update(of=("self",)).filter(member=member)
    return rows.select_related("member", "by").annotate(whose=F("member__name")).order_by("pk")


def notice(member, **said):
    return Notice(member=member, kind=NoticeKind.REVIEW, url="/", **said)


def stored(row):
    """All that the database has of a row but its number."""
    return Notice.objects.filter(pk=row.pk).values(*(set(COLUMNS) - {"id", "key"})).get()


def go_on_after(row):
    with transaction.atomic():
        with suppress(IntegrityError):
            insert(row)
        Member.objects.count()


COLUMNS = [field.attname for field in Notice._meta.concrete_fields]


def of_notices(member, since, kind):
    texts = Notice.objects.filter(member=OuterRef("pk"), kind=kind).order_by("-at").values("text")
    count = Count("notices", filter=Q(notices__at__gte=since, notices__kind=kind))
    rows = Member.objects.filter(pk=member).annotate(count=count, newest=Subquery(texts[:1]))
    return rows.values_list("count", "links", "is_active", "newest", "date_joined")


@pytest.mark.django_db
def test_it_answers_what_the_queryset_answers(alice, bob):
    for one in (alice, bob):
        assert named(name=one.name) == [(one.slug,)]
    assert named(name='100 % "O\'Nobody" \\ %s') == []


@pytest.mark.django_db
def test_values_are_of_the_same_types_wherever_they_stand(alice, bob):
    now, said = timezone.now(), {"kind": NoticeKind.REVIEW, "url": "/"}
    for days in (1, 3, 9):
        at, text = now - timedelta(days=days), f"{days} days ago"
        Notice.objects.create(member=alice, at=at, text=text, key=text, **said)
    ask = prepared(of_notices)
    for member in (alice, bob):
        for since in (now, now - timedelta(days=4)):
            for kind in (NoticeKind.REVIEW, NoticeKind.DECISION):
                given = {"member": member.pk, "since": since, "kind": kind}
                assert ask(**given) == list(of_notices(**given))
    found = ask(member=alice.pk, since=now - timedelta(days=4), kind=NoticeKind.REVIEW)
    assert found == [(2, alice.links, True, "1 days ago", alice.date_joined)]


@pytest.mark.django_db
def test_it_is_put_together_once_and_asks_one_statement(alice, monkeypatch, django_assert_num_queries):
    named(name=alice.name)
    monkeypatch.setattr(QuerySet, "filter", lambda *_args, **_by: pytest.fail("put together again"))
    with django_assert_num_queries(1):
        assert named(name=alice.name) == [(alice.slug,)]


@pytest.mark.django_db
def test_what_is_missing_is_said(alice):
    with pytest.raises(KeyError, match="name"):
        named(slug=alice.slug)


@pytest.mark.django_db(transaction=True)
def test_each_thread_puts_it_together_for_its_own_connection(alice):
    found = []

    def ask():
        found.append(named(name=alice.name))
        connection.close()

    named(name=alice.name)
    threads = [Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[(alice.slug,)]] * 3


@pytest.mark.django_db
def test_it_answers_instances_with_what_is_selected_beside_them(alice, bob, django_assert_num_queries):
    for by in (bob, None):
        notice(alice, text="Said.", key=str(by), by=by).save()
    ask = prepared(held)
    ask(member=bob.pk)

    with django_assert_num_queries(1):
        found = ask(member=alice.pk)
        assert [(one.member, one.by, one.whose) for one in found] == [
            (alice, bob, alice.name),
            (alice, None, alice.name),
        ]
    for one, same in zip(found, held(alice.pk), strict=True):
        assert [getattr(one, name) for name in COLUMNS] == [getattr(same, name) for name in COLUMNS]
    found[0].text = "Changed."
    found[0].save()
    assert Notice.objects.filter(text="Changed.").count() == 1


def outcome(ask, member):
    """What it answers, or that it refuses."""
    try:
        return [one.text for one in ask(member)]
    except TransactionManagementError:
        return "refused"


@pytest.mark.django_db(transaction=True)
def test_rows_are_held_where_django_would_hold_them(alice):
    notice(alice, text="Said.", key="one").save()
    ask = prepared(held)
    ways = (lambda member: ask(member=member), held)

    with transaction.atomic():
        inside = [outcome(way, alice.pk) for way in ways]
    outside = [outcome(way, alice.pk) for way in ways]

    assert inside == [["Said."]] * 2
    # SQLite holds its whole file in a transaction and is asked for no rows.
    assert outside == ["refused" if connection.vendor == "postgresql" else ["Said."]] * 2


@pytest.mark.django_db
def test_an_update_writes_each_time_what_it_is_given(alice, bob, django_assert_num_queries):
    @prepared_update
    def move(member, key, at, text):
        return Notice.objects.filter(member=member, key__gte=key), {"at": at, "text": text}

    for key in "abc":
        insert(notice(alice, text=key, key=key))
    now = timezone.now()

    assert move(member=alice.pk, key="b", at=now, text="100 % 'so'") == 2
    with django_assert_num_queries(1):
        assert move(member=alice.pk, key="c", at=now - timedelta(days=1), text="Last.") == 1
    assert move(member=bob.pk, key="a", at=now, text="No.") == 0
    said = [("100 % 'so'", now), ("Last.", now - timedelta(days=1))]
    assert list(Notice.objects.order_by("key").values_list("text", "at"))[1:] == said


@pytest.mark.django_db
def test_what_is_inserted_is_what_is_saved(alice, bob, django_assert_num_queries):
    at = timezone.now()
    said = [
        {"text": "One.", "at": at, "by": bob, "read_at": at},
        {"text": "Two.", "at": at, "for_digest": True},
    ]
    for number, one in enumerate(said):
        new, saved = notice(alice, key=f"new{number}", **one), notice(alice, key=f"saved{number}", **one)
        with django_assert_num_queries(1):
            insert(new)
        saved.save()
        assert stored(new) == stored(saved)
        new.text = "Again."
        new.save(update_fields=["text"])
    assert Notice.objects.filter(text="Again.").count() == 2
    made = Member(email="new@example.org", name="New", slug="new", links=[{"url": "https://example.org"}])
    insert(made)
    assert Member.objects.get(pk=made.pk).links == made.links


@pytest.mark.django_db
def test_what_is_there_is_left_or_changed_as_it_is_said(alice):
    assert insert_once(notice(alice, text="First.", key="one"))
    assert not insert_once(notice(alice, text="Second.", key="one"))
    first = Notice.objects.get()
    assert first.text == "First."

    insert_or_update(notice(alice, pk=first.pk, text="Third.", detail="Not written.", key="other"), ["text"])
    insert_or_update(notice(alice, pk=first.pk + 1, text="Fourth.", key="two"), ["text"])
    assert list(Notice.objects.order_by("pk").values_list("text", "detail")) == [
        ("Third.", ""),
        ("Fourth.", ""),
    ]


@pytest.mark.django_db
def test_what_the_database_refuses_ends_the_transaction(alice):
    insert(NoticeChoice(member=alice, kind=NoticeKind.REVIEW, how="site"))

    with pytest.raises(IntegrityError), transaction.atomic():
        insert(NoticeChoice(member=alice, kind=NoticeKind.REVIEW, how="off"))
    with pytest.raises(TransactionManagementError):
        go_on_after(NoticeChoice(member=alice, kind=NoticeKind.REVIEW, how="off"))
    assert NoticeChoice.objects.get().how == "site"
