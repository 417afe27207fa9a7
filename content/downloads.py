"""Honest counts of downloads: once per visitor, artefact and hour.

A download writes one small row (``DownloadMark``) and never touches the artefact; the worker adds the rows
up. Not counted: HEAD, what a browser fetches in advance, robots, the creator, moderators, and the later parts
of a file.
"""

import logging
import time
from collections import Counter, defaultdict
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.core.cache import caches
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import F
from django.utils import timezone

from content import facets
from content.models import Artefact, DownloadMark, Taken
from content.visitors import is_wish, visitor_hash

log = logging.getLogger(__name__)

KEPT = timedelta(hours=48)
BATCH = 2_000
# Seconds a download may wait for a lock before it goes on uncounted.
PATIENCE = 2
ONE_HOUR = 3600


def counts(request, artefact) -> bool:
    """Whether this request is somebody's wish to have the artefact."""
    if request.method != "GET" or not is_wish(request.META):
        return False
    user = request.user
    return not (user.is_authenticated and (user.is_staff or user.pk == artefact.creator_id))


def count(request, artefact) -> bool:
    """Note that the artefact was taken; answers whether a row was written.

    To be called for a whole file or a part from byte 0 (``delivery.begins_file``). A member is also
    remembered in ``Taken``. Never raises a database error: what cannot be noted goes on and is logged.
    """
    if not counts(request, artefact):
        return False
    now = timezone.now()
    visitor, member = visitor_hash(request.META), request.user if request.user.is_authenticated else None
    seen, known = _seen(artefact.pk, visitor, member, now.timestamp()), caches["downloads"]
    if known.get(seen):
        return False
    try:
        is_new = _note(DownloadMark(artefact=artefact, visitor=visitor, hour=_hour(now)), member, now)
    except (DatabaseError, InterfaceError):
        log.exception("A download of artefact %s was not counted", artefact.pk)
        return False
    known.set(seen, True, ONE_HOUR)
    return is_new


def is_settled(environ, artefact_pk: int) -> bool:
    """Whether a visitor's taking it needs no count: nobody's wish, or this process has seen it noted in this hour."""
    if not is_wish(environ):
        return True
    return _seen(artefact_pk, visitor_hash(environ), None, time.time()) in caches["downloads"]


def count_all(request, artefacts) -> int:
    """``count`` for artefacts that are taken together; answers how many are counted now. Never raises either."""
    wanted = [artefact for artefact in artefacts if counts(request, artefact)]
    now, visitor = timezone.now(), visitor_hash(request.META)
    hour = _hour(now)
    try:
        noted = DownloadMark.objects.filter(artefact__in=wanted, visitor=visitor, hour=hour)
        known = set(noted.values_list("artefact_id", flat=True)) if wanted else set()
        new = [artefact for artefact in wanted if artefact.pk not in known]
        if not new:
            return 0
        with _short_write():
            marks = [DownloadMark(artefact=artefact, visitor=visitor, hour=hour) for artefact in new]
            DownloadMark.objects.bulk_create(marks, ignore_conflicts=True)
            if request.user.is_authenticated:
                _remember(wanted, request.user, now)
    except (DatabaseError, InterfaceError):
        log.exception("Downloads of %s artefacts were not counted", len(wanted))
        return 0
    return len(new)


def forget(artefact, *, by) -> None:
    """A member did not use what they took: it is remembered no longer. Counts stay as they are."""
    Taken.objects.filter(member=by, artefact=artefact).delete()


def roll_up(now: datetime) -> int:
    """Add new marks to their artefacts, each exactly once, and drop marks older than 48 hours.

    Answers the number of marks added. Two workers at once share the marks between them: on PostgreSQL a
    locked mark is skipped by the other, on SQLite the second waits for the first.
    """
    added = 0
    while DownloadMark.objects.filter(counted=False).exists():
        found = _roll_up_batch()
        added += found
        if found < BATCH:
            break
    _drop_old(now)
    return added


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)


def _seen(artefact_pk: int, visitor: str, member, at: float) -> str:
    """Whose second click within the hour this process has seen needs no look into the database."""
    return f"{artefact_pk}/{visitor}/{int(at) // ONE_HOUR}/{member.pk if member else ''}"


def _note(mark: DownloadMark, member, now: datetime) -> bool:
    # Reading first leaves the write lock to others when somebody clicks a second time.
    if _is_noted(mark, member):
        return False
    with _short_write():
        DownloadMark.objects.bulk_create([mark], ignore_conflicts=True)
        if member:
            _remember([mark.artefact], member, now)
    return True


def _is_noted(mark: DownloadMark, member) -> bool:
    noted = DownloadMark.objects.filter(artefact=mark.artefact, visitor=mark.visitor, hour=mark.hour)
    taken = Taken.objects.filter(member=member, artefact=mark.artefact, at__gte=mark.hour)
    return noted.exists() and (member is None or taken.exists())


def _remember(artefacts: list[Artefact], member, now: datetime) -> None:
    Taken.objects.bulk_create(
        [Taken(member=member, artefact=artefact, at=now) for artefact in artefacts],
        update_conflicts=True,
        unique_fields=["member", "artefact"],
        update_fields=["at"],
    )


@contextmanager
def _short_write():
    """A transaction that gives up after PATIENCE seconds of waiting for a lock.

    The ORM has no word for it, hence the cursor: SQLite keeps its patience per connection, PostgreSQL per
    transaction.
    """
    sqlite = connection.vendor == "sqlite"
    if sqlite:
        _be_patient_on_sqlite(PATIENCE)
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{PATIENCE}s"])
            yield
    finally:
        if sqlite:
            _be_patient_on_sqlite(connection.settings_dict["OPTIONS"].get("timeout", 5))


def _be_patient_on_sqlite(seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")


@transaction.atomic
def _roll_up_batch() -> int:
    marks = DownloadMark.objects.filter(counted=False).select_for_update(skip_locked=True)
    claimed = dict(marks.order_by("pk").values_list("pk", "artefact_id")[:BATCH])
    if not claimed:
        return 0
    DownloadMark.objects.filter(pk__in=claimed).update(counted=True)
    _add(Counter(claimed.values()))
    return len(claimed)


def _add(taken: Counter) -> None:
    """One statement for all artefacts that were taken equally often: most were taken once.

    ``changed_at`` stays: a download is no news for feeds and sitemaps, and the card's key holds the count.
    """
    ids = sorted(taken)
    # In the same order in each worker, or two of them could wait for each other for ever. no_key: a lock
    # that lets a download insert its mark, which points to the artefact.
    locked = Artefact.objects.filter(pk__in=ids).select_for_update(no_key=True).order_by("pk")
    list(locked.values_list("pk", flat=True))
    together = defaultdict(list)
    for pk, times in taken.items():
        together[times].append(pk)
    for times, pks in together.items():
        Artefact.objects.filter(pk__in=pks).update(downloads=F("downloads") + times)
    facets.copy_sort_keys(ids)


def _drop_old(now: datetime) -> None:
    """From the oldest row on, in batches: the primary key grows with time and needs no further index."""
    while True:
        oldest = DownloadMark.objects.filter(counted=True).order_by("pk").values_list("pk", "hour")[:BATCH]
        old = [pk for pk, hour in oldest if hour < now - KEPT]
        if old:
            DownloadMark.objects.filter(pk__in=old).delete()
        if len(old) < BATCH:
            break
