"""The process that opens a shared file: `python -m content.files.child SOURCE NAME OUTDIR`.

Cuts itself off, then reads; writes OUTDIR/result.json and the pictures beside it. Whatever goes
wrong with the file becomes an outcome; the parent also learns from the way this process ended.
"""

import errno
import importlib
import json
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from content.files import guard, limits, metadata
from content.files.kinds import Kind, kind_for
from content.files.outcome import DAMAGED, EMPTY, OK, REASONS, REFUSED, TOO_BIG, Found, Inspection, Unfit
from content.files.text import capped, clean, line

RESULT = "result.json"
BROKEN = 70  # exit code: a reader cannot be imported; no file is to blame
MAX_FACTS = 20
LATEST = 9.0  # seconds of processor time, after which nothing new is begun; the limit is 10

Reader = Callable[[Path, Path], Found]


def main(arguments: list[str]) -> int:
    """Inspect one file and write the result; return the exit code."""
    network = limits.cut_network()
    limits.set_limits()
    warnings.simplefilter("ignore")
    source, name, out = arguments
    kind = kind_for(name)
    if kind is None:
        return _write(Inspection(REFUSED, REASONS[REFUSED], network=network), Path(out))
    try:
        reader = reader_of(kind)
        metadata.look_of(kind)
    except ImportError:
        return BROKEN
    inspection = look(Path(source), kind, reader, Path(out))
    inspection.network = network
    return _write(inspection, Path(out))


def reader_of(kind: Kind) -> Reader:
    """Return the function that the registry names for a kind; raises ImportError."""
    module, _, name = kind.inspector.rpartition(".")
    reader: Reader = getattr(importlib.import_module(module), name)
    return reader


def look(source: Path, kind: Kind, reader: Reader, out: Path) -> Inspection:
    """Check and read `source`; every exception becomes an outcome."""
    try:
        guard.check(source, kind)
        found = reader(source, out)
        inspection = _inspection(found, kind)
        inspection.findings = _findings(source, kind, found)
        return inspection
    except Unfit as stop:
        return Inspection(stop.outcome, stop.reason, kind.extension)
    except BaseException as error:  # the readers raise at least fourteen types on broken files
        outcome = outcome_of_error(error)
        return Inspection(outcome, REASONS[outcome], kind.extension)


def _findings(source: Path, kind: Kind, found: Found) -> list[dict[str, Any]]:
    """What the reader left of the processor time is for what the file gives away."""
    left = max(0.0, LATEST - time.process_time())
    seen = metadata.give_aways(source, kind, found.parts, seconds=min(metadata.SECONDS, left))
    return [finding.as_dict() for finding in seen]


def _inspection(found: Found, kind: Kind) -> Inspection:
    parts, cut = capped(found.parts)
    facts = [line(fact, 500) for fact in found.facts[:MAX_FACTS]]
    facts += ["Only the first 1 MB of its text is searched"] if cut else []
    # A picture has no text to miss.
    outcome = OK if parts or found.preview.get("form") == "picture" else EMPTY
    preview = scrubbed(found.preview)
    return Inspection(
        outcome,
        REASONS[outcome],
        kind=kind.extension,
        parts=parts,
        facts=facts,
        preview=preview,
        pictures=found.pictures,
    )


def scrubbed(value: Any) -> Any:
    """Return a structure with every string in it cleaned."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [scrubbed(item) for item in value]
    if isinstance(value, dict):
        return {key: scrubbed(item) for key, item in value.items()}
    return value


def outcome_of_error(error: BaseException) -> str:
    """Return the outcome of a reader that raised something of its own."""
    if isinstance(error, MemoryError):
        return TOO_BIG
    too_big = isinstance(error, OSError) and error.errno in (errno.EFBIG, errno.ENOMEM, errno.ENOSPC)
    return TOO_BIG if too_big else DAMAGED


def _write(inspection: Inspection, out: Path) -> int:
    try:
        text = json.dumps(inspection.as_dict())
    except MemoryError:
        text = json.dumps(Inspection(TOO_BIG, REASONS[TOO_BIG], inspection.kind).as_dict())
    (out / RESULT).write_text(text, encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
