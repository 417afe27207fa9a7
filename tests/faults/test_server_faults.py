"""Killed in mid-upload, a disk that is full, a form sent twice at once: on a real server, each with its figure."""

import os
import shutil
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.faults.fault_site import FaultSite

UPLOADS, PAIRS = 20, 20
MB = 1_000_000
# A file system of 4 MB in place of the store, seen by this server alone.
SMALL_DISK = 'mkdir -p "$VAR_DIR/files" && mount -t tmpfs -o size=4m tmpfs "$VAR_DIR/files" && exec "$@"'


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """(folder, session) of a site that has not run yet."""
    folder = tmp_path_factory.mktemp("prepared")
    return folder, FaultSite(folder).prepare()


@pytest.fixture
def site(prepared, tmp_path):
    folder, session = prepared
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    site = FaultSite(tmp_path, session)
    yield site
    site.stop()


def test_workers_killed_in_mid_upload_and_forms_sent_twice(site):
    assert site.start()
    forms = [site.form() for _ in range(UPLOADS)]
    half = [site.begin_post(form, os.urandom(3 * MB)) for form in forms]
    coming_in = site.coming_in()

    for worker in site.workers():
        os.kill(worker, signal.SIGKILL)
    killed = time.monotonic()
    is_back = site.wait()
    seconds = time.monotonic() - killed
    for connection in half:
        connection.close()
    left_rows, left = site.rows(), site.stored()
    swept = site.sweep()

    assert (is_back, coming_in > 0) == (True, True)
    assert (left_rows, left[0], site.stored()) == ((0, 0), 0, (0, 0))
    print(
        f"\nkill -9 in mid-upload: {UPLOADS} uploads, {coming_in} of them half on disk; site back after"
        f" {seconds:.2f} s; 0 rows, 0 half files in the store; {swept} left-overs swept"
    )
    submit_twice(site)
    ask_for_heads(site)


def submit_twice(site):
    forms = [form for form in [site.form() for _ in range(PAIRS)] for _ in range(2)]

    with ThreadPoolExecutor(8) as senders:
        answers = list(
            senders.map(lambda form: site.post(form, b"# Plan " + form[1]["token"].encode()), forms)
        )

    assert {status for status, _text in answers} == {302}
    assert (site.rows(), site.stored()) == ((PAIRS, PAIRS), (PAIRS, 0))
    print(f"double submit: {PAIRS} pairs of forms at once: {PAIRS} drafts, {PAIRS} files")


def ask_for_heads(site):
    """What a page sends behind the head of HEAD makes gunicorn complain for each."""
    answers = [site.get(path, "HEAD") for path in ("/", "/artefacts/", "/nowhere/", "/share/", "/robots.txt")]

    assert answers == [(200, ""), (200, ""), (404, ""), (200, ""), (200, "")]
    assert "body" not in site.log.read_text()


def test_a_full_disk_is_said_in_words_and_leaves_nothing(site):
    if not site.start("unshare", "-Urm", "sh", "-c", SMALL_DISK, "sh"):
        pytest.skip(
            "No file system can be mounted here without privileges, so there is no small disk to fill."
        )
    inside = Path(f"/proc/{site.process.pid}/root{site.folder}")

    # The second one is received, and finds no room beside itself.
    answers = {size: site.post(site.form(), b"# Plan\n" + b"a" * size * MB) for size in (6, 3)}
    left = site.rows(), site.stored(inside)
    kept = site.post(site.form(), b"# Plan")[0]

    assert {size: status for size, (status, _text) in answers.items()} == {6: 507, 3: 507}
    for _status, text in answers.values():
        assert "The site has no room left for files. Your file was not kept. Try again later." in text
    assert left == ((0, 0), (0, 0))
    assert (kept, site.get("/artefacts/")[0], site.rows()) == (302, 200, (1, 1))
    print("\ndisk full on upload (4 MB): 507 in words twice, 0 rows, 0 files left; then a small file is kept")
