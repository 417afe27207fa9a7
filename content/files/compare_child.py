"""The process that opens two BPMN models: `python -m content.files.compare_child OLD NEW OUTDIR`.

Cuts itself off as `content.files.child` does, then reads both and writes OUTDIR/result.json.
"""

import json
import sys
import warnings
from pathlib import Path
from typing import Any

from content.files import guard, limits
from content.files.child import BROKEN, RESULT, outcome_of_error, scrubbed
from content.files.kinds import kind_for
from content.files.outcome import DAMAGED, OK, REASONS, Unfit

CPU_SECONDS = 20  # two files are read, and one picture drawn of both
MAX_ENTRIES = 1000
MAX_DRAWINGS = 20
MAX_SVG = 2_000_000  # characters of one drawing
MAX_SVG_TOGETHER = 6_000_000


def main(arguments: list[str]) -> int:
    """Compare two files and write the result; return the exit code."""
    network = limits.cut_network()
    limits.set_limits(cpu_seconds=CPU_SECONDS)
    warnings.simplefilter("ignore")
    old, new, out = map(Path, arguments)
    try:
        from content.files import bpmn_read, comparing_bpmn, comparing_drawing  # noqa: F401  found early
    except ImportError:
        return BROKEN
    text = json.dumps(scrubbed(look(old, new)) | {"network": network})
    (out / RESULT).write_text(text, encoding="ascii")
    return 0


def look(old: Path, new: Path) -> dict[str, Any]:
    """Check, read and compare both; every exception becomes an outcome and a reason."""
    try:
        return _compared(old, new)
    except Unfit as stop:
        return _failed(stop.outcome, stop.reason)
    except ValueError as error:  # bpmn_read says in plain words what is wrong
        return _failed(DAMAGED, str(error)[:300])
    except BaseException as error:  # as content.files.child: whatever a broken file brings forth
        outcome = outcome_of_error(error)
        return _failed(outcome, REASONS[outcome])


def _failed(outcome: str, reason: str) -> dict[str, Any]:
    nothing = {"added": 0, "removed": 0, "changed": 0, "moved": 0, "same": 0}
    return {"outcome": outcome, "reason": reason, **nothing, "entries": [], "drawings": []}


def _compared(old_path: Path, new_path: Path) -> dict[str, Any]:
    from content.files.bpmn_read import read
    from content.files.comparing_bpmn import compare, entry_of
    from content.files.comparing_drawing import draw_comparison

    kind = kind_for("model.bpmn")
    if kind is None:
        raise ImportError("no registry entry for BPMN")
    for path in (old_path, new_path):
        guard.check(path, kind)
    old, new = read(old_path), read(new_path)
    diff = compare(old, new)
    drawings = draw_comparison(old, new, diff)
    moved = [entry_of(new, new.elements[key], "moved", []) for key in new.elements if key in drawings.moved]
    entries = diff.entries + moved
    states = [entry.state for entry in entries]
    return {
        "outcome": OK,
        "reason": "",
        "added": states.count("added"),
        "removed": states.count("removed"),
        "changed": states.count("changed"),
        "moved": len(moved),
        "same": len(diff.same) - len(moved),
        "entries": [
            {key: getattr(entry, key) for key in ("state", "label", "name", "where", "details")}
            for entry in entries[:MAX_ENTRIES]
        ],
        "drawings": _fitting(drawings.drawn),
    }


def _fitting(drawn: list[tuple[str, str]]) -> list[dict[str, str]]:
    """The drawings that a page can hold, in their order."""
    left = MAX_SVG_TOGETHER
    kept: list[dict[str, str]] = []
    for name, svg in drawn[:MAX_DRAWINGS]:
        if len(svg) <= min(MAX_SVG, left):
            kept.append({"name": name, "svg": svg})
            left -= len(svg)
    return kept


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
