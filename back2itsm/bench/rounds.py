"""The arithmetic of rounds. Plain Python: numbers in, numbers out.

A round is {name: number}. What is measured against what has been measured in the same round.
"""

from dataclasses import dataclass
from statistics import median

LARGEST_DRIFT = 0.25  # of the floor from its median, before a round is thrown away


@dataclass(frozen=True)
class Figure:
    """The median of the rounds with the least and the greatest."""

    middle: float
    low: float
    high: float

    def __str__(self):
        return f"{number(self.middle)} ({number(self.low)} to {number(self.high)})"


def number(value):
    """Three significant digits, as a person would write them: 0.41, 12.3, 4,120."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def figure(values):
    values = list(values)
    return Figure(median(values), min(values), max(values))


def rotated(names, turn):
    """The names, beginning with another one each round: nothing is always first or always last."""
    names = list(names)
    start = turn % len(names) if names else 0
    return names[start:] + names[:start]


def kept(rounds, floor):
    """The rounds in which ``floor`` is within a quarter of its median over all of them."""
    middle = median(one[floor] for one in rounds)
    return [one for one in rounds if abs(one[floor] - middle) <= LARGEST_DRIFT * middle]


def ratios(rounds, name, denominator):
    """Figure of name / denominator, round by round."""
    return figure(one[name] / one[denominator] for one in rounds)


def overlap(found, exact, n=20):
    """The share of the first ``n`` of ``exact`` that is among the first ``n`` of ``found``; 1 where none is."""
    wanted = set(exact[:n])
    return len(wanted & set(found[:n])) / len(wanted) if wanted else 1.0
