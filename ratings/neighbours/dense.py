"""Neighbours and EASE^R with numpy, where it is installed: what plain Python says (near, ridge), sooner.

Only what runs at night comes here, and numpy is imported inside ``numpy()``: no web process ever imports it.
"""

from collections.abc import Collection, Iterable, Sequence
from importlib import import_module
from typing import Any

# As in near, which this stands below: whatever names a member or a thing.
Member = Any
Thing = Any
Array = Any

MOST = 3000  # things or members of whom a whole matrix is inverted, in some seconds
MOST_CELLS = 50_000_000  # of a table of members by things, of 8 bytes each

Ranked = list[tuple[Thing, float]]


def numpy() -> Any:
    """The package, or None where it is not installed."""
    try:
        return import_module("numpy")
    except ImportError:
        return None


def fits(members: int, things: int) -> bool:
    """Whether the regression of so many is exact here."""
    return things <= MOST or (members <= MOST and members * things <= MOST_CELLS)


def cosine(
    np: Any, likes: Iterable[Collection[Thing]], things: list[Thing], *, shrinkage: float, keep: int
) -> dict[Thing, Ranked]:
    """The similarities of near.cosine; ``things`` in the order of their names."""
    shared = _shared(np, likes, things)
    count = np.diag(shared).copy()
    np.fill_diagonal(shared, 0)
    similarity = shared / (np.sqrt(np.outer(count, count)) + shrinkage)
    return {
        thing: [(things[other], float(row[other])) for other in _first(np, row, keep) if row[other] > 0]
        for thing, row in zip(things, similarity, strict=True)
    }


def by_things(
    np: Any,
    likes: Iterable[Collection[Thing]],
    histories: Iterable[tuple[Member, Collection[Thing]]],
    things: list[Thing],
    *,
    penalty: float,
    places: int,
) -> dict[Member, Ranked]:
    """Scores −Σ P[i,j]/P[j,j] over a history, P = (XᵀX + λ)⁻¹; ``things`` in the order of their names."""
    p = np.linalg.inv(_shared(np, likes, things) + penalty * np.eye(len(things)))
    weights = -p / np.diag(p)
    place = {thing: at for at, thing in enumerate(things)}
    found = {}
    for member, history in histories:
        known = sorted({place[thing] for thing in history})
        scores = weights[known].sum(axis=0)
        found[member] = _ranked(np, scores, known, things, places) if known else []
    return found


def by_members(
    np: Any,
    likes: Sequence[Collection[Thing]],
    histories: Iterable[tuple[Member, int]],
    things: list[Thing],
    *,
    penalty: float,
    places: int,
) -> dict[Member, Ranked]:
    """The same from the members' side (ridge); ``histories`` names each wanted member's place in ``likes``."""
    place = {thing: at for at, thing in enumerate(things)}
    table = np.zeros((len(likes), len(things)))
    for row, liked in enumerate(likes):
        table[row, [place[thing] for thing in liked]] = 1.0
    inverse = np.linalg.inv(table @ table.T + penalty * np.eye(len(likes)))
    both = inverse @ table
    scores = -both / ((1 - (table * both).sum(axis=0)) / penalty)
    return {
        member: _ranked(np, scores[row], np.flatnonzero(table[row]), things, places)
        for member, row in histories
    }


def solve(np: Any, matrix: list[list[float]], goal: list[float]) -> list[float]:
    """matrices.solve."""
    found: list[float] = np.linalg.solve(np.array(matrix), np.array(goal)).tolist()
    return found


def _shared(np: Any, likes: Iterable[Collection[Thing]], things: list[Thing]) -> Array:
    """How many liked both, of each two things; in the diagonal how many liked one."""
    place = {thing: at for at, thing in enumerate(things)}
    shared = np.zeros((len(things), len(things)))
    for liked in likes:
        rows = np.array(sorted({place[thing] for thing in liked}), dtype=int)
        shared[np.ix_(rows, rows)] += 1.0
    return shared


def _ranked(np: Any, scores: Array, known: Any, things: list[Thing], places: int) -> Ranked:
    """The highest, without those that are known."""
    scores = scores.copy()
    scores[known] = -np.inf
    best = _first(np, scores, min(places, len(things) - len(known)))
    return [(things[at], float(scores[at])) for at in best]


def _first(np: Any, values: Array, places: int) -> list[int]:
    """The places of the largest, largest first; of equals the first."""
    order: list[int] = np.argsort(-values, kind="stable")[:places].tolist()
    return order
