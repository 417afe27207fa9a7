"""What members who were fooled into endorsing a stranger do to the place of a thing, on a graph of trust."""

from collections import Counter

from ratings.evaluation.attack import ACCOUNTS, victims
from ratings.evaluation.dataset import Dataset
from ratings.evaluation.measures import average
from ratings.evaluation.report import Report
from ratings.evaluation.shelf import Extra, Ranking, Shelf, peers
from ratings.scoring import PROVEN
from ratings.synthetic import draws
from ratings.ties import discounts
from ratings.trust import Trust, compute

SEED_SHARE, FEWEST_SEEDS = 0.02, 5
FOOLED = {5: (5, 16), 20: (6, 22)}  # members fooled: bars for one endorsement each, and for the worst shape

Gifts = dict[str, dict[str, float]]


def run(data: Dataset, *, targets: int, seeds: int) -> Report:
    """200 accounts push a thing while 5 or 20 proven members each endorse one of them, in five shapes."""
    report = Report("attack", data.name)
    staff = seeds_of(data)
    base = trust_of(data, staff, {})
    way, plain = Shelf(data.starred, base.of, data.groups), peers(data.starred)[1]
    lists = [Ranking(way, way.sums), Ranking(plain, way.sums)]
    moves = [_moves(data, lists, base, staff, targets, seed) for seed in range(seeds)]
    peer = average([one["peer"] for one in moves])
    for count, (bar, worst) in FOOLED.items():
        found = {shape: average([one["any", count, shape] for one in moves]) for shape in SHAPES}
        bars = {f"{count} fooled": bar, f"{count} fooled, worst shape": worst}
        report.take(
            {f"{count} fooled": found["spread"], f"{count} fooled, worst shape": max(found.values())},
            at_most=bars,
        )
        report.take({f"{count} fooled, {shape}": found[shape] for shape in list(SHAPES)[1:]})
        hard = max(average([one["proven", count, shape] for one in moves]) for shape in SHAPES)
        report.take({f"{count} fooled who are proven, worst shape": hard})
        report.peers.setdefault("Bayesian", {})[f"{count} fooled"] = peer
    proven = sum(trust >= PROVEN for trust in base.of.values())
    report.notes.append(f"{len(staff)} seeds, the most trusted; {proven} members are proven.")
    return report


def seeds_of(data: Dataset) -> list[str]:
    """The most trusted 2 % of the graph, at least 5."""
    trusted = Counter(taker for _, taker, _ in data.trust)
    members = {member for giver, taker, _ in data.trust for member in (giver, taker)}
    count = max(FEWEST_SEEDS, round(SEED_SHARE * len(members)))
    return sorted(trusted, key=lambda one: (-trusted[one], one))[:count]


def trust_of(data: Dataset, staff: list[str], more: Gifts) -> Trust:
    """The product's trust on the graph with ``more`` endorsements; the start rule reads the same rows."""
    given: Gifts = {}
    for giver, taker, _ in data.trust:
        given.setdefault(giver, {})[taker] = 1.0
    for giver, takers in more.items():
        given.setdefault(giver, {}).update(takers)
    pairs = [(one, taker) for one in staff for taker in given.get(one, ())]
    return compute(given, seeds=staff, vouched=pairs)


def spread(fooled: list[str], puppets: list[str]) -> Gifts:
    """Each endorses a puppet of its own."""
    return {member: {puppets[at % len(puppets)]: 1.0} for at, member in enumerate(fooled)}


def pairs(fooled: list[str], puppets: list[str]) -> Gifts:
    """Two endorse the same puppet."""
    return {member: {puppets[at // 2]: 1.0} for at, member in enumerate(fooled)}


def threes(fooled: list[str], puppets: list[str]) -> Gifts:
    """Three endorse the same puppet."""
    return {member: {puppets[at // 3]: 1.0} for at, member in enumerate(fooled)}


def hub(fooled: list[str], puppets: list[str]) -> Gifts:
    """All endorse one puppet, which endorses all others."""
    first, *others = puppets
    return {member: {first: 1.0} for member in fooled} | {first: dict.fromkeys(others, 1.0)}


def circle(fooled: list[str], puppets: list[str]) -> Gifts:
    """Two endorse the same puppet, and the endorsed puppets and as many more endorse one another."""
    inner = puppets[: max(4, len(fooled))]
    return pairs(fooled, puppets) | {one: {other: 1.0 for other in inner if other != one} for one in inner}


SHAPES = {"spread": spread, "pairs": pairs, "threes": threes, "hub": hub, "circle": circle}


def _moves(
    data: Dataset, lists: list[Ranking], base: Trust, staff: list[str], targets: int, seed: int
) -> dict:
    """{(who is fooled, how many, shape): mean move}, and the Bayesian average's under "peer"."""
    draw = draws(seed)
    things = victims(lists[1], lists[1].way.stars, targets, draw)
    puppets = [f"puppet {number}" for number in range(ACCOUNTS)]
    found: dict = {"peer": _mean_move(lists[1], things, [(5, 0.0)] * ACCOUNTS)}
    for who, members in _candidates(data, base, staff).items():
        for count in FOOLED:
            fooled = draw.sample(members, min(count, len(members)))
            for name, shape in SHAPES.items():
                extra = votes_of(data, staff, shape(fooled, puppets), puppets)
                found[who, count, name] = _mean_move(lists[0], things, extra)
    return found


def _candidates(data: Dataset, base: Trust, staff: list[str]) -> dict[str, list[str]]:
    """Who may be fooled: anybody who endorsed somebody before, or only those who are proven; never a seed."""
    givers = sorted({giver for giver, _, _ in data.trust} - set(staff))
    return {"any": givers, "proven": [one for one in givers if base.of.get(one, 0.0) >= PROVEN]}


def votes_of(data: Dataset, staff: list[str], more: Gifts, puppets: list[str]) -> Extra:
    """The puppets' five stars with the trust they got, and the product's discount for those who are tied."""
    trust = trust_of(data, staff, more).of
    voters = {one: trust.get(one, 0.0) for one in puppets}
    tie = discounts(voters, endorsed=more, groups={})
    return [(5, voters[one], tie[one]) for one in puppets]


def _mean_move(ranking: Ranking, things: list[str], extra: Extra) -> float:
    return average([ranking.place(thing, extra) - ranking.place(thing) for thing in things])
