"""Which pairs of a pairwise round the published rows give away. Plain Python.

A row holds how often an item was chosen, was not, stood level and was not known. Votes can be moved between pairs
without a change of any row: chosen over another by four items, a over b and c over d become a over d and c over b.
A pair that such a move changes has more than one possible number of votes; the others are told by the rows.
"""

from collections.abc import Iterable, Mapping

from surveys.cells import LEAST_SHOWN

Pair = tuple[str, str]


def told(judged: Mapping[Pair, int], wins: Iterable[Pair], *level: Iterable[Pair]) -> set[Pair]:
    """Pairs with fewer than five votes, by what is known of which no move changes their number.

    ``wins`` are (winner, loser); each ``level`` holds the pairs with votes of one more kind that has no winner.
    """
    small = [pair for pair, n in judged.items() if 0 < n < LEAST_SHOWN]
    if not small:
        return set()
    kinds = [set(wins), *(both for held in level if (both := {p for a, b in held for p in ((a, b), (b, a))}))]
    return {pair for pair in small if not any(_moves(pair, kind) for kind in kinds)}


def _moves(pair, kind):
    """Whether votes of one kind (one, other) can be moved so that there are more or fewer on a pair."""
    for one, other in (pair, pair[::-1]):
        if (one, other) in kind and any(not {c, d} & {one, other} for c, d in kind):
            return True
        ahead = {d for c, d in kind if c == one and d != other}
        behind = {c for c, d in kind if d == other and c != one}
        if ahead and behind and len(ahead | behind) > 1:
            return True
    return False
