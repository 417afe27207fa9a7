"""The kinds of file we take. A new kind is one entry here, one reader and one test file."""

import re
import unicodedata
from dataclasses import dataclass

from content.files.text import NOT_TEXT, is_text

MAX_BYTES = 20 * 1024 * 1024
HEAD_BYTES = 8192
MAX_NAME = 120

NOT_ACCEPTED = "Files of this kind are not accepted."
OCTETS = "application/octet-stream"
_OOXML = "application/vnd.openxmlformats-officedocument."
OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP_SIGNATURE = b"PK\x03\x04"


@dataclass(frozen=True)
class Kind:
    """One accepted kind.

    `container` is how it is checked: "zip", "xml", "binary" or "text". `media_type` is the only
    type it is ever served with. `main_type` is the content type of the main part of an Office
    file without its "+xml"; `root` is the root element of an XML file, "{namespace}name".
    """

    extension: str
    label: str
    container: str
    inspector: str
    media_type: str = OCTETS
    spine: str = "md"
    signature: bytes = b""
    main_type: str = ""
    root: str = ""
    max_bytes: int = MAX_BYTES

    @property
    def is_zip(self) -> bool:
        return self.container == "zip"

    @property
    def is_xml(self) -> bool:
        return self.container == "xml"

    @property
    def is_text(self) -> bool:
        return self.container == "text"


def _office(extension: str, label: str, module: str, media: str, main: str) -> Kind:
    spine = extension if extension != "vsdx" else "md"
    inspector = f"content.files.{module}"
    return Kind(extension, label, "zip", inspector, media, spine, ZIP_SIGNATURE, main_type=main)


KINDS = {
    kind.extension: kind
    for kind in (
        _office(
            "docx",
            "Word (DOCX)",
            "word.inspect",
            _OOXML + "wordprocessingml.document",
            _OOXML + "wordprocessingml.document.main",
        ),
        _office(
            "xlsx",
            "Excel (XLSX)",
            "sheets.inspect",
            _OOXML + "spreadsheetml.sheet",
            _OOXML + "spreadsheetml.sheet.main",
        ),
        _office(
            "pptx",
            "PowerPoint (PPTX)",
            "slides.inspect",
            _OOXML + "presentationml.presentation",
            _OOXML + "presentationml.presentation.main",
        ),
        Kind("pdf", "PDF", "binary", "content.files.pdf.inspect", "application/pdf", "pdf", b"%PDF-"),
        # Served as octets, like the other XML kind: no browser should try to show them.
        Kind(
            "bpmn",
            "BPMN model",
            "xml",
            "content.files.diagrams.inspect_bpmn",
            spine="bpmn",
            root="{http://www.omg.org/spec/BPMN/20100524/MODEL}definitions",
        ),
        Kind("md", "Markdown", "text", "content.files.plain.inspect_markdown", "text/markdown"),
        Kind("csv", "Table (CSV)", "text", "content.files.plain.inspect_csv", "text/csv"),
        Kind(
            "png",
            "Picture (PNG)",
            "binary",
            "content.files.pictures.inspect",
            "image/png",
            signature=b"\x89PNG\r\n\x1a\n",
        ),
        Kind(
            "jpg",
            "Picture (JPEG)",
            "binary",
            "content.files.pictures.inspect",
            "image/jpeg",
            signature=b"\xff\xd8\xff",
        ),
        Kind("drawio", "draw.io diagram", "xml", "content.files.diagrams.inspect_drawio", root="mxfile"),
        _office(
            "vsdx",
            "Visio (VSDX)",
            "diagrams.inspect_vsdx",
            "application/vnd.ms-visio.drawing",
            "application/vnd.ms-visio.drawing.main",
        ),
    )
}

ALIASES = {"jpeg": "jpg"}
EXTENSIONS = (*KINDS, *ALIASES)


def kind_for(name: str) -> Kind | None:
    """Return the kind that the end of a file name announces, or None."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    return KINDS.get(ALIASES.get(extension, extension))


def early_refusal(name: str, size: int, head: bytes) -> str | None:
    """Say why an upload is refused at once, in one sentence, or None.

    Looks at the name, the size in bytes and the first 8 KB only: the rest is the child's work.
    """
    kind = kind_for(name)
    if kind is None:
        return f"{NOT_ACCEPTED} You can share {_all_labels()}."
    if size <= 0 or not head:
        return "The file is empty."
    if size > kind.max_bytes:
        return too_large(kind)
    return _wrong_head(kind, head[:HEAD_BYTES])


def too_large(kind: Kind) -> str:
    """Say how large a file of this kind may be."""
    return f"The file must be smaller than {kind.max_bytes // (1024 * 1024)} MB."


def _all_labels() -> str:
    labels = [kind.label for kind in KINDS.values()]
    return f"{', '.join(labels[:-1])} or {labels[-1]}"


def _wrong_head(kind: Kind, head: bytes) -> str | None:
    if kind.is_zip and head.startswith(OLE_SIGNATURE):
        return (
            f"The file is protected by a password or has an older format. "
            f"Save it as {kind.extension.upper()} without a password."
        )
    if kind.is_xml:
        return None if _looks_like_xml(head) else wrong_kind(kind)
    if kind.is_text:
        return None if _looks_like_text(head) else NOT_TEXT
    return None if head.startswith(kind.signature) else wrong_kind(kind)


def wrong_kind(kind: Kind) -> str:
    """Say that a file is not what its name says."""
    return f"The name ends in .{kind.extension}, but what is inside is not {kind.label}."


def _looks_like_xml(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe<\x00", b"\xfe\xff\x00<")):
        return True
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def _looks_like_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return is_text(head[: len(head) // 2 * 2].decode("utf-16", errors="replace"))
    return is_text(head.decode("latin-1").translate(_C1_AS_LETTERS))


# As bytes, 0x80-0x9f are parts of UTF-8 letters or Windows-1252 punctuation, not controls.
_C1_AS_LETTERS = dict.fromkeys(range(0x80, 0xA0), "x")

_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)")
_FORBIDDEN = '<>:"|?*'
_LOOKALIKE_SLASHES = str.maketrans({"\\": "/", "\u2215": "/", "\u2044": "/", "\uff0f": "/", "\uff3c": "/"})


def clean_name(raw: str, fallback: str = "file") -> str:
    """Return a name fit for any file system and for a Content-Disposition header.

    One path part of 1 to 120 characters in NFC: no controls, surrogates, invisible or
    reordering characters, nothing Windows forbids; the extension is kept. Cleaning a clean
    name changes nothing.
    """
    # Twice at most: composing and cutting may bring a forbidden beginning or end to light.
    name = raw
    for _ in range(4):
        cleaned = _clean_once(name, fallback)
        if cleaned == name:
            break
        name = cleaned
    return name


def _clean_once(raw: str, fallback: str) -> str:
    visible = "".join(_visible(mark) for mark in unicodedata.normalize("NFC", raw))
    last = visible.translate(_LOOKALIKE_SLASHES).rpartition("/")[2]
    name = " ".join("".join("_" if mark in _FORBIDDEN else mark for mark in last).split())
    stem, dot, extension = name.rpartition(".")
    if dot and not stem.strip(" ._"):
        name = f"{fallback}.{extension}"
    name = name.strip(" .")
    if not name or not any(mark.isalnum() for mark in name):
        return fallback
    stem = name.partition(".")[0].rstrip(" ")
    if _RESERVED.fullmatch(stem):
        name = f"_{name}"
    return _short(name)


def _visible(mark: str) -> str:
    """Keep what shows itself: no controls, surrogates, formats (bidi, zero width), private use."""
    category = unicodedata.category(mark)
    if category in ("Zs", "Zl", "Zp"):
        return " "
    if mark in "\t\r\n":
        return " "
    return "" if category.startswith("C") or mark in "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0" else mark


def _short(name: str) -> str:
    if len(name) <= MAX_NAME:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        return name[:MAX_NAME].strip(" .")
    return f"{stem[: MAX_NAME - len(extension) - 1].strip(' .')}.{extension}"
