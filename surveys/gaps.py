"""Importance against coverage: means, gaps, opportunity, ranks and quadrants of each item (specs/surveys.md).

Importance-performance analysis after Martilla and James (1977), opportunity after Ulwick (shares of the two
upper answers, never means), weighted discrepancy after Borich (1980). Plain Python; answers in, figures out.
Figures of unweighted answers are one division of whole numbers each, so that equal values are equal.
"""

import math
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from surveys import intervals
from surveys.intervals import Interval

UPPER = 4  # the two upper answers of a scale of five
LEAST_PLOTTED = 10
SURE = 0.8  # the share of draws that must fall into one quadrant
FIXED_POINT = 1000  # weights in draws have three decimals
MIDDLE = (3.0, 3.0)

Pair = tuple[int, int]  # importance and coverage, 1..5 each


class Quadrant(StrEnum):
    WORK_ON_THIS = "work on this"
    KEEP_IT_UP = "keep it up"
    WATCH = "watch"
    GOOD_ENOUGH = "good enough"
    UNDECIDED = "undecided"
    TOO_FEW = "not enough answers"


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


def ranks(values: Mapping[Hashable, float], decimals: int | None = 9) -> dict[Hashable, int]:
    """Places from the largest value on; equal values share the smaller one."""
    rounded = {key: value if decimals is None else round(value, decimals) for key, value in values.items()}
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
    drawn = intervals.respondent_draws(rows, key, draws)
    grouped = ([Sums(*flat[k : k + 5]) for k in range(0, len(flat), 5)] for flat in drawn)
    return _figures(order, counted, grouped)


def from_histograms(
    histograms: Mapping[Hashable, Mapping[Pair, int]],
    *,
    key: str,
    draws: int = intervals.DRAWS,
) -> list[Figures]:
    """The same from stored counts: each item's pairs are drawn by themselves, however many answers there are."""
    counted = histogram_tables(histograms)
    order = sorted(counted, key=natural)
    streams = [_drawn_sums(histograms[item], f"{key}/{item}", draws) for item in order]
    return _figures(order, counted, zip(*streams, strict=True))


def _drawn_sums(pairs: Mapping[Pair, int], key: str, draws: int) -> Iterator[Sums]:
    if not sum(pairs.values()):
        yield from [Sums(0, 0, 0, 0, 0)] * draws
        return
    for drawn in intervals.multinomial_draws(pairs, key, draws):
        weight = importance = coverage = important = covered = 0
        for (i, c), n in drawn.items():
            weight += n
            importance += n * i
            coverage += n * c
            important += n * (i >= UPPER)
            covered += n * (c >= UPPER)
        yield Sums(weight, importance, coverage, important, covered)


class _Spread:
    """What the draws showed of one item."""

    def __init__(self):
        self.importance, self.coverage, self.gap, self.opp, self.mwds, self.rank = [], [], [], [], [], []
        self.quadrants, self.around_middle = Counter(), Counter()


def _figures(order, counted, draws):
    plotted = [place for place, item in enumerate(order) if counted[item].n >= LEAST_PLOTTED]
    spreads = [_Spread() for _ in order]
    for drawn in draws:
        _note_draw(spreads, drawn, plotted)
    sums = {item: counted[item].sums for item in order if counted[item].n}
    by_opp = ranks({item: held.opp for item, held in sums.items()})
    by_gap = ranks({item: held.gap for item, held in sums.items()})
    return [
        _figure(item, counted[item], sums.get(item), spread, by_opp.get(item), by_gap.get(item))
        for item, spread in zip(order, spreads, strict=True)
    ]


def _note_draw(spreads, drawn, plotted):
    """Add one draw; an item that nobody drawn has answered is left out of it."""
    opps = {place: sums.opp for place, sums in enumerate(drawn) if sums.weight}
    places = ranks(opps, decimals=None)
    for place, opp in opps.items():
        spread, sums = spreads[place], drawn[place]
        spread.opp.append(opp)
        spread.rank.append(places[place])
        spread.importance.append(sums.mean_importance)
        spread.coverage.append(sums.mean_coverage)
        spread.gap.append(sums.gap)
        spread.mwds.append(sums.mwds)
    shown = [drawn[place] for place in plotted if drawn[place].weight]
    if not shown:
        return
    coverage, importance = cross_hairs(shown)
    for place in plotted:
        if drawn[place].weight:
            spreads[place].quadrants[_corner(drawn[place], coverage, importance)] += 1
            spreads[place].around_middle[_corner(drawn[place], *MIDDLE)] += 1


def cross_hairs(shown: list[Sums]) -> tuple[float, float]:
    """Mean of the item means: (coverage, importance)."""
    coverage = sum(sums.mean_coverage for sums in shown) / len(shown)
    return coverage, sum(sums.mean_importance for sums in shown) / len(shown)


def _corner(sums, coverage, importance):
    """The quadrant of one draw; on a line it is in none."""
    if sums.mean_importance == importance or sums.mean_coverage == coverage:
        return Quadrant.UNDECIDED
    if sums.mean_importance > importance:
        return Quadrant.KEEP_IT_UP if sums.mean_coverage > coverage else Quadrant.WORK_ON_THIS
    return Quadrant.GOOD_ENOUGH if sums.mean_coverage > coverage else Quadrant.WATCH


def _figure(item, table, sums, spread, rank_opp, rank_gap):
    if sums is None:
        return Figures(item=item, n=0, n_eff=0.0, deff=1.0)
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
        rank_opp=rank_opp,
        rank_gap=rank_gap,
        importance_interval=intervals.percentile(spread.importance),
        coverage_interval=intervals.percentile(spread.coverage),
        gap_interval=intervals.percentile(spread.gap),
        imp_interval=_times_ten(intervals.wilson(min(1, sums.imp / 10), n_eff)),
        cov_interval=_times_ten(intervals.wilson(min(1, sums.cov / 10), n_eff)),
        opp_interval=intervals.percentile(spread.opp),
        mwds_interval=intervals.percentile(spread.mwds),
        rank_interval=intervals.percentile(spread.rank),
        quadrant=_quadrant(table.n, spread.quadrants),
        quadrant_middle=_quadrant(table.n, spread.around_middle),
    )


def _quadrant(n, seen):
    if n < LEAST_PLOTTED:
        return Quadrant.TOO_FEW
    best, times = max(seen.items(), key=lambda pair: pair[1], default=(Quadrant.UNDECIDED, 0))
    return best if times >= SURE * seen.total() else Quadrant.UNDECIDED


def _times_ten(interval):
    return 10 * interval[0], 10 * interval[1]


def _exact_sum(numbers):
    """Whole numbers stay whole; others are added without an error that depends on their order."""
    numbers = list(numbers)
    if all(isinstance(number, int) for number in numbers):
        return sum(numbers)
    return math.fsum(numbers)
