"""What honest ratings are worth: how well a list from few of them tells what all of them say."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations
from random import Random
from statistics import mean

from ratings.evaluation.dataset import Dataset
from ratings.evaluation.fooling import seeds_of, trust_of
from ratings.evaluation.measures import average, ndcg, tau
from ratings.evaluation.report import Report
from ratings.evaluation.shelf import Plain, Ranking, Shelf, Vote, peers
from ratings.synthetic import draws

SURE = 50  # ratings from which on the mean of all of them is taken for the truth
PROVEN_SHARE = 0.6
PLACES = 20
TAU_BARS = {0.05: 0.500, 0.10: 0.585}
NDCG_BARS = {0.02: 0.84, 0.05: 0.87}
HELD_OUT = 0.2
PAIRS_BAR = 0.645


def run(data: Dataset, *, seeds: int) -> Report:
    """Kendall's tau and NDCG from a share of the ratings; on data with trust edges the accuracy on pairs."""
    report = Report("rank", data.name)
    if data.trust:
        _pairs(report, data, seeds)
        return report
    truth = {target: mean(stars) for target, stars in _by_target(data.starred).items() if len(stars) >= SURE}
    if len(truth) < 2:
        report.notes.append(f"Fewer than two things have {SURE} ratings: nothing to compare with.")
        return report
    for share, bar in TAU_BARS.items():
        name = f"tau from {share:.0%}"
        _reach(report, name, [_tau(data, truth, share, seed) for seed in range(seeds)], bar)
    for share, bar in NDCG_BARS.items():
        name = f"NDCG@{PLACES} from {share:.0%}"
        _reach(report, name, [_ndcg(data, truth, share, seed) for seed in range(seeds)], bar)
    return report


def _reach(report: Report, name: str, runs: list[dict[str, float]], bar: float) -> None:
    """Take the mean of several runs, each {way: figure} with the product's first."""
    first, *others = runs[0]
    report.reach(name, average([found[first] for found in runs]), bar)
    for other in others:
        report.peers.setdefault(other, {})[name] = average([found[other] for found in runs])


def _tau(data: Dataset, truth: Mapping, share: float, seed: int) -> dict[str, float]:
    """Over things with a known truth that have a rating in the sample."""
    draw = draws(seed)
    trust = {rater: float(draw.random() < PROVEN_SHARE) for rater in _raters(data)}
    votes = _sample(data.starred, share, draw)
    found = {}
    for way in [Shelf(votes, trust, data.groups), *peers(votes)]:
        known = {target: truth[target] for target in {vote[1] for vote in votes} & set(truth)}
        found[way.name] = tau({target: way.key(target) for target in sorted(known)}, known)
    return found


def _ndcg(data: Dataset, truth: Mapping, share: float, seed: int) -> dict[str, float]:
    """Of the first 20 of the list; a thing is worth its true mean, or nothing where too few rated it to know one."""
    votes = _sample(data.starred, share, draws(seed))
    trust = dict.fromkeys(_raters(data), 1.0)
    found = {}
    for way in [Shelf(votes, trust, data.groups), *peers(votes)]:
        listed = _listed(way, votes)
        found[way.name] = ndcg(listed, truth, places=PLACES, ideal=truth.values())
    return found


def _listed(way: Shelf | Plain, votes: list[Vote]) -> list[str]:
    keys = Ranking(way, {vote[1] for vote in votes}).keys
    return sorted(keys, key=lambda target: (-keys[target], target))


def _pairs(report: Report, data: Dataset, seeds: int) -> None:
    """Of two things one member rated differently, both ratings held out, the list must know the better one."""
    runs = []
    for seed in range(seeds):
        draw = draws(seed)
        held = {at for at in range(len(data.starred)) if draw.random() < HELD_OUT}
        votes = [vote for at, vote in enumerate(data.starred) if at not in held]
        asked = _by_rater([data.starred[at] for at in sorted(held)])
        trust = trust_of(data, seeds_of(data), {}).of
        ways = [Shelf(votes, trust, data.groups), *peers(votes)]
        runs.append({way.name: _accuracy(way, asked, {vote[1] for vote in votes}) for way in ways})
    _reach(report, "pairs in order", runs, PAIRS_BAR)


def _accuracy(way: Shelf | Plain, asked: Mapping[str, list], known: set[str]) -> float:
    """Equal keys count half."""
    keys = {target: way.key(target) for target in known}
    right = count = 0.0
    for rated in asked.values():
        for (one, a), (other, b) in combinations([pair for pair in rated if pair[0] in keys], 2):
            if a != b:
                difference = (keys[one] - keys[other]) * (1 if a > b else -1)
                right += 1.0 if difference > 0 else 0.5 * (difference == 0)
                count += 1
    return right / max(1.0, count)


def _sample(votes: list[Vote], share: float, draw: Random) -> list[Vote]:
    return draw.sample(votes, max(1, round(share * len(votes))))


def _raters(data: Dataset) -> list[str]:
    return list(dict.fromkeys(rater for rater, _, _ in data.starred))


def _by_target(votes: list[Vote]) -> dict[str, list[float]]:
    found: defaultdict[str, list[float]] = defaultdict(list)
    for _, target, stars in votes:
        found[target].append(stars)
    return found


def _by_rater(votes: list[Vote]) -> dict[str, list[tuple[str, float]]]:
    found: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for rater, target, stars in votes:
        found[rater].append((target, stars))
    return found
