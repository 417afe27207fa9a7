"""A worker that was dead for an hour catches up with nothing done twice, and a file may be replaced under its hands."""

import io
import time
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from content import inspection, publishing
from content.enums import Check, Outcome
from content.models import File, FileContent
from tests import factories

WAITING, HALF_DONE = 50, 10


def draft(by):
    fields = {"title": "Plan", "kind": factories.kind(), "licence": factories.licence()}
    return publishing.start_draft(by=by, **fields).versions.get()


def keep(version, words, name="plan.md"):
    return publishing.attach(version, io.BytesIO(words), name=name, by=version.by)


@pytest.mark.django_db(transaction=True)
def test_two_workers_catch_up_with_what_an_hour_left_behind():
    alice = factories.member("Alice")
    for at in range(WAITING // 10):
        version = draft(alice)
        for number in range(10):
            keep(version, b"# Plan %d of %d" % (number, at), f"plan-{number}.md")
    hour_ago = timezone.now() - timedelta(hours=1)
    File.objects.update(created_at=hour_ago)
    dead = list(File.objects.values_list("pk", flat=True)[:HALF_DONE])
    File.objects.filter(pk__in=dead).update(inspection=Check.RUNNING, attempts=1, leased_until=hour_ago)
    ready, done = Barrier(2), []

    def work():
        ready.wait()
        while some := inspection.inspect_waiting():
            done.append(some)
        connection.close()

    begun, workers = time.monotonic(), [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    seconds = time.monotonic() - begun

    states = set(File.objects.values_list("inspection", "outcome"))
    tries = [File.objects.filter(attempts=number).count() for number in (1, 2)]
    assert (states, sum(done)) == ({(Check.DONE, Outcome.OK)}, WAITING)
    assert (tries, FileContent.objects.count()) == ([WAITING - HALF_DONE, HALF_DONE], WAITING)
    print(
        f"\nworker dead for an hour: {WAITING} uploads waiting, {HALF_DONE} of them half done;"
        f" two workers caught up in {seconds:.1f} s, each file once"
    )


@pytest.mark.django_db
def test_a_file_replaced_under_inspection_never_gets_the_answer_on_the_former():
    version, wrong = draft(factories.member("Alice")), 0
    former = keep(version, b"# Former")
    for number in range(5):
        claimed = inspection.claim()
        publishing.detach(former, by=version.by)
        former = keep(version, b"# Newer %d" % number)

        inspection._inspect(claimed)  # its bytes are still there until the transaction ends

        wrong += FileContent.objects.count()
    inspection.inspect_waiting()

    parts = FileContent.objects.get().parts
    assert (wrong, [text for _where, text in parts]) == (0, ["Newer 4"])
    print("\nreplaced under inspection: 5 of 5 late answers dropped, the last file has its own")
