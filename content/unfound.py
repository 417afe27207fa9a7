"""Searches without a hit, counted as signs of a need: words, week, number; nothing of who searched.

A visitor's page writes nothing, so a search is noted in the memory of the process and written by a thread of its
own once a minute (settings.UNFOUND_SECONDS), after the answers are gone. What is noted when a process ends is lost:
a sign more or less changes nothing. Within a day a visitor counts once for the same words, by the salted hash that
downloads are counted with; it is never written. Robots do not count, and words that may name a person or lead
somewhere (numbers, addresses, long texts) are not noted at all.
"""

import logging
import re
import threading
import time
from collections import Counter
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, IntegrityError, close_old_connections, transaction
from django.db.models import F, Sum
from django.utils import timezone

from content.models import Unfound
from content.visitors import is_wish, visitor_hash

log = logging.getLogger(__name__)

LEAST_SHOWN = 5  # searches, before anybody sees the words
MOST_SHOWN = 10
MOST_NOTED = 1000  # in memory, of each kind
SHOWN_FOR = timedelta(weeks=12)
_WORDS = re.compile(r"[^\W\d_][\w'’ -]{2,59}")
_TELLING = re.compile(r"\d{5}|(\w+[ -]+){6}\w")  # a number to call, a sentence

_guard = threading.Lock()
_noted: Counter[str] = Counter()
_seen: set[str] = set()
_writer: threading.Thread | None = None


def note(request, words):
    """Remember that somebody found nothing for ``words``; answers whether it counts. Writes nothing."""
    said = " ".join(words.casefold().split())
    if not _WORDS.fullmatch(said) or _TELLING.search(said):
        return False
    if request.method != "GET" or not is_wish(request.META):
        return False
    mark = f"{visitor_hash(request.META)}/{said}"
    with _guard:
        if mark in _seen or len(_noted) >= MOST_NOTED:
            return False
        if len(_seen) >= MOST_NOTED:
            _seen.clear()
        _seen.add(mark)
        _noted[said] += 1
    _start_writer()
    return True


def flush():
    """Write what was noted; answers how many different words. Nothing noted: no transaction."""
    with _guard:
        taken = dict(_noted)
        _noted.clear()
    week = monday(timezone.localdate())
    for words, n in sorted(taken.items()):
        _add(words, week, n)
    return len(taken)


def often(most=MOST_SHOWN):
    """[(words, how often)] of the last twelve weeks, searched for at least five times. One query."""
    since = timezone.localdate() - SHOWN_FOR
    hidden = Unfound.objects.filter(kept_back=True).values("words")
    rows = Unfound.objects.filter(week__gt=since).exclude(words__in=hidden).values("words")
    found = rows.annotate(total=Sum("n")).filter(total__gte=LEAST_SHOWN).order_by("-total", "words")
    return list(found.values_list("words", "total")[:most])


def keep_back(words, *, is_kept_back):
    """Take words off the board, or let them on again; for moderators, who are asked by their desk."""
    Unfound.objects.filter(words=words).update(kept_back=is_kept_back)


def sweep(today):
    """Forget the weeks that are shown no more, except words that were kept back; answers how many rows."""
    return Unfound.objects.filter(week__lte=today - SHOWN_FOR, kept_back=False).delete()[0]


def monday(day):
    return day - timedelta(days=day.weekday())


def _add(words, week, n):
    known = Unfound.objects.filter(words=words, week=week)
    if known.update(n=F("n") + n):
        return
    try:
        with transaction.atomic():
            Unfound.objects.create(words=words, week=week, n=n)
    except IntegrityError:  # another process was first
        known.update(n=F("n") + n)


def _start_writer():
    """One thread in each process, from its first note on."""
    global _writer
    if not settings.UNFOUND_SECONDS or (_writer is not None and _writer.is_alive()):
        return
    _writer = threading.Thread(target=_write_forever, name="unfound", daemon=True)
    _writer.start()


def _write_forever():
    while settings.UNFOUND_SECONDS:
        time.sleep(settings.UNFOUND_SECONDS)
        try:
            flush()
        except DatabaseError:
            log.exception("Searches without a hit were not counted")
        finally:
            close_old_connections()
