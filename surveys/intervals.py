"""How sure a figure is: Wilson and Newcombe intervals, Kish's effective size, the bootstrap. Numbers in, numbers out.

Nothing here depends on the order in which answers came: draws begin from sorted rows and a seed made of what
was answered, so that a page loaded again shows the same numbers.
"""

import hashlib
import math
import random
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence

Z = 1.959964  # 95 %, two-sided
DRAWS = 1000

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


def multinomial_draws(
    counts: Mapping[object, int], key: str, draws: int = DRAWS
) -> Iterator[dict[object, int]]:
    """``draws`` tables of the same total whose cells are hit in proportion to ``counts``."""
    cells = sorted((cell, count) for cell, count in counts.items() if count)
    total = sum(count for _, count in cells)
    source = random.Random(key)  # nosec B311  repeatable intervals, not a secret
    for _ in range(draws):
        drawn, left, mass = {}, total, total
        for cell, count in cells:
            drawn[cell] = hits = binomial(source, left, count / mass)
            left, mass = left - hits, mass - count
        yield drawn


def binomial(source: random.Random, n: int, p: float) -> int:
    """A random number of successes: waiting times where few are expected, else BTRS (Hörmann, 1993)."""
    if n <= 0 or p <= 0:
        return 0
    if p >= 1:
        return n
    if p > 0.5:
        return n - binomial(source, n, 1 - p)
    return _by_waiting(source, n, p) if n * p < 10 else _by_rejection(source, n, p)


def _by_waiting(source: random.Random, n: int, p: float) -> int:
    """Jump from success to success by geometric steps."""
    hits, place, scale = 0, 0, math.log1p(-p)
    while True:
        place += int(math.log(1.0 - source.random()) / scale) + 1
        if place > n:
            return hits
        hits += 1


def _by_rejection(source: random.Random, n: int, p: float) -> int:
    """Transformed rejection with a squeeze; needs n*p >= 10 and p <= 0.5. Names as in the paper."""
    spread = math.sqrt(n * p * (1 - p))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    c = n * p + 0.5
    v_r = 0.92 - 4.2 / b
    alpha = (2.83 + 5.1 / b) * spread
    odds = math.log(p / (1 - p))
    mode = math.floor((n + 1) * p)
    height = math.lgamma(mode + 1) + math.lgamma(n - mode + 1)
    while True:
        u, v = source.random() - 0.5, 1.0 - source.random()
        us = 0.5 - abs(u)
        if us <= 0:
            continue
        k = math.floor((2 * a / us + b) * u + c)
        if not 0 <= k <= n:
            continue
        if us >= 0.07 and v <= v_r:
            return k
        v *= alpha / (a / (us * us) + b)
        if math.log(v) <= height - math.lgamma(k + 1) - math.lgamma(n - k + 1) + (k - mode) * odds:
            return k
