"""Take the properties out of a file and leave everything else as it is, byte by byte.

Only what stands beside the content goes. Names in comments, tracked changes and text are the
contributor's to mend: removing them would change what the document says.
"""

import importlib
import shutil
from pathlib import Path

from content.files.kinds import Kind
from content.files.outcome import REFUSED, Unfit

# Named, not imported: a web process asks what can be cleaned, and needs no reader for that.
_CLEANERS = {
    "docx": "cleaning_office",
    "xlsx": "cleaning_office",
    "pptx": "cleaning_office",
    "vsdx": "cleaning_office",
    "png": "cleaning_pictures",
    "jpg": "cleaning_pictures",
}

_REASONS = {
    "pdf": "The properties of a PDF cannot be removed here. Remove them in the program that made it, "
    "or share the file it was made from.",
    "bpmn": "We do not change models. Remove names in the program that drew it.",
    "drawio": "We do not change diagrams. Remove names in the program that drew it.",
    "md": "A text file has no properties to remove.",
    "csv": "A text file has no properties to remove.",
}


def can_clean(kind: Kind) -> str:
    """Return "" if properties of this kind can be removed here, else the reason in one sentence or two."""
    return _REASONS.get(kind.extension, "")


def clean(path: Path, kind: Kind, out_path: Path) -> list[str]:
    """Write a copy of `path` without its properties to `out_path`; return what was removed, in words.

    An empty list: there was nothing to remove, and the copy is the same byte by byte. Raises `Unfit` for
    a kind or a file that cannot be cleaned, and what its readers raise for a broken file.
    """
    if reason := can_clean(kind):
        raise Unfit(REFUSED, reason)
    cleaner = importlib.import_module(f"content.files.{_CLEANERS[kind.extension]}")
    removed: list[str] = cleaner.clean(path, out_path)
    if not removed:
        shutil.copyfile(path, out_path)
    return removed
