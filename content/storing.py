"""The file store below MEDIA_ROOT: a file is there whole and on disk, or it is not there at all.

Bytes go to a temporary name in ``.incoming`` (same file system), are flushed with ``fsync``, and only then
get their own name by ``rename``, which is atomic. The row comes after the file; a file whose row never came
is removed by the sweep (content.keeping).
"""

import errno
import hashlib
import logging
import os
import re
import shutil
import stat
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)

BLOCK = 256 * 1024
INCOMING = ".incoming"
# What we make ourselves: a folder of ours, then parts without a leading dot or anything unusual.
_OURS = re.compile(r"(?:artefacts|previews)(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,79}){1,4}", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", re.ASCII)
_FULL = {errno.ENOSPC, errno.EDQUOT}


class StoreFull(Exception):
    """There is no room left for a file; nothing of it was kept. The text is fit to be shown."""

    def __init__(self) -> None:
        super().__init__(_("The site has no room left for files. Your file was not kept. Try again later."))


@dataclass(frozen=True)
class Stored:
    """A file found in the store: its relative path, bytes, and when it was last changed (UTC)."""

    relative: str
    size: int
    changed: datetime


def path(relative: str) -> Path:
    """The place of a stored file or folder. Raises ValueError for a path that we did not make."""
    if not _OURS.fullmatch(relative):
        raise ValueError("This is not a path of the file store.")
    return Path(settings.MEDIA_ROOT, relative)


def save(source: BinaryIO, relative: str) -> tuple[int, str]:
    """Keep what ``source`` holds from where it stands; answers (bytes, SHA-256 in hexadecimal).

    Raises StoreFull when there is no room and whatever ``source`` raises; then nothing is left behind.
    """
    target = path(relative)
    with _incoming() as draft:
        size, sha256 = _write(source, draft)
        _put(draft, target)
    return size, sha256


def save_folder(source_dir: str | Path, relative: str) -> list[str]:
    """Keep a copy of all files of a flat folder, in place of what stood there; answers their names, sorted.

    Raises StoreFull when there is no room, ValueError when the folder holds anything but plain files with
    names of our own making (a link could lead out of it); then the former content stays.
    """
    target = path(relative)
    names = sorted(entry.name for entry in os.scandir(source_dir))
    with _incoming() as draft:
        draft.mkdir()
        for name in names:
            with _open_plain(Path(source_dir), name) as source:
                _write(source, draft / name)
        _sync_folder(draft)
        _put_folder(draft, target)
    return names


def open_read(relative: str) -> BinaryIO:
    """The stored file, open for reading. Raises FileNotFoundError."""
    return path(relative).open("rb")


def remove(relative: str) -> None:
    """Remove a file, or a folder with all its files; what is not there is fine."""
    place = path(relative)
    try:
        place.unlink()
    except FileNotFoundError:
        pass
    except (IsADirectoryError, PermissionError):  # a folder: the first on Linux, the second elsewhere
        if not place.is_dir():
            raise
        shutil.rmtree(place)


def remove_after_commit(paths: Iterable[str]) -> None:
    """Remove files and folders once the transaction is through; a rollback keeps them.

    What cannot be removed is logged and left to the sweep: the row is gone, the request goes on.
    """
    relatives = list(paths)
    for relative in relatives:
        path(relative)

    def remove_all() -> None:
        for relative in relatives:
            try:
                remove(relative)
            except OSError:
                log.exception("A stored file could not be removed: %s", relative)

    transaction.on_commit(remove_all)


def walk() -> Iterator[Stored]:
    """Every stored file, those of previews one by one; not what is still coming in."""
    for top in ("artefacts", "previews"):
        yield from _walk(Path(settings.MEDIA_ROOT, top))


def drop_empty_folders() -> None:
    """Remove preview folders that hold nothing any more."""
    for folder in Path(settings.MEDIA_ROOT, "previews").glob("*/*"):
        # Whoever fills it in this moment wins: a folder that is not empty cannot be removed.
        with suppress(OSError):
            folder.rmdir()


def leftovers(before: datetime) -> Iterator[Path]:
    """What came in and never got its name, last changed earlier than ``before``: files and folders."""
    folder = Path(settings.MEDIA_ROOT, INCOMING)
    if not folder.is_dir():
        return
    for entry in folder.iterdir():
        try:
            changed = datetime.fromtimestamp(entry.lstat().st_mtime, tz=UTC)
        except FileNotFoundError:  # it got its name in this moment
            continue
        if changed < before:
            yield entry


def discard(leftover: Path) -> None:
    """Remove one of ``leftovers()``, or a draft that came to nothing."""
    if leftover.is_dir() and not leftover.is_symlink():
        shutil.rmtree(leftover, ignore_errors=True)
    else:
        leftover.unlink(missing_ok=True)


@contextmanager
def _incoming() -> Iterator[Path]:
    """A free temporary name, gone afterwards whatever happens; says StoreFull for a full disk."""
    folder = Path(settings.MEDIA_ROOT, INCOMING)
    draft = folder / uuid.uuid4().hex
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield draft
    except OSError as error:
        if error.errno in _FULL:
            raise StoreFull from error
        raise
    finally:
        discard(draft)


def _write(source: BinaryIO, draft: Path) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb", buffering=0) as out:
        while block := source.read(BLOCK):
            _write_all(out, block)
            digest.update(block)
            size += len(block)
        os.fchmod(out.fileno(), settings.FILE_UPLOAD_PERMISSIONS or 0o640)
        os.fsync(out.fileno())
    return size, digest.hexdigest()


def _write_all(out: BinaryIO, block: bytes) -> None:
    """An unbuffered write may take only a part, as it does on a disk that is nearly full."""
    view = memoryview(block)
    while view:
        view = view[out.write(view) :]


def _put(draft: Path, target: Path) -> None:
    _make_folder(target.parent)
    os.replace(draft, target)
    _sync_folder(target.parent)


def _put_folder(draft: Path, target: Path) -> None:
    """A folder cannot replace a filled one: the former goes aside first and is dropped last."""
    _make_folder(target.parent)
    former = draft.with_name(uuid.uuid4().hex)
    try:
        os.rename(target, former)
    except FileNotFoundError:
        former = None
    os.rename(draft, target)
    _sync_folder(target.parent)
    if former:
        discard(former)


def _make_folder(folder: Path) -> None:
    """Like mkdir(parents=True), and each new name is on disk."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _open_plain(folder: Path, name: str) -> BinaryIO:
    if not _NAME.fullmatch(name):
        raise ValueError("A preview folder holds a name that is not ours.")
    try:
        descriptor = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise ValueError("A preview folder holds a link.") from error
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise ValueError("A preview folder holds something that is not a plain file.")
    return os.fdopen(descriptor, "rb")


def _walk(folder: Path) -> Iterator[Stored]:
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            place = Path(parent, name)
            try:
                found = place.lstat()
            except FileNotFoundError:  # removed while we walk
                continue
            changed = datetime.fromtimestamp(found.st_mtime, tz=UTC)
            yield Stored(place.relative_to(settings.MEDIA_ROOT).as_posix(), found.st_size, changed)
