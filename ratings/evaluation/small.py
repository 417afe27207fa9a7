"""The first weeks: what 20 accounts do to scores on a site of 30 members, in stars."""

from ratings.evaluation.measures import average
from ratings.evaluation.report import Report
from ratings.evaluation.shelf import Plain, Shelf, peers
from ratings.scoring import SCORE_NEEDS
from ratings.synthetic import Community, community
from ratings.trust import compute, gifts

MEMBERS, SEEDS, ARTEFACTS, RATINGS = 30, 5, 30, 120
ACCOUNTS = 20
BARS = {"push": 0.12, "nuke": 0.12}


def run(*, seeds: int) -> Report:
    """The mean move of a score by 20 new accounts, over all artefacts that show one."""
    report = Report("small", f"{MEMBERS} members, {SEEDS} seeds, {RATINGS} ratings, made up")
    found: dict[str, dict[str, list[float]]] = {}
    for seed in range(seeds):
        made = community(MEMBERS, ARTEFACTS, RATINGS, seed=seed, seeds=SEEDS)
        votes = [(one.rater, one.target, float(one.stars)) for one in made.ratings]
        for way in [Shelf(votes, trust(made), made.groups), *peers(votes)[:2]]:
            measured = found.setdefault(way.name, {"push": [], "nuke": []})
            for target in _shown(votes):
                measured["push"].append(_move(way, target, 5))
                measured["nuke"].append(-_move(way, target, 1))
    figures = {name: {what: average(moves) for what, moves in one.items()} for name, one in found.items()}
    report.take(figures.pop(Shelf.name), at_most=BARS)
    report.peers = figures
    return report


def trust(made: Community) -> dict[str, float]:
    """The product's trust in a made-up community."""
    pairs = [(giver, taker) for giver, taker, _ in made.gave]
    return compute(gifts(made.gave), seeds=made.seeds, vouched=pairs).of


def _shown(votes: list[tuple[str, str, float]]) -> list[str]:
    targets = [target for _, target, _ in votes]
    return sorted({target for target in targets if targets.count(target) >= SCORE_NEEDS})


def _move(way: Shelf | Plain, target: str, stars: int) -> float:
    extra = [(stars, 0.0)] * ACCOUNTS
    if isinstance(way, Shelf):
        return way.score(target, extra).score - way.score(target).score
    return way.key(target, extra) - way.key(target)
