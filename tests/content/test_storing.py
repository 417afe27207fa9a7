import errno
import hashlib
import io
import os
import signal
import subprocess
import sys
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from content import storing

PLACE = "artefacts/ab/ab3e9f5c-0000-4000-8000-000000000001"
FOLDER = "previews/ab/ab3e9f5c-0000-4000-8000-000000000001"
IN_AN_HOUR = datetime.now(UTC) + timedelta(hours=1)


@pytest.fixture(autouse=True)
def store(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path / "store"):
        yield tmp_path / "store"


@pytest.fixture
def pictures(tmp_path):
    """A folder as the inspection leaves it."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "page-1.webp").write_bytes(b"one")
    (folder / "page-2.webp").write_bytes(b"two")
    return folder


class Breaking(io.BytesIO):
    """A source that gives one block and then fails."""

    def __init__(self, error):
        super().__init__()
        self.blocks = [b"first block"]
        self.error = error

    def read(self, size=-1):
        if self.blocks:
            return self.blocks.pop()
        raise self.error


def stored():
    return [(found.relative, found.size) for found in storing.walk()]


def half_files():
    return list(storing.leftovers(IN_AN_HOUR))


def test_it_keeps_the_bytes_and_answers_size_and_hash():
    answer = storing.save(io.BytesIO(b"0123456789"), PLACE)

    assert answer == (10, hashlib.sha256(b"0123456789").hexdigest())
    with storing.open_read(PLACE) as kept:
        assert kept.read() == b"0123456789"
    assert half_files() == []


def test_a_file_is_readable_for_its_group_only():
    storing.save(io.BytesIO(b"x"), PLACE)

    assert storing.path(PLACE).stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said_in_a_sentence_and_leaves_nothing(number):
    with pytest.raises(storing.StoreFull, match="no room left"):
        storing.save(Breaking(OSError(number, "full")), PLACE)

    assert (stored(), half_files()) == ([], [])


@pytest.mark.parametrize(
    "error", [OSError(errno.EIO, "broken disk"), ConnectionResetError(), KeyboardInterrupt()]
)
def test_whatever_else_goes_wrong_is_raised_and_leaves_nothing(error):
    with pytest.raises(type(error)):
        storing.save(Breaking(error), PLACE)

    assert (stored(), half_files()) == ([], [])


def test_a_large_file_is_never_held_in_memory(tmp_path):
    source = tmp_path / "large"
    source.write_bytes(os.urandom(1024) * 50 * 1024)
    tracemalloc.start()

    with source.open("rb") as stream:
        size, _ = storing.save(stream, PLACE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert (size, peak < 2 * 1024 * 1024) == (50 * 1024 * 1024, True)


KILLED_IN_THE_MIDDLE = """
import os, signal, sys
from django.conf import settings
settings.configure(MEDIA_ROOT=sys.argv[1], FILE_UPLOAD_PERMISSIONS=0o640)
from content import storing

class Source:
    blocks = [b"first block"]

    def read(self, size):
        return self.blocks.pop() if self.blocks else os.kill(os.getpid(), signal.SIGKILL)

storing.save(Source(), sys.argv[2])
"""


def test_a_process_killed_in_the_middle_leaves_a_half_file_for_the_sweep_and_no_other(store):
    command = [sys.executable, "-c", KILLED_IN_THE_MIDDLE, str(store), PLACE]

    killed = subprocess.run(command, cwd=settings.BASE_DIR, check=False)

    assert (killed.returncode, stored()) == (-signal.SIGKILL, [])
    assert [place.read_bytes() for place in half_files()] == [b"first block"]


@pytest.mark.parametrize(
    "relative",
    [
        "",
        "artefacts",
        "/etc/passwd",
        "../secret_key",
        "artefacts/../../secret_key",
        "artefacts/ab/..",
        "artefacts//ab",
        "artefacts/ab/",
        "artefacts\\ab",
        "artefacts/ab/\x00",
        "artefacts/ab/x\n",
        "artefacts/.hidden/x",
        ".incoming/x",
        "elsewhere/ab/x",
        "artefacts/ab/é",
    ],
)
def test_it_refuses_paths_that_are_not_its_own(relative):
    with pytest.raises(ValueError, match="not a path of the file store"):
        storing.path(relative)


def test_a_folder_is_kept_whole(pictures):
    names = storing.save_folder(pictures, FOLDER)

    assert names == ["page-1.webp", "page-2.webp"]
    assert stored() == [(f"{FOLDER}/page-1.webp", 3), (f"{FOLDER}/page-2.webp", 3)]
    assert half_files() == []


def test_a_folder_takes_the_place_of_the_former_one(pictures):
    storing.save_folder(pictures, FOLDER)
    (pictures / "page-2.webp").unlink()
    (pictures / "page-1.webp").write_bytes(b"again")

    storing.save_folder(pictures, FOLDER)

    assert (stored(), half_files()) == ([(f"{FOLDER}/page-1.webp", 5)], [])


def make_link(folder):
    (folder / "page-3.webp").symlink_to("/etc/hostname")


def make_folder(folder):
    (folder / "page-3.webp").mkdir()


def make_pipe(folder):
    os.mkfifo(folder / "page-3.webp")


def make_hidden(folder):
    (folder / ".page-3.webp").write_bytes(b"")


@pytest.mark.parametrize("spoil", [make_link, make_folder, make_pipe, make_hidden])
def test_a_folder_with_anything_but_plain_files_is_refused_and_the_former_stays(pictures, spoil):
    storing.save_folder(pictures, FOLDER)
    spoil(pictures)

    with pytest.raises(ValueError, match="A preview folder holds"):
        storing.save_folder(pictures, FOLDER)

    assert stored() == [(f"{FOLDER}/page-1.webp", 3), (f"{FOLDER}/page-2.webp", 3)]
    assert half_files() == []


def test_remove_takes_files_folders_and_what_is_not_there(pictures):
    storing.save(io.BytesIO(b"x"), PLACE)
    storing.save_folder(pictures, FOLDER)

    for relative in (PLACE, FOLDER, PLACE):
        storing.remove(relative)

    assert stored() == []


@pytest.mark.django_db(transaction=True)
def test_files_go_after_the_commit_and_not_before():
    storing.save(io.BytesIO(b"x"), PLACE)

    with transaction.atomic():
        storing.remove_after_commit([PLACE])
        during = stored()

    assert (during, stored()) == ([(PLACE, 1)], [])


@pytest.mark.django_db(transaction=True)
def test_files_stay_when_the_transaction_is_rolled_back():
    storing.save(io.BytesIO(b"x"), PLACE)

    with transaction.atomic():
        storing.remove_after_commit([PLACE])
        transaction.set_rollback(True)

    assert stored() == [(PLACE, 1)]


def test_only_old_half_files_are_leftovers(store):
    (store / ".incoming").mkdir(parents=True)
    (store / ".incoming" / "half").write_bytes(b"x")

    young = list(storing.leftovers(datetime.now(UTC) - timedelta(hours=1)))

    assert (young, half_files()) == ([], [Path(store, ".incoming", "half")])


def test_an_empty_store_has_nothing():
    assert (stored(), half_files()) == ([], [])
