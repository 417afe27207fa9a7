"""A shelf of rated things, scored by the product and by the usual ways, before and after more votes."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import mean

from ratings.evaluation.measures import percentile
from ratings.scoring import Score, Sums, prior, score, site, weigh, wilson

BAYES = 10  # how many votes the mean of everything weighs in the usual Bayesian average

Vote = tuple[str, str, float]  # rater, target, stars
Extra = Sequence[tuple[float, ...]]  # more votes for one thing: stars, trust and, where voters are tied, d


class Shelf:
    """The product's scores; everything but the votes of one thing is frozen, as it is between two nights."""

    name = "Back2ITSM"

    def __init__(self, votes: Iterable[Vote], trust: Mapping[str, float], groups: Mapping | None = None):
        self.sums: dict[str, list[float]] = {}
        self.groups = groups or {}
        squares = 0.0
        for rater, target, stars in votes:
            proven, unproven = weigh(trust.get(rater, 0.0))
            sums = self.sums.setdefault(target, [0, 0, 0, 0])
            _add(sums, proven, unproven, stars)
            squares += proven * stars * stars
        whole = [sum(one[at] for one in self.sums.values()) for at in range(2)]
        self.mu, self.sigma = site(*whole, squares)
        self._group_sums()

    def score(self, target: str, extra: Extra = ()) -> Score:
        """The score of a thing with more votes."""
        sums = list(self.sums[target])
        tw, ts = sums[:2]
        for stars, trust, *tie in extra:
            _add(sums, *weigh(trust, tie=tie[0] if tie else 1.0), stars)
        drawn = prior([self.practice[name] for name in self.groups.get(target, ())], tw, ts, mu=self.mu)
        return score(*Sums(*sums), prior=drawn, mu=self.mu, sigma=self.sigma)

    def key(self, target: str, extra: Extra = ()) -> float:
        """What the list is ordered by."""
        return self.score(target, extra).low

    def _group_sums(self) -> None:
        self.practice: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for target, sums in self.sums.items():
            for name in self.groups.get(target, ()):
                self.practice[name][0] += sums[0]
                self.practice[name][1] += sums[1]


class Plain:
    """Any way that knows only stars: ``value(all stars of a thing, mean of everything)``."""

    def __init__(self, name: str, votes: Iterable[Vote], value: Callable[[list[float], float], float]):
        self.name = name
        self.value = value
        self.stars: defaultdict[str, list[float]] = defaultdict(list)
        for _, target, stars in votes:
            self.stars[target].append(stars)
        self.mu = mean(stars for found in self.stars.values() for stars in found)

    def key(self, target: str, extra: Extra = ()) -> float:
        """What the list is ordered by."""
        return self.value(self.stars[target] + [one[0] for one in extra], self.mu)


def peers(votes: list[Vote]) -> list[Plain]:
    """The usual ways to rank: plain mean, Bayesian average, lower end of the Wilson interval of 4 and 5 stars."""
    return [
        Plain("plain mean", votes, lambda stars, mu: mean(stars)),
        Plain("Bayesian", votes, lambda stars, mu: (sum(stars) + BAYES * mu) / (len(stars) + BAYES)),
        Plain("Wilson", votes, lambda stars, mu: wilson(sum(one >= 4 for one in stars), len(stars))[0]),
    ]


class Ranking:
    """A list ordered by a way of scoring, and what more votes for one thing do to its place."""

    def __init__(self, way: Shelf | Plain, targets: Iterable[str]):
        self.way = way
        self.keys = {target: way.key(target) for target in targets}
        self.ordered = sorted(self.keys.values())

    def place(self, target: str, extra: Extra = ()) -> float:
        """The percentile, 100 for the first, with more votes for it."""
        before = self.keys[target]
        after = self.way.key(target, extra) if extra else before
        rest = list(self.ordered)
        rest.remove(before)
        return percentile({target: after}, target, among=rest)

    def top(self, share: float) -> list[str]:
        """The first things of the list."""
        ranked = sorted(self.keys, key=lambda target: (-self.keys[target], target))
        return ranked[: max(1, round(share * len(ranked)))]


def _add(sums: list[float], proven: int, unproven: int, stars: float) -> None:
    sums[0] += proven
    sums[1] += proven * stars
    sums[2] += unproven
    sums[3] += unproven * stars
