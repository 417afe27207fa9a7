"""What accounts nobody vouches for do to the place of a thing, in percentile points of the ranked list."""

from collections.abc import Callable
from random import Random

from ratings.evaluation.dataset import Dataset
from ratings.evaluation.measures import average
from ratings.evaluation.report import Report
from ratings.evaluation.shelf import Extra, Ranking, Shelf, peers
from ratings.synthetic import draws

PROVEN_SHARE = 0.6
ACCOUNTS = 200
CHOICES = (2, 3, 5, 9, 14, 20, 35, 50, 100, 200)  # how many accounts the attacker may send
ENOUGH = 5  # ratings of a thing worth attacking: fewer show as themselves
TOP = 0.05
BARS = {
    "push mean": 4.5,
    "push max": 16,
    "push % into top": 0,
    "picked mean": 10.5,
    "picked max": 27,
    "picked % into top": 0,
    "one proven mean": 15,
    "one proven max": 35,
    "one proven % into top": 0,
    "1000 minus 50": 0.5,
    "nuke mean": 2.5,
    "nuke max": 10,
    "picked nuke mean": 4,
    "picked nuke max": 15,
}


def run(data: Dataset, *, targets: int, seeds: int) -> Report:
    """Every attack on ``targets`` things for each seed (who is proven, which things), the figures averaged."""
    report = Report("attack", data.name)
    found: dict[str, dict[str, list[float]]] = {}
    for seed in range(seeds):
        draw = draws(seed)
        trust = {rater: float(draw.random() < PROVEN_SHARE) for rater, _, _ in data.starred}
        ways = [Shelf(data.starred, trust, data.groups), *peers(data.starred)]
        lists = [Ranking(way, ways[0].sums) for way in ways]
        things = victims(lists[1], ways[1].stars, targets, draw)
        best = lists[0].top(TOP)
        best = draw.sample(best, min(targets, len(best)))
        for ranking in lists:
            measured = found.setdefault(ranking.way.name, {})
            for name, moves in attacks(ranking, things, best).items():
                measured.setdefault(name, []).extend(moves)
    product, *others = ({name: _figure(name, moves) for name, moves in _named(one)} for one in found.values())
    report.take(product, at_most=BARS)
    report.peers = dict(zip(list(found)[1:], others, strict=True))
    return report


def attacks(ranking: Ranking, things: list[str], best: list[str]) -> dict[str, list[float]]:
    """{attack: the move of each thing}, upwards for the things, downwards for the best."""
    up, down = _moves(ranking, things, 1), _moves(ranking, best, -1)
    found = {
        "push": up(lambda: [[(5, 0.0)] * ACCOUNTS]),
        "picked": up(lambda: _choices(4, 5)),
        "one proven": up(lambda: [[(5, 0.0)] * (ACCOUNTS - 1) + [(5, 1.0)]]),
        "nuke": down(lambda: [[(1, 0.0)] * ACCOUNTS]),
        "picked nuke": down(lambda: _choices(1, 2)),
    }
    more, fewer = up(lambda: [[(5, 0.0)] * 1000]), up(lambda: [[(5, 0.0)] * 50])
    found["1000 minus 50"] = [a - b for (a, _), (b, _) in zip(more, fewer, strict=True)]
    return found


def _moves(ranking: Ranking, things: list[str], sign: int) -> Callable:
    def moves(sent: Callable[[], list[Extra]]) -> list[tuple[float, bool]]:
        found = []
        for thing in things:
            before = ranking.place(thing)
            after = [ranking.place(thing, extra) for extra in sent()]
            best = max(after, key=lambda place: sign * place)
            found.append((sign * (best - before), before < 100 * (1 - TOP) <= best))
        return found

    return moves


def _choices(*stars: int) -> list[Extra]:
    return [[(given, 0.0)] * number for given in stars for number in CHOICES]


def victims(plain: Ranking, stars: dict, count: int, draw: Random) -> list[str]:
    """Things of the lower half that have enough ratings to show a score."""
    ranked = sorted((target for target in plain.keys if len(stars[target]) >= ENOUGH), key=plain.keys.get)
    lower = ranked[: max(1, len(ranked) // 2)]
    return draw.sample(lower, min(count, len(lower)))


def _named(found: dict[str, list]) -> list[tuple[str, list]]:
    """(figure, its moves): mean, maximum and share into the top of every attack."""
    named = []
    for name, moves in found.items():
        if name == "1000 minus 50":
            named.append((name, moves))
            continue
        named += [(f"{name} mean", [move for move, _ in moves]), (f"{name} max", [move for move, _ in moves])]
        if "nuke" not in name:
            named.append((f"{name} % into top", [100.0 * into for _, into in moves]))
    return named


def _figure(name: str, moves: list[float]) -> float:
    return max(moves) if name.endswith("max") else average(moves)
