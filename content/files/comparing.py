"""What changed between two versions of a file.

Texts are compared from what the inspections stored, so that no upload is opened again. Models are opened
once more, both, in a child process; its answer is believed only as far as it can be checked.
"""

import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from content.files.answer import Untrusted, drawn, listed, number, one_of, record, words
from content.files.child import BROKEN, RESULT
from content.files.comparing_align import Budget
from content.files.comparing_text import (
    ADDED,
    CHANGED,
    MAX_ROWS,
    REMOVED,
    SAME,
    Piece,
    Row,
    folded,
    rows_of,
    words_between,
)
from content.files.comparing_units import COMPARABLE, Passage, body, passages, unit_of
from content.files.outcome import DAMAGED, OK, OUTCOMES, REASONS, Part, Preview
from content.files.run import MAX_RESULT_BYTES, ReaderBroken, outcome_of_end, read_safely, run_child

WALL_SECONDS = 45.0
COMPARER = "content.files.compare_child"


@dataclass(slots=True)
class Section:
    """A passage as the page prints it; `state` is "added" or "removed" for one that only one side has."""

    name: str
    state: str
    columns: list[str]
    rows: list[Row]


@dataclass(slots=True)
class Comparison:
    """Two texts compared: how many units of each state, and the rows to read, section by section.

    `unit` is "paragraph", "line" or "row". `coarse` tells that parts were too different to look closely,
    `cut` that not all changes are shown; the counts then are those of what was compared.
    """

    unit: str
    added: int = 0
    removed: int = 0
    changed: int = 0
    same: int = 0
    sections: list[Section] = field(default_factory=list)
    coarse: bool = False
    cut: bool = False

    @property
    def differs(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def as_dict(self) -> dict[str, Any]:
        """Return the fields as plain lists, dicts and strings."""
        return asdict(self) | {"differs": self.differs}


@dataclass(frozen=True, slots=True)
class Contents:
    """What an inspection stored of a file."""

    preview: Preview
    parts: list[Part]

    @property
    def is_text(self) -> bool:
        """Whether there are words to compare."""
        return self.preview.get("form") in COMPARABLE


def compare_text(old: Contents, new: Contents) -> Comparison:
    """Compare two files by their words. Both must have `is_text`; raises ValueError otherwise."""
    if not (old.is_text and new.is_text):
        raise ValueError("There are no words to compare.")
    before, after = passages(old.preview, old.parts), passages(new.preview, new.parts)
    return _compared(unit_of(new.preview), before, after)


def compare_bodies(old: str, new: str) -> Comparison:
    """Compare two plain texts, one paragraph a line."""
    return _compared("paragraph", body(old), body(new))


def _compared(unit: str, old: dict[str, Passage], new: dict[str, Passage]) -> Comparison:
    budget, found = Budget(), Comparison(unit)
    left = MAX_ROWS
    for name in [*new, *(name for name in old if name not in new)]:
        passage = new.get(name) or old[name]
        rows, cut = rows_of(old.get(name), new.get(name), budget)
        _count(found, rows)
        shown = list(folded(rows)) if any(row.state != SAME for row in rows) else []
        found.cut = found.cut or cut or len(shown) > left
        if shown[:left]:
            found.sections.append(Section(name, _side(name, old, new), _columns(passage, rows), shown[:left]))
            left -= len(shown[:left])
    found.coarse = budget.spent
    return found


def _count(found: Comparison, rows: Iterable[Row]) -> None:
    states = [row.state for row in rows]
    found.added += states.count(ADDED)
    found.removed += states.count(REMOVED)
    found.changed += states.count(CHANGED)
    found.same += states.count(SAME)


def _side(name: str, old: dict[str, Passage], new: dict[str, Passage]) -> str:
    if name in old and name in new:
        return ""
    return ADDED if name in new else REMOVED


def _columns(passage: Passage, rows: list[Row]) -> list[str]:
    """Letters over the cells, where rows are shown as cells."""
    widest = max((len(row.cells) for row in rows), default=0)
    return passage.columns if passage.rows is not None and widest <= len(passage.columns) else []


@dataclass(slots=True)
class Change:
    """One element of a model that was added, removed, changed or only moved; a detail is [what, pieces]."""

    state: str
    label: str
    name: str
    where: str
    details: list[tuple[str, list[Piece]]]


@dataclass(slots=True)
class ModelComparison:
    """Two models compared. `outcome` is that of an inspection: the rest counts only if it is "ok".

    `moved` counts what is the same and stands elsewhere; `drawings` are [name, SVG] pairs.
    """

    outcome: str
    reason: str = ""
    network: str = ""
    added: int = 0
    removed: int = 0
    changed: int = 0
    moved: int = 0
    same: int = 0
    entries: list[Change] = field(default_factory=list)
    drawings: list[dict[str, str]] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.moved)

    def as_dict(self) -> dict[str, Any]:
        """Return the fields as plain lists, dicts and strings."""
        return asdict(self) | {"differs": self.differs}


def compare_models(old: Path, new: Path, *, wall_seconds: float | None = None) -> ModelComparison:
    """Compare two BPMN files in a process of its own.

    Never raises for a bad file: it becomes an outcome and a reason. Raises OSError if a path cannot be read
    at all and `ReaderBroken` if the process cannot start.
    """
    with tempfile.TemporaryDirectory(prefix="compare-") as folder:
        # Copies, so that the child needs no way to the store, and cannot change what lies there.
        copies = [Path(folder, name) for name in ("old.bpmn", "new.bpmn")]
        for source, copy in zip((old, new), copies, strict=True):
            shutil.copyfile(source, copy)
        out = Path(folder, "out")
        out.mkdir()
        arguments = [*map(str, copies), str(out)]
        ended = run_child(COMPARER, arguments, Path(folder), wall_seconds or WALL_SECONDS)
        if ended == BROKEN:
            raise ReaderBroken("the reader for BPMN models cannot be imported")
        return _answer(ended, out)


def _answer(ended: int | None, out: Path) -> ModelComparison:
    if ended != 0:
        outcome = outcome_of_end(ended)
        return ModelComparison(outcome, REASONS[outcome])
    try:
        return checked(json.loads(read_safely(out / RESULT, MAX_RESULT_BYTES)))
    except (ValueError, OSError, RecursionError):
        return ModelComparison(DAMAGED, REASONS[DAMAGED])


def _detail(value: Any) -> list[str]:
    detail: list[str] = listed(words(1100), 3)(value)
    if len(detail) != 3:
        raise Untrusted("not a detail")
    return detail


_ENTRY = record(
    state=one_of(ADDED, REMOVED, CHANGED, "moved"),
    label=words(100),
    name=words(2200),
    where=words(1100),
    details=listed(_detail, 20),
)


def checked(raw: Any) -> ModelComparison:
    """Return the comparison that a decoded result.json describes; raises `Untrusted`."""
    counts = {name: number() for name in ("added", "removed", "changed", "moved", "same")}
    fields = record(
        outcome=one_of(*OUTCOMES),
        reason=words(300),
        network=one_of("unshared", "hooked", ""),
        entries=listed(_ENTRY, 1000),
        drawings=listed(record(name=words(500), svg=drawn), 100),
        **counts,
    )(raw)
    budget = Budget()
    fields["entries"] = [_change(entry, budget) for entry in fields["entries"]]
    if fields["outcome"] != OK:
        return ModelComparison(fields["outcome"], fields["reason"] or REASONS[fields["outcome"]])
    return ModelComparison(**fields)


def _change(entry: dict[str, Any], budget: Budget) -> Change:
    details = [(what, words_between(was, now, budget)) for what, was, now in entry["details"]]
    return Change(**{**entry, "details": details})
