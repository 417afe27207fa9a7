"""What a file gives away, for its contributor to see before anybody else does.

Runs in the reading process, after the reader. What goes wrong here never spoils the reading: it is
said in the list that something was not looked through.
"""

import importlib
from collections.abc import Callable
from pathlib import Path

from content.files.findings import Finding, Findings
from content.files.kinds import Kind
from content.files.outcome import Part

SECONDS = 3.0  # of processor time

Look = Callable[[Path, list[Part], Findings], None]

_LOOKS = {
    "docx": "giveaways_word.look",
    "xlsx": "giveaways_sheets.look",
    "pptx": "giveaways_slides.look",
    "vsdx": "giveaways_diagrams.look_at_vsdx",
    "pdf": "giveaways_pdf.look",
    "bpmn": "giveaways_diagrams.look_at_bpmn",
    "drawio": "giveaways_diagrams.look_at_drawio",
    "md": "giveaways_plain.look",
    "csv": "giveaways_plain.look",
    "png": "giveaways_pictures.look",
    "jpg": "giveaways_pictures.look",
}


def look_of(kind: Kind) -> Look:
    """Return the function that looks at files of a kind; raises ImportError."""
    module, _, name = _LOOKS[kind.extension].partition(".")
    look: Look = getattr(importlib.import_module(f"content.files.{module}"), name)
    return look


def give_aways(
    path: Path, kind: Kind, parts: list[Part] | None = None, *, seconds: float = SECONDS
) -> list[Finding]:
    """Return what the file at `path` gives away, at most `findings.MAX_FINDINGS`.

    `parts` is the text its reader took out, needed for PDF and diagrams; `seconds` of processor
    time may pass. Never raises for a bad file.
    """
    found = Findings(seconds)
    found.attempt(look_of(kind), path, parts or [], found)
    return found.result()
