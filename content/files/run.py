"""Inspect a file in a process of its own, and believe the answer only after checking it."""

import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

from content.files.answer import Untrusted, checked
from content.files.child import RESULT
from content.files.kinds import kind_for
from content.files.outcome import DAMAGED, REASONS, TIMED_OUT, TOO_BIG, Inspection

WALL_SECONDS = 30.0
MAX_RESULT_BYTES = 16_000_000
MAX_PICTURE_BYTES = 5_000_000

_ROOT = Path(__file__).resolve().parents[2]


def inspect(path: Path, name: str, out_dir: Path, *, wall_seconds: float = WALL_SECONDS) -> Inspection:
    """Return what is in the file at `path`, known to people as `name`; pictures go to `out_dir`.

    Never raises for a bad file: it becomes an outcome and a reason. `out_dir` is made if missing
    and receives only pictures named in the answer. Starts one process, deletes its folder.
    """
    with tempfile.TemporaryDirectory(prefix="inspect-") as folder:
        out = Path(folder, "out")
        out.mkdir()
        ended = _run(path.resolve(), name, out, wall_seconds)
        try:
            found = checked(json.loads(read_safely(out / RESULT, MAX_RESULT_BYTES)))
            _take_pictures(found, out, out_dir)
        except (Untrusted, OSError, ValueError, RecursionError):
            return _without_answer(name, ended)
        return found


def _run(path: Path, name: str, out: Path, wall_seconds: float) -> int | None:
    """Run the child and return how it ended: its exit code, or None when its time was up."""
    # No surrogates, no NUL: an argument must be encodable. The kind is all the child needs.
    safe_name = f"file.{kind.extension}" if (kind := kind_for(name)) else "file"
    command = [sys.executable, "-P", "-s", "-m", "content.files.child", str(path), safe_name, str(out)]
    process = subprocess.Popen(
        command,
        cwd=out.parent,
        env=_environment(out.parent),
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
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    process.wait()


def _without_answer(name: str, ended: int | None) -> Inspection:
    outcome = DAMAGED
    if ended is None or ended in (-signal.SIGXCPU, -signal.SIGKILL):
        outcome = TIMED_OUT
    elif ended == -signal.SIGXFSZ:
        outcome = TOO_BIG
    kind = kind_for(name)
    return Inspection(outcome, REASONS[outcome], kind=kind.extension if kind else "")


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


def _take_pictures(found: Inspection, out: Path, out_dir: Path) -> None:
    """Copy the pictures only after all of them have passed."""
    taken = {name: _webp(out / name) for name in found.pictures}
    out_dir.mkdir(parents=True, exist_ok=True)
    for name, data in taken.items():
        unfinished = out_dir / f"{name}.part"
        unfinished.write_bytes(data)
        unfinished.replace(out_dir / name)


def _webp(path: Path) -> bytes:
    data = read_safely(path, MAX_PICTURE_BYTES)
    length = int.from_bytes(data[4:8], "little") + 8
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or data[12:15] != b"VP8" or length != len(data):
        raise Untrusted("not a WebP picture")
    return data
