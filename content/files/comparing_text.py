"""Two texts side by side: which units are new, gone, or changed, and in those which words."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from content.files.comparing_align import Budget, Stretch, aligned, gaps
from content.files.comparing_units import Passage, Unit, bounded

CONTEXT = 2  # unchanged units shown before and after a change
MAX_ROWS = 1500  # shown of one file
MAX_PIECE = 2000  # characters of one added or removed piece that are shown
MAX_QUIET = 400  # characters of unchanged words within a change; longer ones keep their two ends
LOOK_AHEAD = 8  # new units among which the one is sought that an old one became
ALIKE = 0.4  # share of common words from which on two units are one that changed
MOST_READ = 5000  # characters of a cell that decide which one is most alike
KEPT = 0.25  # share of unchanged letters below which marks on words would only confuse

SAME, ADDED, REMOVED, CHANGED, FOLDED = "same", "added", "removed", "changed", "folded"

Piece = list[str]  # [mark, text]; mark is "", "ins" or "del"

_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")


@dataclass(slots=True)
class Row:
    """One unit as the page prints it; a folded row stands for `count` unchanged ones."""

    state: str
    cells: list[list[Piece]] = field(default_factory=list)
    style: str = "p"
    where: str = ""
    count: int = 1


def rows_between(old: list[Unit], new: list[Unit], budget: Budget) -> list[Row]:
    """Return every unit of both sides once, in reading order, nothing folded or shortened."""
    pairs = aligned([unit.cells for unit in old], [unit.cells for unit in new], budget)
    rows: list[Row] = []
    for number, stretch in enumerate(gaps(pairs, len(old), len(new))):
        rows += _replaced(old, new, stretch, budget)
        if number < len(pairs):
            unit = new[pairs[number][1]]
            rows.append(_plain(SAME, unit, ""))
    return rows


def rows_of(old: Passage | None, new: Passage | None, budget: Budget) -> tuple[list[Row], bool]:
    """Return the rows between two passages, and whether some units were left out."""
    cells = all(passage is None or passage.rows is not None for passage in (old, new))
    before, after, cut = bounded(_units(old, cells), _units(new, cells))
    return rows_between(before, after, budget), cut


def _units(passage: Passage | None, cells: bool) -> list[Unit]:
    if passage is None:
        return []
    return passage.rows if cells and passage.rows is not None else passage.units


def _plain(state: str, unit: Unit, mark: str) -> Row:
    return Row(state, [[[mark, cell]] if cell else [] for cell in unit.cells], unit.style, unit.where)


def _replaced(old: list[Unit], new: list[Unit], stretch: Stretch, budget: Budget) -> Iterator[Row]:
    """Rows for a stretch in which nothing is equal: each old unit became a like one, or is gone."""
    a, b, c, d = stretch
    bags = [_bag(unit) for unit in new[c:d]] if a < b else []
    at = c
    for unit in old[a:b]:
        heir = _heir(_bag(unit), bags[at - c : at - c + LOOK_AHEAD])
        if heir is None:
            yield _plain(REMOVED, unit, "del")
            continue
        yield from (_plain(ADDED, newer, "ins") for newer in new[at : at + heir])
        yield _changed(unit, new[at + heir], budget)
        at += heir + 1
    yield from (_plain(ADDED, newer, "ins") for newer in new[at:d])


def _bag(unit: Unit) -> Counter[str]:
    return Counter(word for cell in unit.cells for word in _WORD.findall(cell[:MOST_READ]) or [cell])


def _heir(bag: "Counter[str]", bags: "list[Counter[str]]") -> int | None:
    """The place of the most alike among the next units, None if none is alike."""
    scores = [2 * (bag & other).total() / ((bag.total() + other.total()) or 1) for other in bags]
    best = max(scores, default=0.0)
    return scores.index(best) if best >= ALIKE else None


def _changed(old: Unit, new: Unit, budget: Budget) -> Row:
    return Row(CHANGED, list(_changed_cells(old.cells, new.cells, budget)), new.style, new.where)


def _changed_cells(old: tuple[str, ...], new: tuple[str, ...], budget: Budget) -> Iterator[list[Piece]]:
    pairs = aligned(old, new, budget) if len(old) != len(new) else _same_places(old, new)
    for number, (a, b, c, d) in enumerate(gaps(pairs, len(old), len(new))):
        both = min(b - a, d - c)
        for step in range(both):
            yield words_between(old[a + step], new[c + step], budget)
        yield from ([["del", cell]] for cell in old[a + both : b] if cell)
        yield from ([["ins", cell]] for cell in new[c + both : d])
        if number < len(pairs):
            yield [["", new[pairs[number][1]]]]


def _same_places(old: tuple[str, ...], new: tuple[str, ...]) -> list[tuple[int, int]]:
    return [(at, at) for at, (before, after) in enumerate(zip(old, new, strict=True)) if before == after]


def words_between(old: str, new: str, budget: Budget) -> list[Piece]:
    """Return the pieces of a changed text: without "del" they give `new`, without "ins" `old`
    (but for white space at the end of a word)."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    keys = [token.rstrip() for token in before], [token.rstrip() for token in after]
    pairs = aligned(*keys, budget)
    if sum(len(keys[1][j]) for _, j in pairs) < KEPT * max(len(old), len(new)):
        return [piece for piece in (["del", old], ["ins", new]) if piece[1]]
    pieces: list[Piece] = []
    for number, (a, b, c, d) in enumerate(gaps(pairs, len(before), len(after))):
        _append(pieces, "del", "".join(before[a:b]))
        _append(pieces, "ins", "".join(after[c:d]))
        if number < len(pairs):
            _append(pieces, "", after[pairs[number][1]])
    return _tucked(pieces)


def _tucked(pieces: list[Piece]) -> list[Piece]:
    """Move the space after an added word into the unchanged words behind it: marks look tidy, and
    what the pieces say stays the same."""
    for before, piece, after in zip([["", ""], *pieces], pieces, pieces[1:], strict=False):
        if piece[0] == "ins" and not after[0] and piece[1].endswith(" "):
            piece[1], after[1] = piece[1][:-1], f" {after[1]}"
            if before[0] == "del":
                before[1] = before[1].removesuffix(" ")
    return pieces


def _append(pieces: list[Piece], mark: str, text: str) -> None:
    if text and pieces and pieces[-1][0] == mark:
        pieces[-1][1] += text
    elif text:
        pieces.append([mark, text])


def folded(rows: list[Row]) -> Iterator[Row]:
    """Yield the rows for reading: unchanged ones only around changes, others counted, long pieces cut."""
    near = _near_changes(rows)
    skipped = 0
    for row, shown in zip(rows, near, strict=True):
        if not shown:
            skipped += 1
            continue
        if skipped:
            yield Row(FOLDED, count=skipped)
            skipped = 0
        yield _shortened(row)
    if skipped:
        yield Row(FOLDED, count=skipped)


def _near_changes(rows: list[Row]) -> list[bool]:
    near = [False] * len(rows)
    for number, row in enumerate(rows):
        if row.state != SAME:
            first, last = max(0, number - CONTEXT), number + CONTEXT + 1
            near[first:last] = [True] * len(near[first:last])
    return near


def _shortened(row: Row) -> Row:
    row.cells = [[_short(piece) for piece in cell] for cell in row.cells]
    return row


def _short(piece: Piece) -> Piece:
    mark, text = piece
    if mark and len(text) > MAX_PIECE:
        return [mark, text[:MAX_PIECE] + "…"]
    if not mark and len(text) > MAX_QUIET:
        half = MAX_QUIET // 2
        return [mark, f"{text[:half]} … {text[-half:]}"]
    return piece
