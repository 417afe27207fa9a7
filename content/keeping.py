"""Rows and stored files agree: no row without its file, no file without a row."""

import hashlib
import itertools
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from content import storing
from content.models import File

# A younger file may belong to a row that is being written just now.
GRACE = timedelta(hours=1)
BATCH = 500


@dataclass(frozen=True)
class Problem:
    """What is wrong with one place of the store, in words; ``file`` names the row, if there is one."""

    place: str
    wrong: str
    file: str = ""


def check(now: datetime, *, quick: bool = False) -> Iterator[Problem]:
    """Every disagreement between rows and store; ``quick`` compares lengths only and reads no file."""
    for file in files_with_pictures().iterator(chunk_size=BATCH):
        yield from _wrong_with(file, quick)
    for stored in _without_row(now):
        yield Problem(stored.relative, _("no row names it"))
    for leftover in storing.leftovers(now - GRACE):
        yield Problem(f"{storing.INCOMING}/{leftover.name}", _("came in only half"))


def sweep(now: datetime) -> int:
    """Remove what no row names and what came in only half, both older than an hour; answers how many."""
    removed = 0
    for stored in _without_row(now):
        storing.remove(stored.relative)
        removed += 1
    for leftover in storing.leftovers(now - GRACE):
        storing.discard(leftover)
        removed += 1
    storing.drop_empty_folders()
    return removed


def files_with_pictures():
    """All File rows with what is needed to find their bytes and pictures."""
    wanted = ("uuid", "name", "size", "sha256", "content__pictures", "version__artefact_id")
    return File.objects.order_by("pk").select_related("content", "version").only(*wanted)


def _wrong_with(file: File, quick: bool) -> Iterator[Problem]:
    whose = f"ART-{file.version.artefact_id:04d} {file.name}"
    if wrong := _wrong_bytes(file, quick):
        yield Problem(file.store_path, wrong, whose)
    for name in file.content.pictures if hasattr(file, "content") else ():
        place = f"{file.preview_folder}/{name}"
        if not storing.path(place).is_file():
            yield Problem(place, _("a preview picture is missing"), whose)


def _wrong_bytes(file: File, quick: bool) -> str:
    try:
        with storing.open_read(file.store_path) as source:
            size = source.seek(0, 2)
            source.seek(0)
            if size != file.size:
                return _("%(found)d bytes instead of %(wanted)d") % {"found": size, "wanted": file.size}
            if not quick and hashlib.file_digest(source, "sha256").hexdigest() != file.sha256:
                return _("its content has changed")
    except FileNotFoundError:
        return _("the file is missing")
    except OSError as error:
        return _("cannot be read: %(reason)s") % {"reason": error.strerror}
    return ""


def _without_row(now: datetime) -> Iterator[storing.Stored]:
    """Stored files older than GRACE that no row names, the pictures of previews included."""
    old = (stored for stored in storing.walk() if stored.changed < now - GRACE)
    for batch in _batches(old):
        known = _named([_uuid_in(stored.relative) for stored in batch])
        yield from (stored for stored in batch if stored.relative not in known)


def _named(uuids: Iterable[uuid.UUID | None]) -> set[str]:
    """The relative paths that the rows of these files name."""
    named = set()
    for file in files_with_pictures().filter(uuid__in={found for found in uuids if found}):
        named.add(file.store_path)
        pictures = file.content.pictures if hasattr(file, "content") else ()
        named.update(f"{file.preview_folder}/{name}" for name in pictures)
    return named


def _uuid_in(relative: str) -> uuid.UUID | None:
    """Paths are ``artefacts/ab/<uuid>`` and ``previews/ab/<uuid>/<name>``."""
    try:
        return uuid.UUID(relative.split("/")[2])
    except (IndexError, ValueError):
        return None


def _batches(found: Iterable) -> Iterator[list]:
    found = iter(found)
    while batch := list(itertools.islice(found, BATCH)):
        yield batch
