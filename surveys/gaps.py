"""Importance against coverage: means, gaps, opportunity, ranks and quadrants of each item (specs/surveys.md).

Importance-performance analysis after Martilla and James (1977), opportunity after Ulwick (shares of the two
upper answers, never means), weighted discrepancy after Borich (1980). Plain Python; answers in, figures out.
Figures of unweighted answers are one division of whole numbers each, so that equal values are equal.
"""

import math
import re
from bisect import bisect
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import compress, repeat
from operator import itemgetter
from typing import NamedTuple

from surveys import intervals
from surveys.intervals import Interval

UPPER = 4  # the two upper answers of a scale of five
LEAST_PLOTTED = 10
SURE = 0.8  # the share of draws that must fall into one quadrant
FIXED_POINT = 1000  # weights in draws have three decimals
MIDDLE = (3.0, 3.0)
SCALE = range(1, 6)

Pair = tuple[int, int]  # importance and coverage, 1..5 each


class Quadrant(StrEnum):
    WORK_ON_THIS = "work on this"
    KEEP_IT_UP = "keep it up"
    WATCH = "watch"
    GOOD_ENOUGH = "good enough"
    UNDECIDED = "undecided"
    TOO_FEW = "not enough answers"


# By whether importance and coverage are above the lines (1) or below (-1).
CORNERS = {
    (1, -1): Quadrant.WORK_ON_THIS,
    (1, 1): Quadrant.KEEP_IT_UP,
    (-1, -1): Quadrant.WATCH,
    (-1, 1): Quadrant.GOOD_ENOUGH,
}


class Sums(NamedTuple):
    """What all figures of an item are made of; ``important`` and ``covered`` weigh the answers 4 and 5."""

    weight: float
    importance: float
    coverage: float
    important: float
    covered: float

    @property
    def imp(self) -> float:
        return 10 * self.important / self.weight

    @property
    def cov(self) -> float:
        return 10 * self.covered / self.weight

    @property
    def opp(self) -> float:
        return 10 * (self.important + max(self.important - self.covered, 0)) / self.weight

    @property
    def mean_importance(self) -> float:
        return self.importance / self.weight

    @property
    def mean_coverage(self) -> float:
        return self.coverage / self.weight

    @property
    def gap(self) -> float:
        return (self.importance - self.coverage) / self.weight

    @property
    def mwds(self) -> float:
        return (self.importance - self.coverage) * self.importance / (self.weight * self.weight)


@dataclass
class Table:
    """The pairs answered for one item: how much each weighs, how many they are, their squared weights."""

    pairs: dict[Pair, float] = field(default_factory=dict)
    n: int = 0
    squares: float = 0

    @property
    def sums(self) -> Sums:
        columns = [
            [w * value for (i, c), w in self.pairs.items() for value in [parts(i, c)[k]]] for k in range(5)
        ]
        return Sums(*map(_exact_sum, columns))

    @property
    def effective(self) -> float:
        """Kish's effective size; of unweighted answers their number."""
        weight = _exact_sum(self.pairs.values())
        return weight * weight / self.squares if self.squares else 0.0

    def deviation(self, what) -> float | None:
        """Standard deviation of ``what(importance, coverage)`` with n - 1, weights as frequencies; None below 2."""
        if self.n < 2:
            return None
        weight = _exact_sum(self.pairs.values())
        total = _exact_sum(w * what(i, c) for (i, c), w in self.pairs.items())
        squares = _exact_sum(w * what(i, c) ** 2 for (i, c), w in self.pairs.items())
        variance = max(weight * squares - total * total, 0) / (weight * weight)
        return math.sqrt(variance * self.n / (self.n - 1))


@dataclass(frozen=True)
class Figures:
    """One item's figures; None where no answer gives any. Shares ``imp`` and ``cov`` are times ten."""

    item: Hashable
    n: int
    n_eff: float
    deff: float
    mean_importance: float | None = None
    mean_coverage: float | None = None
    mean_gap: float | None = None
    sd_importance: float | None = None
    sd_coverage: float | None = None
    sd_gap: float | None = None
    imp: float | None = None
    cov: float | None = None
    opp: float | None = None
    mwds: float | None = None
    rank_opp: int | None = None
    rank_gap: int | None = None
    importance_interval: Interval | None = None
    coverage_interval: Interval | None = None
    gap_interval: Interval | None = None
    imp_interval: Interval | None = None  # Wilson, times ten
    cov_interval: Interval | None = None
    opp_interval: Interval | None = None
    mwds_interval: Interval | None = None
    rank_interval: tuple[int, int] | None = None
    quadrant: Quadrant = Quadrant.TOO_FEW
    quadrant_middle: Quadrant = Quadrant.TOO_FEW  # with the cross-hairs at MIDDLE


def parts(importance: int, coverage: int) -> tuple[int, int, int, int, int]:
    """One answer as the summands of ``Sums``."""
    return 1, importance, coverage, int(importance >= UPPER), int(coverage >= UPPER)


def natural(item: Hashable) -> tuple:
    """Sort key that puts 2 before 10 and both before words."""
    text = str(item)
    return (0, int(text), text) if re.fullmatch("[0-9]{1,18}", text) else (1, 0, text)


def ranks(values: Mapping[Hashable, float]) -> dict[Hashable, int]:
    """Places from the largest value on; values that are equal to nine decimals share the smaller one."""
    rounded = {key: round(value, 9) for key, value in values.items()}
    first: dict[float, int] = {}
    for place, value in enumerate(sorted(rounded.values(), reverse=True), 1):
        first.setdefault(value, place)
    return {key: first[value] for key, value in rounded.items()}


def tables(
    answers: Mapping[Hashable, Mapping[Hashable, Pair]], weights: Mapping[Hashable, float] | None = None
) -> dict[Hashable, Table]:
    """Count the pairs of {respondent: {item: (importance, coverage)}} by item; without weights each counts 1."""
    collected: dict[Hashable, dict[Pair, list[float]]] = {}
    for who, given in answers.items():
        for item, pair in given.items():
            weight = 1 if weights is None else weights[who]
            collected.setdefault(item, {}).setdefault(pair, []).append(weight)
    return {
        item: Table(
            {pair: _exact_sum(held) for pair, held in pairs.items()},
            sum(map(len, pairs.values())),
            _exact_sum(w * w for held in pairs.values() for w in held),
        )
        for item, pairs in collected.items()
    }


def histogram_tables(histograms: Mapping[Hashable, Mapping[Pair, int]]) -> dict[Hashable, Table]:
    """The same from stored counts {item: {(importance, coverage): n}}, unweighted."""
    return {
        item: Table(dict(pairs), sum(pairs.values()), sum(pairs.values()))
        for item, pairs in histograms.items()
    }


def from_answers(
    answers: Mapping[Hashable, Mapping[Hashable, Pair]],
    *,
    key: str,
    items: Iterable[Hashable] = (),
    weights: Mapping[Hashable, float] | None = None,
    draws: int = intervals.DRAWS,
) -> list[Figures]:
    """Figures of every item, in natural order, with intervals from resampled respondents.

    ``items`` are listed even without an answer; ``key`` seeds the draws (``intervals.seed``).
    """
    counted = dict.fromkeys(items, Table()) | tables(answers, weights)
    order = sorted(counted, key=natural)
    rows = []
    for who in sorted(answers, key=natural):
        scale = 1 if weights is None else round(weights[who] * FIXED_POINT)
        given = answers[who]
        rows.append(
            [scale * part for item in order for part in (parts(*given[item]) if item in given else (0,) * 5)]
        )
    columns = list(zip(*intervals.respondent_draws(rows, key, draws), strict=True))
    return _figures(order, counted, [columns[5 * k : 5 * k + 5] for k in range(len(order))])


def from_histograms(
    histograms: Mapping[Hashable, Mapping[Pair, int]],
    *,
    key: str,
    draws: int = intervals.DRAWS,
) -> list[Figures]:
    """The same from stored counts: each item's pairs are drawn by themselves, however many answers there are."""
    counted = histogram_tables(histograms)
    order = sorted(counted, key=natural)
    return _figures(
        order, counted, [_drawn_columns(histograms[item], f"{key}/{item}", draws) for item in order]
    )


def _drawn_columns(pairs, key, draws):
    """The five sums of one item, draw by draw: a column each."""
    counts = [pairs.get((i, c), 0) for i in SCALE for c in SCALE]
    cells = intervals.multinomial_draws(counts, key, draws)
    steps = len(SCALE)
    importance, important = _weighed([cells[k : k + steps] for k in range(0, len(cells), steps)])
    coverage, covered = _weighed([cells[k::steps] for k in range(steps)])
    return [sum(counts)] * draws, importance, coverage, important, covered


def _weighed(answers):
    """(sum of the answers, number of the two upper ones), draw by draw, from the cells of each answer."""
    drawn = list(zip(*(map(sum, zip(*cells, strict=True)) for cells in answers), strict=True))
    return [a + 2 * b + 3 * c + 4 * d + 5 * e for a, b, c, d, e in drawn], [d + e for *_, d, e in drawn]


class _Drawn:
    """What the draws showed of one item, without those in which nobody drawn had answered it (``answered``)."""

    def __init__(self, columns):
        sums = list(map(Sums, *columns)) if columns else []
        self.answered = [held.weight > 0 for held in sums]
        held = list(compress(sums, self.answered))
        self.importance = [drawn.mean_importance for drawn in held]
        self.coverage = [drawn.mean_coverage for drawn in held]
        self.gap = [drawn.gap for drawn in held]
        self.opp = [drawn.opp for drawn in held]
        self.mwds = [drawn.mwds for drawn in held]

    def each(self, values):
        """One of its figures for every draw, None where there is none."""
        rest = iter(values)
        return values if all(self.answered) else [next(rest) if held else None for held in self.answered]


def _figures(order, counted, columns):
    """``columns`` are the five sums of each item, draw by draw."""
    drawn = [_Drawn(held) for held in columns]
    plotted = [held for item, held in zip(order, drawn, strict=True) if _is_plotted(counted[item])]
    importance = _means(held.each(held.importance) for held in plotted)
    coverage = _means(held.each(held.coverage) for held in plotted)
    sums = {item: counted[item].sums for item in order if counted[item].n}
    by_opp = ranks({item: held.opp for item, held in sums.items()})
    by_gap = ranks({item: held.gap for item, held in sums.items()})
    return [
        _figure(
            item,
            counted[item],
            sums[item],
            rank_opp=by_opp[item],
            rank_gap=by_gap[item],
            **_spread(held, placed),
            **(_quadrants(held, importance, coverage) if _is_plotted(counted[item]) else {}),
        )
        if item in sums
        else Figures(item=item, n=0, n_eff=0.0, deff=1.0)
        for item, held, placed in zip(order, drawn, _places(drawn), strict=True)
    ]


def _is_plotted(table):
    return table.n >= LEAST_PLOTTED


def _places(drawn):
    """The ranks of each item in the draws, by opportunity; equal values share the smaller one."""
    placed = [[] for _ in drawn]
    for row in zip(*(held.each(held.opp) for held in drawn), strict=True):
        ordered = sorted(opp for opp in row if opp is not None)
        for ranked, opp in zip(placed, row, strict=True):
            if opp is not None:
                ranked.append(len(ordered) + 1 - bisect(ordered, opp))
    return placed


def _means(plotted):
    """Where a line of the cross-hairs stands in each draw: at the mean of the item means; None without any."""
    shown = ([mean for mean in row if mean is not None] for row in zip(*plotted, strict=True))
    return [sum(means) / len(means) if means else None for means in shown]


def _spread(drawn, placed):
    """The intervals of an item."""
    return {
        "importance_interval": intervals.percentile(drawn.importance),
        "coverage_interval": intervals.percentile(drawn.coverage),
        "gap_interval": intervals.percentile(drawn.gap),
        "opp_interval": intervals.percentile(drawn.opp),
        "mwds_interval": intervals.percentile(drawn.mwds),
        "rank_interval": intervals.percentile(placed),
    }


def _quadrants(drawn, importance, coverage):
    """The quadrants of an item, by the mean of all and by the middle."""
    lines = compress(importance, drawn.answered), compress(coverage, drawn.answered)
    return {
        "quadrant": _agreed(drawn, *lines),
        "quadrant_middle": _agreed(drawn, *map(repeat, MIDDLE)),
    }


def _agreed(drawn, across, along):
    """The quadrant on one side of both lines in enough of the draws; a draw on a line is in none."""
    sides = zip(map(_side, drawn.importance, across), map(_side, drawn.coverage, along), strict=False)
    best, times = max(Counter(sides).items(), key=itemgetter(1), default=((0, 0), 0))
    return CORNERS.get(best, Quadrant.UNDECIDED) if times >= SURE * len(drawn.opp) else Quadrant.UNDECIDED


def _side(value, line):
    return (value > line) - (value < line)


def _figure(item, table, sums, **found):
    n_eff = table.effective
    return Figures(
        item=item,
        n=table.n,
        n_eff=n_eff,
        deff=table.n / n_eff,
        mean_importance=sums.mean_importance,
        mean_coverage=sums.mean_coverage,
        mean_gap=sums.gap,
        sd_importance=table.deviation(lambda i, c: i),
        sd_coverage=table.deviation(lambda i, c: c),
        sd_gap=table.deviation(lambda i, c: i - c),
        imp=sums.imp,
        cov=sums.cov,
        opp=sums.opp,
        mwds=sums.mwds,
        imp_interval=_times_ten(intervals.wilson(min(1, sums.imp / 10), n_eff)),
        cov_interval=_times_ten(intervals.wilson(min(1, sums.cov / 10), n_eff)),
        **found,
    )


def _times_ten(interval):
    return 10 * interval[0], 10 * interval[1]


def _exact_sum(numbers):
    """Whole numbers stay whole; others are added without an error that depends on their order."""
    numbers = list(numbers)
    if all(isinstance(number, int) for number in numbers):
        return sum(numbers)
    return math.fsum(numbers)
