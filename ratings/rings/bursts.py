"""More ratings of one thing in a day than it usually gets."""

from collections import Counter
from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any, NamedTuple

USUAL = 5  # as many in a day are never a burst
TIMES = 4  # nor is four times the median day with ratings


class Burst(NamedTuple):
    """so many ``ratings`` of ``target`` on one ``day`` (any whole number), where ``usual`` is its median day."""

    target: Any
    day: int
    ratings: int
    usual: float


def find_bursts(days: Mapping[Any, Iterable[int]]) -> list[Burst]:
    """Days with more than max(5, 4 × median) ratings, by {target: the day of each of its ratings}; largest first.

    The median is over the target's days with ratings.
    """
    found = []
    for target, all_days in days.items():
        counts = Counter(all_days)
        usual = median(counts.values()) if counts else 0
        limit = max(USUAL, TIMES * usual)
        found += [Burst(target, day, count, usual) for day, count in counts.items() if count > limit]
    return sorted(found, key=lambda one: (-one.ratings, str(one.target), one.day))
