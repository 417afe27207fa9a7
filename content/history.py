"""How other parts of the house learn what was decided: StatusChange is the outbox, a Cursor is each reader's mark.

A row's number is given when it is written and seen when its transaction is through, so on PostgreSQL a higher
number may be seen before a lower one. A cursor therefore never passes rows younger than SETTLED; those are handed
out again in the next round, and whoever reads must be safe to repeat.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from content.models import Cursor, StatusChange

SETTLED = timedelta(minutes=1)
A_PART = 50
PARTS = 5  # in one go: behind a whole library that was loaded, files wait to be checked, and on SQLite all who write


def follow(name, handle):
    """Hand StatusChanges past the cursor ``name`` to ``handle`` in order; answers how many it said yes to.

    At most PARTS parts of them: the next call goes on. Each part is one transaction that holds the cursor: two
    workers take turns, and what is killed is repeated.
    """
    known = Cursor.objects.filter(pk=name).values_list("position", flat=True).first() or 0
    if not StatusChange.objects.filter(pk__gt=known).exists():
        return 0  # without a transaction that could write
    told, seen = 0, 0
    for _ in range(PARTS):
        part, news = _follow_part(name, handle, seen)
        told += news
        if len(part) < A_PART:
            break
        seen = part[-1].pk
    return told


@transaction.atomic
def _follow_part(name, handle, seen):
    cursor = _held(name)
    rows = StatusChange.objects.filter(pk__gt=max(cursor.position, seen)).order_by("pk")
    part = list(rows.select_related("artefact__creator", "version", "by")[:A_PART])
    news = sum(bool(handle(change)) for change in part)
    settled = _last_settled(part)
    if settled and seen <= cursor.position:
        Cursor.objects.filter(pk=name).update(position=settled)
    return part, news


def _held(name):
    Cursor.objects.bulk_create([Cursor(name=name)], ignore_conflicts=True)
    return Cursor.objects.select_for_update().get(pk=name)


def _last_settled(part):
    """The number up to which all rows are old enough, or 0."""
    before, last = timezone.now() - SETTLED, 0
    for change in part:
        if change.at > before:
            break
        last = change.pk
    return last
