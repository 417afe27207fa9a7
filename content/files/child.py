"""The process that opens a shared file: `python -m content.files.child SOURCE NAME OUTDIR`.

Cuts itself off, then reads; writes OUTDIR/result.json and the pictures beside it. Whatever goes
wrong becomes an outcome: the parent learns from the result or from the way this process ended.
"""

import errno
import importlib
import json
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

from content.files import limits
from content.files.outcome import DAMAGED, EMPTY, OK, REASONS, REFUSED, TIMED_OUT, TOO_BIG, Found, Inspection, Unfit

RESULT = "result.json"


def main(arguments: list[str]) -> int:
    """Inspect one file and write the result; return the exit code."""
    network = limits.cut_network()
    limits.set_limits()
    source, name, out = arguments
    warnings.simplefilter("ignore")
    inspection = look(Path(source), name, Path(out))
    inspection.network = network
    Path(out, RESULT).write_text(json.dumps(inspection.as_dict()), encoding="ascii")
    return 0


def look(source: Path, name: str, out: Path) -> Inspection:
    """Return the inspection of `source`, known to people as `name`; raises nothing."""
    from content.files.kinds import kind_for

    kind = kind_for(name)
    if kind is None:
        return Inspection(REFUSED, "Files of this kind are not accepted.")
    try:
        from content.files import guard

        guard.check(source, kind)
        return _inspection(_reader(kind.inspector)(source, out), kind.extension)
    except Unfit as stop:
        return Inspection(stop.outcome, stop.reason, kind.extension)
    except BaseException as error:  # the readers raise at least fourteen types on broken files
        outcome = _outcome_of(error)
        return Inspection(outcome, REASONS[outcome], kind.extension)


def _reader(dotted: str) -> Callable[[Path, Path], Found]:
    module, _, name = dotted.rpartition(".")
    reader: Callable[[Path, Path], Found] = getattr(importlib.import_module(module), name)
    return reader


def _inspection(found: Found, extension: str) -> Inspection:
    from content.files.text import capped

    parts, cut = capped(found.parts)
    facts = [*found.facts, "Only the first 1 MB of its text is searched"] if cut else found.facts
    outcome = OK if parts or found.preview.get("form") == "picture" else EMPTY
    return Inspection(
        outcome,
        REASONS[outcome],
        kind=extension,
        parts=parts,
        facts=facts,
        preview=found.preview,
        pictures=found.pictures,
    )


def _outcome_of(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return TOO_BIG
    if isinstance(error, OSError) and error.errno in (errno.EFBIG, errno.ENOMEM, errno.ENOSPC):
        return TOO_BIG
    if isinstance(error, KeyboardInterrupt):
        return TIMED_OUT
    return DAMAGED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
