"""More ratings of one thing in a day than it usually gets."""

from collections import Counter
from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any, NamedTuple

USUAL = 5  # as many in a day are never a burst
TIMES = 4  # nor is four times the median of the other days with ratings


class Burst(NamedTuple):
    """so many ``ratings`` of ``target`` on one ``day`` (any whole number), where ``usual`` is the median of the others.

    Only days with ratings count; ``usual`` is 0 where there is no other.
    """

    target: Any
    day: int
    ratings: int
    usual: float


def find_bursts(days: Mapping[Any, Iterable[int]]) -> list[Burst]:
    """Days with more than max(5, 4 × median) ratings, by {target: the day of each of its ratings}; largest first.

    The median is over the target's other days with ratings: a crowd on the first day is no usual day.
    """
    found = []
    for target, all_days in days.items():
        counts = Counter(all_days)
        for day in [day for day, count in counts.items() if count > USUAL]:
            others = [count for other, count in counts.items() if other != day]
            usual = median(others) if others else 0
            if counts[day] > TIMES * usual:
                found.append(Burst(target, day, counts[day], usual))
    return sorted(found, key=lambda one: (-one.ratings, str(one.target), one.day))
