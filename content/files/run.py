"""Inspect a file in a process of its own, and believe the answer only after checking it."""

import contextlib
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

from content.files.answer import Untrusted, checked, checked_cleaning
from content.files.child import BROKEN, RESULT
from content.files.clean_child import CLEANED
from content.files.cleaning import can_clean
from content.files.kinds import HEAD_BYTES, NOT_ACCEPTED, Kind, early_refusal, kind_for, too_large
from content.files.outcome import DAMAGED, OK, REASONS, REFUSED, TIMED_OUT, TOO_BIG, CleanResult, Inspection

WALL_SECONDS = 30.0  # of a process that reads or cleans
INSPECTOR = "content.files.child"
CLEANER = "content.files.clean_child"
MAX_RESULT_BYTES = 16_000_000
MAX_PICTURE_BYTES = 5_000_000

_ROOT = Path(__file__).resolve().parents[2]


class ReaderBroken(RuntimeError):
    """The reading process could not start: something of ours is missing, no file is to blame."""


def inspect(path: Path, name: str, out_dir: Path, *, wall_seconds: float | None = None) -> Inspection:
    """Return what is in the file at `path`, known to people as `name`; pictures go to `out_dir`.

    Never raises for a bad file: it becomes an outcome and a reason. Raises OSError if `path` cannot
    be read at all and `ReaderBroken` if the process cannot start. `out_dir` is made if there are
    pictures and receives only those. One process, one temporary folder, which is deleted.
    """
    kind = kind_for(name)
    if kind is None:
        return Inspection(REFUSED, NOT_ACCEPTED)
    if path.stat().st_size > kind.max_bytes:
        return Inspection(TOO_BIG, too_large(kind), kind.extension)
    with tempfile.TemporaryDirectory(prefix="inspect-") as folder:
        ended, out = _run_on(path, kind, INSPECTOR, Path(folder), wall_seconds)
        if ended == BROKEN:
            raise ReaderBroken(f"the reader for {kind.label} cannot be imported")
        return _answer(kind, ended, out, out_dir)


def clean(path: Path, name: str, out_path: Path, *, wall_seconds: float | None = None) -> CleanResult:
    """Write a copy of the file at `path`, known as `name`, without its properties to `out_path`.

    Never raises for a bad file: it becomes an outcome and a reason, as a kind that cannot be cleaned
    does, and nothing is written. What was written came out of a process that had the file in its hands:
    it has to be inspected like any file that a member sends. Raises OSError if `path` cannot be read.
    """
    kind = kind_for(name)
    if kind is None:
        return CleanResult(REFUSED, NOT_ACCEPTED)
    if reason := can_clean(kind):
        return CleanResult(REFUSED, reason)
    if path.stat().st_size > kind.max_bytes:
        return CleanResult(TOO_BIG, too_large(kind))
    with tempfile.TemporaryDirectory(prefix="clean-") as folder:
        ended, out = _run_on(path, kind, CLEANER, Path(folder), wall_seconds)
        if ended != 0:
            outcome = outcome_of_end(ended)
            return CleanResult(outcome, REASONS[outcome])
        return _cleaned(kind, out, out_path)


def _cleaned(kind: Kind, out: Path, out_path: Path) -> CleanResult:
    """Believe the answer of a cleaning child as far as it can be checked, and take its file over."""
    try:
        result = checked_cleaning(json.loads(read_safely(out / RESULT, MAX_RESULT_BYTES)))
        data = read_safely(out / CLEANED, kind.max_bytes) if result.outcome == OK else b""
    except (ValueError, OSError, RecursionError):
        return CleanResult(DAMAGED, REASONS[DAMAGED])
    if result.outcome == OK:
        if early_refusal(f"cleaned.{kind.extension}", len(data), data[:HEAD_BYTES]):
            return CleanResult(DAMAGED, REASONS[DAMAGED])
        _write_whole(data, out_path)
    return result


def _run_on(
    path: Path, kind: Kind, module: str, folder: Path, wall_seconds: float | None
) -> tuple[int | None, Path]:
    """Run a child on a copy of a file; return how it ended and the folder it wrote into."""
    # A copy, so that the child needs no way to the store, and cannot change what lies there.
    source, out = folder / f"source.{kind.extension}", folder / "out"
    shutil.copyfile(path, source)
    out.mkdir()
    arguments = [str(source), source.name, str(out)]
    return run_child(module, arguments, folder, wall_seconds or WALL_SECONDS), out


def _answer(kind: Kind, ended: int | None, out: Path, out_dir: Path) -> Inspection:
    """A process that was cut off has no say any more, whatever it wrote before."""
    if ended == 0:
        try:
            found = checked(json.loads(read_safely(out / RESULT, MAX_RESULT_BYTES)))
            pictures = {name: webp(read_safely(out / name, MAX_PICTURE_BYTES)) for name in found.pictures}
        except (ValueError, OSError, RecursionError):
            return Inspection(DAMAGED, REASONS[DAMAGED], kind.extension)
        _keep(pictures, out_dir)
        return found
    outcome = outcome_of_end(ended)
    return Inspection(outcome, REASONS[outcome], kind.extension, is_cut_off=ended is None)


def outcome_of_end(ended: int | None) -> str:
    """Return the outcome of a child that ended without an answer: its exit code, None for no time left."""
    if ended is None or ended in (-signal.SIGXCPU, -signal.SIGKILL):
        return TIMED_OUT
    return TOO_BIG if ended == -signal.SIGXFSZ else DAMAGED


def isolation() -> str:
    """Start a child only to see how it is cut off the network here: "unshared" or "hooked"."""
    script = "from content.files.limits import cut_network; print(cut_network())"
    with tempfile.TemporaryDirectory(prefix="inspect-") as folder:
        command = [sys.executable, "-P", "-s", "-c", script]
        answer = subprocess.run(
            command, cwd=folder, env=_environment(Path(folder)), capture_output=True, timeout=WALL_SECONDS
        )
    return answer.stdout.decode().strip()


def run_child(module: str, arguments: list[str], folder: Path, wall_seconds: float) -> int | None:
    """Run a module in a process of its own, in `folder`, without our environment.

    Return how it ended: its exit code, or None when its time was up.
    """
    process = subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", module, *arguments],
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        close_fds=True,
    )
    try:
        return process.wait(wall_seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _end_group(process)


def _environment(home: Path) -> dict[str, str]:
    """Nothing of ours but where the code is: no secrets, no database address."""
    return {
        "PYTHONPATH": str(_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "PATH": os.defpath,
        "HOME": str(home),
        "TMPDIR": str(home),
        "OMP_NUM_THREADS": "1",
    }


def _end_group(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def read_safely(path: Path, limit: int) -> bytes:
    """Return the bytes of a plain file of at most `limit` bytes; raises `Untrusted` for others.

    The folder was in the hands of the child: a link, a pipe or a huge file may wait there.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode) or facts.st_nlink != 1 or facts.st_size > limit:
            raise Untrusted("not a plain file of the agreed size")
        data = file.read(limit + 1)
    if len(data) > limit:
        raise Untrusted("too large")
    return data


def webp(data: bytes) -> bytes:
    """Return `data` if its container is WebP from the first byte to the last; raises `Untrusted`."""
    length = int.from_bytes(data[4:8], "little") + 8
    if data[:4] != b"RIFF" or data[8:15] != b"WEBPVP8" or length != len(data):
        raise Untrusted("not a WebP picture")
    return data


def _keep(pictures: dict[str, bytes], out_dir: Path) -> None:
    """Write the pictures, each whole or not at all."""
    for name, data in pictures.items():
        out_dir.mkdir(parents=True, exist_ok=True)
        _write_whole(data, out_dir / name)


def _write_whole(data: bytes, path: Path) -> None:
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_bytes(data)
    unfinished.replace(path)
