"""A member's data as one ZIP, made while it is sent: neither memory nor disk holds it whole."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _

from people import privacy

BLOCK = 256 * 1024


def export(member) -> Iterator[bytes]:
    """The ZIP in pieces: one JSON file for each room, then the files. Rows are read before the first piece.

    A file the store has lost does not spoil the rest: ``missing.txt`` names it.
    """
    parts = [(f"{holding.name}.json", _json(holding.export(member))) for holding in privacy.holdings()]
    files = [pair for holding in privacy.holdings() for pair in holding.files(member)]
    return _zipped(parts, files)


def _json(data) -> bytes:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def _zipped(
    parts: Iterable[tuple[str, bytes]], files: Iterable[tuple[str, Callable[[], BinaryIO]]]
) -> Iterator[bytes]:
    outbox, missing = _Outbox(), []
    with zipfile.ZipFile(outbox, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(_entry(name), content)
            yield outbox.take()
        for name, opener in files:
            try:
                source = opener()
            except OSError:
                missing.append(name)
                continue
            with source, archive.open(_entry(name), "w", force_zip64=True) as target:
                while block := source.read(BLOCK):
                    target.write(block)
                    yield outbox.take()
        if missing:
            words = _("These files could not be read when this was made:")
            archive.writestr(_entry("missing.txt"), "\n".join([words, *missing, ""]))
    yield outbox.take()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, timezone.now().timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
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
