"""A ZIP made while it is sent: neither memory nor disk holds it whole."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _

BLOCK = 256 * 1024

Entry = tuple[str, bytes | Callable[[], BinaryIO]]


def zipped(entries: Iterable[Entry], *, packed: frozenset[str] = frozenset()) -> Iterator[bytes]:
    """The ZIP in pieces. Each entry is its name and its bytes, or what opens them.

    Names that end in one of ``packed`` (".docx") are stored as they are: they are compressed already. A file
    that cannot be opened does not spoil the rest: ``missing.txt`` names it.
    """
    outbox, missing = _Outbox(), []
    with zipfile.ZipFile(outbox, "w") as archive:
        for name, content in entries:
            try:
                source = io.BytesIO(content) if isinstance(content, bytes) else content()
            except OSError:
                missing.append(name)
                continue
            is_packed = name[name.rfind(".") :].lower() in packed
            with source, archive.open(_entry(name, is_packed), "w", force_zip64=True) as target:
                while block := source.read(BLOCK):
                    target.write(block)
                    yield outbox.take()
        if missing:
            words = _("These files could not be read when this was made:")
            archive.writestr(_entry("missing.txt"), "\n".join([words, *missing, ""]))
    yield outbox.take()


def _entry(name: str, is_packed: bool = False) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, timezone.now().timetuple()[:6])
    entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


class _Outbox(io.RawIOBase):
    """Where the ZIP is written to; what is taken out is gone. It cannot seek, and zipfile minds that."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, block) -> int:
        self._waiting.append(bytes(block))
        return len(block)

    def take(self) -> bytes:
        taken, self._waiting = b"".join(self._waiting), []
        return taken
