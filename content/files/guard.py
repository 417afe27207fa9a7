"""The door: what must hold before any reader opens a file."""

from pathlib import Path

from content.files import embedded, xmlhead, zips
from content.files.kinds import OLE_SIGNATURE, Kind, too_large, wrong_kind
from content.files.outcome import DAMAGED, ENCRYPTED, REFUSED, TOO_BIG, Unfit
from content.files.text import decode

CHUNK = 64 * 1024
_LONGEST_ZIP_END = 22 + 0xFFFF

# Stream names inside an OLE container, as its directory spells them.
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_OLD_FORMATS = tuple(name.encode("utf-16-le") for name in ("WordDocument", "Workbook", "PowerPoint Document"))


def check(path: Path, kind: Kind) -> None:
    """Raise `Unfit` with the outcome and a reason in plain words unless `path` is sound.

    Reads at most the accepted size, in bounded steps; nothing is unpacked to disk.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(CHUNK)
    if size > kind.max_bytes:
        raise Unfit(TOO_BIG, too_large(kind))
    if not head:
        raise Unfit(DAMAGED, "The file is empty.")
    if head.startswith(OLE_SIGNATURE):
        _judge_ole(path, kind)
    _CHECKS[kind.container](path, kind, head)


def _judge_ole(path: Path, kind: Kind) -> None:
    data = path.read_bytes()
    if _ENCRYPTED_PACKAGE in data:
        raise Unfit(ENCRYPTED)
    if any(name in data for name in _OLD_FORMATS):
        raise Unfit(REFUSED, f"This Office file has an older format. Save it as {kind.extension.upper()}.")
    raise Unfit(REFUSED, wrong_kind(kind))


def _check_zip(path: Path, kind: Kind, head: bytes) -> None:
    if not head.startswith(kind.signature):
        raise Unfit(REFUSED, wrong_kind(kind))
    zips.check(path, kind)


def _check_xml(path: Path, kind: Kind, head: bytes) -> None:
    if not xmlhead.looks_like_xml(head):
        raise Unfit(REFUSED, wrong_kind(kind))
    if xmlhead.root_of_file(path) != kind.root:
        raise Unfit(REFUSED, wrong_kind(kind))


def _check_binary(path: Path, kind: Kind, head: bytes) -> None:
    if not head.startswith(kind.signature):
        raise Unfit(REFUSED, wrong_kind(kind))
    if _ends_as_zip(path):
        raise Unfit(REFUSED, "The file is two kinds of file at once: a zip archive is attached to its end.")


def _ends_as_zip(path: Path) -> bool:
    """Tell whether the file closes with a zip directory, so that other programs would unpack it."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _LONGEST_ZIP_END))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        return False
    return len(tail) - at - 22 == int.from_bytes(tail[at + 20 : at + 22], "little")


def _check_text(path: Path, kind: Kind, head: bytes) -> None:
    # A text that begins with "#!" is still only text.
    if embedded.unwanted_content(head) not in (None, "a script"):
        raise Unfit(REFUSED, wrong_kind(kind))
    decode(path.read_bytes())


_CHECKS = {"zip": _check_zip, "xml": _check_xml, "binary": _check_binary, "text": _check_text}
