"""Which items of one sequence stand for which of another, in time that a hostile file cannot stretch.

Items that occur once on both sides are anchors (Bram Cohen's "patience" diff); between anchors, and only
there, `difflib.SequenceMatcher` looks closer, as long as the stretch is short and the budget lasts. Without
either a stretch counts as replaced: a coarser answer, never a wrong one.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

CLOSEST = 16_000  # items of one side times items of the other that SequenceMatcher is given
DEEPEST = 24  # anchors within what lies between anchors
BUDGET = 1_500_000  # such products in one comparison: a few seconds at the worst

Pair = tuple[int, int]
Stretch = tuple[int, int, int, int]  # old from, old to, new from, new to


class Budget:
    """How much close looking is left; `spent` tells that something was only looked at coarsely."""

    def __init__(self, cells: int = BUDGET) -> None:
        self.left = cells
        self.spent = False

    def allows(self, stretch: Stretch) -> bool:
        """Take what this stretch costs; False, and nothing taken, if it is too much."""
        cells = (stretch[1] - stretch[0]) * (stretch[3] - stretch[2])
        if cells > CLOSEST or cells > self.left:
            self.spent = True
            return False
        self.left -= cells
        return True


def aligned(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> list[Pair]:
    """Pairs of positions with equal items, rising on both sides."""
    found: list[Pair] = []
    waiting: list[tuple[Stretch, int]] = [((0, len(old), 0, len(new)), 0)]
    while waiting:
        stretch, depth = waiting.pop()
        pairs, (a, b, c, d) = _trimmed(old, new, stretch)
        found += pairs
        if a == b or c == d:
            continue
        anchors = _anchors(old, new, (a, b, c, d)) if depth < DEEPEST else []
        if anchors:
            found += anchors
            ends = [(a - 1, c - 1), *anchors, (b, d)]
            waiting += [((i + 1, k, j + 1, m), depth + 1) for (i, j), (k, m) in pairwise(ends)]
        elif budget.allows((a, b, c, d)):
            found += _close(old, new, (a, b, c, d))
    return sorted(found)


def gaps(pairs: list[Pair], old: int, new: int) -> Iterator[Stretch]:
    """What lies between the pairs, before the first and after the last: (old from, to, new from, to).

    `old` and `new` are the lengths. One gap before each pair and one at the end, most of them empty.
    """
    for (i, j), (k, m) in pairwise([(-1, -1), *pairs, (old, new)]):
        yield i + 1, k, j + 1, m


def _trimmed(
    old: Sequence[Hashable], new: Sequence[Hashable], stretch: Stretch
) -> tuple[list[Pair], Stretch]:
    a, b, c, d = stretch
    pairs: list[Pair] = []
    while a < b and c < d and old[a] == new[c]:
        pairs.append((a, c))
        a, c = a + 1, c + 1
    while a < b and c < d and old[b - 1] == new[d - 1]:
        b, d = b - 1, d - 1
        pairs.append((b, d))
    return pairs, (a, b, c, d)


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable], stretch: Stretch) -> list[Pair]:
    """The longest rising run of items that occur once on each side."""
    a, b, c, d = stretch
    here, there = Counter(old[a:b]), Counter(new[c:d])
    places = {new[j]: j for j in range(c, d) if there[new[j]] == 1}
    single = [(i, places[old[i]]) for i in range(a, b) if here[old[i]] == 1 and old[i] in places]
    return _longest_rising(single)


def _longest_rising(pairs: list[Pair]) -> list[Pair]:
    """Patience sorting: the longest part of the pairs whose second numbers rise, n log n."""
    tops: list[int] = []
    indices: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        before.append(indices[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [place]
        indices[pile : pile + 1] = [number]
    found: list[Pair] = []
    at = indices[-1] if indices else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _close(old: Sequence[Hashable], new: Sequence[Hashable], stretch: Stretch) -> list[Pair]:
    a, b, c, d = stretch
    matcher = SequenceMatcher(None, old[a:b], new[c:d], autojunk=False)
    return [
        (a + block.a + step, c + block.b + step)
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    ]
