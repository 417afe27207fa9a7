"""The worker's loop and the nightly round. What they run is listed in the settings; the rows are the jobs."""

import logging
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)

IDLE_SECONDS = 1.5
LONGEST_BACK_OFF_SECONDS = 300
# A night's round that died leaves its lock behind; after this long it is nobody's.
NIGHTLY_LOCK_SECONDS = 6 * 3600
NIGHTLY_FROM_HOUR_UTC = 2


class Stop:
    """Set by SIGTERM and SIGINT. A pipe, not threading.Event: a signal handler must not wait for a lock."""

    def __init__(self):
        self._asked = False
        self._ear, self._mouth = os.pipe()

    def listen(self, *others: signal.Signals) -> "Stop":
        for number in (signal.SIGTERM, signal.SIGINT, *others):
            signal.signal(number, lambda *_: self.set())
        return self

    def set(self) -> None:
        self._asked = True
        os.write(self._mouth, b".")

    def is_set(self) -> bool:
        return self._asked

    def wait(self, seconds: float) -> bool:
        """Sleeps for so long or until somebody asks to stop; whether somebody has."""
        if not self._asked:
            select.select([self._ear], [], [], max(0, seconds))
        return self._asked


@dataclass
class Job:
    """A function that does what waits and answers how many things it did."""

    name: str
    run: Callable[[], int]
    every: float = 0  # seconds to leave it alone after it found nothing more to do
    due: float = 0  # on the clock of the loop
    back_off: float = 0  # seconds; doubles with each failure, nothing after a success

    def succeeded(self, now: float, done: int) -> None:
        self.back_off = 0
        self.due = now if done and not self.every else now + (self.every or IDLE_SECONDS)

    def failed(self, now: float) -> None:
        self.back_off = min(max(self.back_off * 2, IDLE_SECONDS), LONGEST_BACK_OFF_SECONDS)
        self.due = now + self.back_off


def worker_jobs() -> list[Job]:
    """What settings.WORKER_JOBS lists, as {dotted path: seconds between two runs}."""
    return [Job(path, import_string(path), every) for path, every in settings.WORKER_JOBS.items()]


def run_forever(jobs: list[Job], stop: Stop, *, clock=time.monotonic) -> None:
    """Runs every job when it is due until ``stop`` is set; the job at hand is finished first."""
    while not stop.is_set():
        for job in jobs:
            if job.due <= clock() and not stop.is_set():
                _run(job, clock)
        stop.wait(min(job.due for job in jobs) - clock())


def run_dry(jobs: list[Job]) -> tuple[int, list[str]]:
    """Runs every job until none finds anything; (things done, names of the jobs that raised)."""
    done, failed = 0, []
    waiting = list(jobs)
    while waiting:
        results = [(job, _run(job, time.monotonic)) for job in waiting]
        failed += [job.name for job, count in results if count is None]
        done += sum(count or 0 for _, count in results)
        waiting = [job for job, count in results if count is not None] if any(n for _, n in results) else []
    return done, failed


def run_nightly() -> list[str] | None:
    """One sentence for each job of settings.NIGHTLY_JOBS; None if another process is at it.

    A job that raises is logged, says so in its sentence and keeps none of the others from their work.
    """
    if not cache.add("nightly-lock", 1, NIGHTLY_LOCK_SECONDS):
        return None
    try:
        return [_nightly_sentence(path) for path in settings.NIGHTLY_JOBS]
    finally:
        cache.delete("nightly-lock")


def start_nightly() -> subprocess.Popen:
    """The nightly round in a process of its own: it may take minutes, and files wait to be checked."""
    command = [sys.executable, "manage.py", "nightly"]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    return subprocess.Popen(command, cwd=settings.BASE_DIR, **quiet)


class Nightly:
    """The worker's own nightly round: once a day, so that a site without cron is kept clean as well."""

    def __init__(self, start: Callable[[], subprocess.Popen] = start_nightly):
        self._start = start
        self._running: subprocess.Popen | None = None

    def if_due(self) -> int:
        """Whether a round was started."""
        if self._running is not None and self._running.poll() is not None:
            self._running = None
        is_early = timezone.now().hour < NIGHTLY_FROM_HOUR_UTC
        if is_early or not cache.add(_tonight(), 1, 48 * 3600):
            return 0
        self._running = self._start()
        return 1

    def end(self) -> None:
        """Stop a round that is under way; the next worker begins it again, which is safe."""
        if self._running is not None and self._running.poll() is None:
            self._running.terminate()
            self._running.wait()
            cache.delete_many(["nightly-lock", _tonight()])


def _tonight() -> str:
    return f"nightly-{timezone.now():%Y-%m-%d}"


def _run(job: Job, clock) -> int | None:
    """How many things the job did; None when it raised."""
    _drop_stale_connection()
    try:
        done = job.run() or 0
    except Exception as error:
        if _is_kept_out(error):
            log.warning("The job %s is tried again: another process is writing to the database", job.name)
        else:
            log.exception("The job %s failed", job.name)
        job.failed(clock())
        return None
    finally:
        _drop_stale_connection()
    job.succeeded(clock(), done)
    return done


def _is_kept_out(error: Exception) -> bool:
    """Whether SQLite, which has one writer at a time, waited in vain for its turn."""
    return getattr(error.__cause__, "sqlite_errorname", "") == "SQLITE_BUSY"


def _drop_stale_connection() -> None:
    """So that a restarted database costs one failed job, not every one after it."""
    if not connection.in_atomic_block:
        close_old_connections()


def _nightly_sentence(path: str) -> str:
    name = path.rpartition(".")[2].replace("_", " ")
    done = _run(Job(path, import_string(path)), time.monotonic)
    return f"{name}: failed, see the log" if done is None else f"{name}: {done}"
