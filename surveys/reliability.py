"""Whether a battery of items measures one thing: Cronbach's alpha. Numbers in, numbers out."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True)
class Reliability:
    """None where an item that never varies leaves a figure undefined."""

    raw_alpha: float | None
    std_alpha: float | None
    average_r: float | None
    item_rest: dict[str, float | None]


def reliability(columns: Mapping[str, Sequence[float]]) -> Reliability:
    """Alpha from covariances and from correlations, mean correlation, and each item against the sum of the others.

    ``columns`` are equally long, one an item. Raises ValueError below two items or two rows.
    """
    rows = {len(column) for column in columns.values()}
    if len(columns) < 2:
        raise ValueError("Reliability needs at least two items.")
    if len(rows) != 1 or rows.pop() < 2:
        raise ValueError("Reliability needs at least two complete rows.")
    k, columns = len(columns), _scaled(columns)
    totals = [math.fsum(row) for row in zip(*columns.values(), strict=True)]
    of_total = covariance(totals, totals)
    of_items = math.fsum(covariance(column, column) for column in columns.values())
    found = [correlation(a, b) for a, b in combinations(columns.values(), 2)]
    average = None if None in found else math.fsum(found) / len(found)
    below = None if average is None else 1 + (k - 1) * average
    return Reliability(
        raw_alpha=k / (k - 1) * (1 - of_items / of_total) if of_total else None,
        std_alpha=k * average / below if below else None,
        average_r=average,
        item_rest={
            name: correlation(column, [t - own for t, own in zip(totals, column, strict=True)])
            for name, column in columns.items()
        },
    )


def _scaled(columns):
    """The same numbers in a unit of their own size, a power of two: no figure depends on it, and no square of a
    huge or tiny one is lost."""
    largest = max(abs(value) for column in columns.values() for value in column)
    unit = math.frexp(largest)[1]
    return {name: [math.ldexp(value, -unit) for value in column] for name, column in columns.items()}


def covariance(one: Sequence[float], other: Sequence[float]) -> float:
    """With n - 1; exactly 0 for a column that never varies."""
    if min(one) == max(one) or min(other) == max(other):
        return 0.0
    mean_one, mean_other = math.fsum(one) / len(one), math.fsum(other) / len(other)
    products = ((a - mean_one) * (b - mean_other) for a, b in zip(one, other, strict=True))
    return math.fsum(products) / (len(one) - 1)


def correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Pearson's r inside -1..1; None where one of the two never varies."""
    spread = covariance(one, one) * covariance(other, other)
    if not spread:
        return None
    return max(-1.0, min(1.0, covariance(one, other) / math.sqrt(spread)))
