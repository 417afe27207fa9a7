"""Questions that are put together once."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.query import QuerySet
from django.utils import timezone

from people.enums import NoticeKind
from people.models import Member, Notice
from people.prepared import prepared


@prepared
def named(name):
    return Member.objects.filter(name=name).values_list("slug")


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
