"""How sure a figure is: Wilson and Newcombe intervals, Kish's effective size, the bootstrap. Numbers in, numbers out.

Nothing here depends on the order in which answers came: draws begin from sorted rows and a seed made of what
was answered, so that a page loaded again shows the same numbers.
"""

import hashlib
import math
import random
import struct
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, compress

Z = 1.959964  # 95 %, two-sided
DRAWS = 1000
PLACES, _LOW_TWELVE = 4096, b"\xff\x0f"  # of a table, and the bits that choose one
NEVER = 1e-16  # what is less likely, of the likeliest, does not come up

Interval = tuple[float, float]


def wilson(share: float, n: float, z: float = Z) -> Interval:
    """The score interval of a share of ``n`` answers (E. B. Wilson, 1927), inside 0..1; of none all of it.

    With weights ``n`` is the effective size. Raises ValueError for a share outside 0..1.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"A share lies between 0 and 1, not at {share}.")
    if n <= 0:
        return 0.0, 1.0
    spread = z * z / n
    centre = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    # At 0 and 1 the bound is the share itself; rounding must not push it off.
    low = 0.0 if share == 0 else max(0.0, centre - half)
    return low, 1.0 if share == 1 else min(1.0, centre + half)


def difference(before: float, n_before: float, after: float, n_after: float, z: float = Z) -> Interval:
    """The interval of ``after - before``, two independent shares (Newcombe 1998, method 10), inside -1..1."""
    low_before, high_before = wilson(before, n_before, z)
    low_after, high_after = wilson(after, n_after, z)
    change = after - before
    down = math.hypot(after - low_after, high_before - before)
    up = math.hypot(high_after - after, before - low_before)
    return max(-1.0, change - down), min(1.0, change + up)


def effective_size(weights: Iterable[float]) -> float:
    """Of how many equal answers these weighted ones are worth (Kish, 1965); 0 for none."""
    weights = list(weights)
    squares = math.fsum(w * w for w in weights)
    return math.fsum(weights) ** 2 / squares if squares else 0.0


def design_effect(weights: Sequence[float]) -> float:
    """How many times more answers the weights cost: n over its effective size; 1 for equal weights."""
    size = effective_size(weights)
    return len(weights) / size if size else 1.0


def seed(survey: object, wave: object, responses: Iterable[object]) -> str:
    """SHA-256 of survey, wave and the sorted ids of the responses."""
    said = [str(survey), str(wave), *sorted(map(str, responses))]
    return hashlib.sha256("\0".join(said).encode("utf-8", "surrogatepass")).hexdigest()


def percentile(values: Sequence[float], share: float = 0.95) -> tuple[float, float] | None:
    """What the middle ``share`` of the draws span, by values that were drawn; None for no draws."""
    if not values:
        return None
    ordered = sorted(values)
    cut = max(1, int(len(ordered) * (1 - share) / 2 + 1e-9))
    return ordered[cut - 1], ordered[-cut]


def respondent_draws(
    rows: Sequence[Sequence[int]], key: str, draws: int = DRAWS
) -> Iterator[tuple[int, ...]]:
    """Column sums of ``draws`` resamples of whole rows, so that answers of one respondent stay together.

    ``rows`` hold non-negative whole numbers. Each row becomes one large number with a field for every column:
    one addition then adds a respondent, however many columns there are.
    """
    if not rows:
        return
    columns = len(rows[0])
    largest = max((max(row, default=0) for row in rows), default=0) * len(rows)
    fields = struct.Struct(f"<{columns}{'I' if largest < 2**32 else 'Q'}")
    packed = [int.from_bytes(fields.pack(*row), "little") for row in rows]
    source = random.Random(key)  # nosec B311  repeatable intervals, not a secret
    for _ in range(draws):
        total = sum(source.choices(packed, k=len(packed)))
        yield fields.unpack(total.to_bytes(fields.size, "little"))


def multinomial_draws(counts: Sequence[int], key: str, draws: int = DRAWS) -> list[list[int]]:
    """For each cell how often it is hit in ``draws`` tables of the same total, in proportion to its count.

    Poisson numbers with a given sum are multinomial: all cells but the largest are drawn by themselves, the largest
    gets the rest of the total, and a table is kept as often as that rest is likely.
    """
    total, largest = sum(counts), max(range(len(counts)), key=counts.__getitem__)
    if not total:
        return [[0] * draws for _ in counts]
    source = random.Random(key)  # nosec B311  repeatable intervals, not a secret
    likely = Poisson(counts[largest]).likely
    others = [Poisson(count) for place, count in enumerate(counts) if place != largest]
    kept: list[list[int]] = [[] for _ in counts]
    while (missing := draws - len(kept[largest])) > 0:
        # Of so many tables, the square root of the largest cell's share is kept.
        tried = int(missing * math.sqrt(total / counts[largest]) * 1.1) + 20
        drawn = [other.draw(source, tried) for other in others]
        rest = [total - taken for taken in map(sum, zip(*drawn, strict=True))] if drawn else [total] * tried
        drawn.insert(largest, rest)
        keep = [source.random() < likely.get(n, 0) for n in rest]
        for column, found in zip(kept, drawn, strict=True):
            column += compress(found, keep)
    return [column[:draws] for column in kept]


class Poisson:
    """Poisson numbers with a whole mean, made to be drawn by the thousand: one look into a table for nearly each.

    The table holds each number in as many of its 4,096 places as its likelihood fills; what is left over of all of
    them together are the last places, and who hits one of those draws again among the leftovers. ``likely`` says
    how likely a number is, as a share of the likeliest.
    """

    def __init__(self, mean: int):
        self._first, shares = _poisson_shares(mean)
        self.likely = dict(enumerate(shares, self._first))
        scale = PLACES / sum(shares)
        fills = [share * scale for share in shares]
        self._table: list[int] = []
        for number, places in enumerate(map(int, fills), self._first):
            self._table += [number] * places
        self._leftovers = list(accumulate(places - int(places) for places in fills))

    def draw(self, source: random.Random, times: int) -> list[int]:
        """So many numbers."""
        bits = source.getrandbits(16 * times) & int.from_bytes(_LOW_TWELVE * times, "little")
        places = struct.unpack(f"<{times}H", bits.to_bytes(2 * times, "little"))
        table, filled = self._table, len(self._table)
        return [table[place] if place < filled else self._leftover(source) for place in places]

    def _leftover(self, source):
        hit = source.random() * self._leftovers[-1]
        return self._first + bisect(self._leftovers, hit, 0, len(self._leftovers) - 1)


def _poisson_shares(mean: int) -> tuple[int, list[float]]:
    """(the first number, how likely it and those after it are as shares of the likeliest), without the impossible."""
    above, number, share = [1.0], mean, 1.0
    while share > NEVER:
        number += 1
        share *= mean / number
        above.append(share)
    below, number, share = [], mean, 1.0
    while number and share > NEVER:
        share *= number / mean
        number -= 1
        below.append(share)
    return number, below[::-1] + above
