"""Jobs here are plain functions: what is tested is the loop around them."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import ConnectionHandler
from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from back2itsm import working

DONE: list[str] = []
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh():
    DONE.clear()


def three_things():
    DONE.append("thing")
    return int(DONE.count("thing") < 4)


def raises():
    DONE.append("raised")
    raise ValueError("a broken row")


def nothing():
    return 0


def jobs_here(settings, *names, **every):
    settings.WORKER_JOBS = {f"{__name__}.{name}": every.get(name, 0) for name in names}


def test_once_runs_until_nothing_is_left(settings, capsys):
    jobs_here(settings, "three_things", "nothing", nothing=60)

    call_command("worker", "--once")

    assert len(DONE) == 4
    assert capsys.readouterr().out == "Done: 3.\n"


def test_once_names_a_job_that_raised_and_runs_the_others(settings, caplog):
    jobs_here(settings, "raises", "three_things")

    with pytest.raises(CommandError, match=r"raises\.$"):
        call_command("worker", "--once")

    assert DONE.count("thing") == 4
    assert DONE.count("raised") == 1
    assert [record.exc_info[0] for record in caplog.records] == [ValueError]


def test_who_is_kept_out_by_another_writer_tries_again_and_cries_no_error(tmp_path, caplog):
    place = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "site", "OPTIONS": {"timeout": 0}}
    own = ConnectionHandler({"default": place})["default"]
    job = working.Job("writes", lambda: own.cursor().execute("CREATE TABLE one (two)").rowcount)

    with closing(own), closing(sqlite3.connect(place["NAME"])) as other:
        other.execute("BEGIN IMMEDIATE")
        done, failed = working.run_dry([job])

    assert (done, failed, job.back_off) == (0, ["writes"], 1.5)
    assert [(record.levelname, record.exc_info) for record in caplog.records] == [("WARNING", None)]


def test_the_loop_finishes_the_job_at_hand_and_stops():
    stop, ran = working.Stop(), []

    def first():
        stop.set()
        ran.append("first")
        return 1

    working.run_forever([working.Job("first", first), working.Job("second", ran.append)], stop)

    assert ran == ["first"]


class Clockwork(working.Stop):
    """Time passes only while the loop sleeps; it stops after the ninth try."""

    def __init__(self, tries):
        super().__init__()
        self.now, self.tries = 0.0, tries

    def is_set(self):
        return len(self.tries) == 9

    def wait(self, seconds):
        self.now += seconds


def test_a_job_that_raises_waits_longer_each_time_and_the_others_do_not(caplog):
    tries, others = [], []
    stop = Clockwork(tries)
    broken = working.Job("broken", lambda: tries.append(stop.now) or raises())
    fine = working.Job("fine", lambda: others.append(stop.now))

    working.run_forever([fine, broken], stop, clock=lambda: stop.now)

    assert tries == [0, 1.5, 4.5, 10.5, 22.5, 46.5, 94.5, 190.5, 382.5]
    assert others == [n * working.IDLE_SECONDS for n in range(256)]


@given(failures=st.integers(1, 60))
def test_the_back_off_never_passes_its_ceiling_and_ends_with_a_success(failures):
    job = working.Job("x", nothing)

    for _ in range(failures):
        job.failed(now=100)

    assert job.back_off == min(1.5 * 2 ** (failures - 1), 300)
    job.succeeded(now=100, done=0)
    assert (job.back_off, job.due) == (0, 101.5)


def test_a_job_with_an_interval_is_left_alone_for_it():
    job = working.Job("x", nothing, every=60)

    job.succeeded(now=100, done=7)

    assert job.due == 160


def test_nightly_says_what_it_did(settings, capsys):
    settings.NIGHTLY_JOBS = [f"{__name__}.three_things", f"{__name__}.nothing"]

    call_command("nightly")

    assert capsys.readouterr().out == "three things: 1\nnothing: 0\n"


def test_nightly_runs_the_rest_when_a_job_raises_and_ends_with_an_error(settings, capsys, caplog):
    settings.NIGHTLY_JOBS = [f"{__name__}.raises", f"{__name__}.nothing"]

    with pytest.raises(CommandError):
        call_command("nightly")

    assert capsys.readouterr().out == "raises: failed, see the log\nnothing: 0\n"
    assert cache.get("nightly-lock") is None


def test_two_nightly_rounds_do_not_meet(settings, capsys):
    settings.NIGHTLY_JOBS = [f"{__name__}.three_things"]
    cache.add("nightly-lock", 1, 60)

    call_command("nightly")

    assert DONE == []
    assert capsys.readouterr().out == "Another process is at it; nothing done here.\n"


def a_process(seconds):
    return subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({seconds})"])


def test_the_worker_starts_the_nightly_round_once_a_day_and_not_before_two():
    started = []
    nightly = working.Nightly(lambda: started.append(a_process(0)) or started[-1])

    with freeze_time("2026-11-02T01:59:00Z"):
        assert nightly.if_due() == 0
    with freeze_time("2026-11-02T02:00:00Z"):
        assert nightly.if_due() == 1
        assert nightly.if_due() == 0
    started[0].wait()
    with freeze_time("2026-11-03T09:00:00Z"):
        assert nightly.if_due() == 1
    started[1].wait()
    assert len(started) == 2


def test_a_worker_that_ends_stops_its_round_and_leaves_it_to_the_next():
    nightly = working.Nightly(lambda: a_process(60))

    with freeze_time("2026-11-02T02:00:00Z"):
        nightly.if_due()
        nightly.end()
        assert nightly.if_due() == 1
        nightly.end()


def test_the_round_is_the_command_of_that_name():
    process = working.start_nightly()
    process.terminate()
    process.wait()

    assert process.args[1:] == ["manage.py", "nightly"]
