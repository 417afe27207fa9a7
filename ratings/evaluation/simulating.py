"""Attacks on a made-up community: where a work and its creator stand before and after, here and in the usual lists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from ratings.evaluation.measures import percentile
from ratings.evaluation.shelf import Extra, Plain, Ranking, Shelf, peers
from ratings.scoring import PROVEN, weigh
from ratings.standing import reputation, work
from ratings.synthetic import Community, community, draws
from ratings.ties import discounts
from ratings.trust import Kind, compute, gifts

SEED_SHARE, FEWEST_SEEDS = 0.02, 3
RATINGS_EACH = 8
GOOD = 5  # stars an attacker gives
CREATORS = 3  # every so manieth member made something

Row = tuple[str, str, int, int, int]  # what is listed, way, place before, place after, how many are listed


@dataclass(frozen=True)
class Attack:
    """``ring`` accounts that praise one another, or ``puppets`` new ones.

    A ring is of new accounts, or of ``established`` members, whom others trust already. ``fooled`` proven members
    each endorse a puppet; the puppets endorse one another as well.
    """

    ring: int = 0
    established: bool = False
    puppets: int = 0
    fooled: int = 0


def site_of(members: int, *, seed: int = 1) -> Community:
    """A demo community: about eight ratings a member, two fifths as many artefacts as members."""
    staff = max(FEWEST_SEEDS, round(SEED_SHARE * members))
    return community(members, max(20, members * 2 // 5), members * RATINGS_EACH, seed=seed, seeds=staff)


def simulate(made: Community, attack: Attack, *, seed: int = 1) -> Iterator[Row]:
    """The places of a work of the lower half and of its creator, by the product and by the plain and Bayesian means.

    The attackers give five stars to the work, and to all works of its creator.
    """
    draw = draws(seed)
    trust = trust_in(made)
    votes = [(one.rater, one.target, float(one.stars)) for one in made.ratings]
    ways = [Shelf(votes, trust, made.groups), *peers(votes)[:2]]
    lists = [Ranking(way, ways[0].sums) for way in ways]
    target = _target(lists[1], draw)
    raters = {rater for rater, thing, _ in votes if thing == target}
    extra = _ring(made, attack, raters, draw) if attack.ring else _puppets(made, attack, trust, draw)
    for ranking in lists:
        count = len(ranking.keys)
        before, after = (_place(ranking.place(target, more), count) for more in ((), extra))
        yield "artefacts", ranking.way.name, before, after, count
    works = _works(made, ways[0].sums, seed)
    creator = next(one for one, things in works.items() if target in things)
    for way in ways:
        before, after = (_place_of(creator, works, way, more) for more in ((), extra))
        yield "creators", way.name, before, after, len(works)


def _works(made: Community, rated: Mapping, seed: int) -> dict[str, list[str]]:
    """{creator: what they made and others rated}, drawn apart from all else."""
    draw = draws(seed + 9)
    makers = made.members[::CREATORS]
    works: dict[str, list[str]] = {}
    for thing in sorted(rated):
        works.setdefault(draw.choice(makers), []).append(thing)
    return works


def _place_of(creator: str, works: Mapping[str, list[str]], way: Shelf | Plain, extra: Extra) -> int:
    """A creator's place by reputation, or by the way's mean of all stars; creators alike share the middle place."""
    values = {one: _standing(way, things, extra if one == creator else ()) for one, things in works.items()}
    return _place(percentile(values, creator), len(values))


def _standing(way: Shelf | Plain, things: list[str], extra: Extra) -> float:
    if isinstance(way, Shelf):
        proven = sum(weigh(trust, tie=tie)[0] for _, trust, tie in extra)
        done = [work(way.score(thing, extra), way.sums[thing][0] + proven) for thing in things]
        return reputation(done, mu=way.mu).total
    stars = [one for thing in things for one in way.stars[thing]]
    return way.value(stars + [one[0] for one in extra] * len(things), way.mu)


def trust_in(made: Community, more: tuple = ()) -> dict[str, float]:
    """The product's trust, with ``more`` endorsements (giver, taker, kind)."""
    gave = [*made.gave, *more]
    return compute(gifts(gave), seeds=made.seeds, vouched=[(giver, taker) for giver, taker, _ in gave]).of


def _ring(made: Community, attack: Attack, raters: set[str], draw: Random) -> Extra:
    """All of whom endorse one another: new accounts, or members who are no seeds and did not rate the thing."""
    ring = [f"ring {number}" for number in range(attack.ring)]
    if attack.established:
        free = [member for member in made.members if member not in raters and member not in set(made.seeds)]
        ring = draw.sample(free, min(attack.ring, len(free)))
    new = tuple((one, other, Kind.ENDORSEMENT) for one in ring for other in ring if one != other)
    return _votes(ring, trust_in(made, new), new)


def _puppets(made: Community, attack: Attack, trust: dict, draw: Random) -> Extra:
    puppets = [f"puppet {number}" for number in range(attack.puppets)]
    able = sorted(one for one, value in trust.items() if value >= PROVEN and one not in set(made.seeds))
    fooled = draw.sample(able, min(attack.fooled, len(able)))
    new = [(one, puppets[at % len(puppets)], Kind.ENDORSEMENT) for at, one in enumerate(fooled)]
    new += [(one, puppets[0], Kind.ENDORSEMENT) for one in puppets[1:]]
    new += [(puppets[0], one, Kind.ENDORSEMENT) for one in puppets[1:]]
    return _votes(puppets, trust_in(made, tuple(new)), tuple(new))


def _votes(accounts: list[str], trust: dict[str, float], gave: tuple) -> Extra:
    endorsed: dict[str, set[str]] = {}
    for giver, taker, _ in gave:
        endorsed.setdefault(giver, set()).add(taker)
    tie = discounts({one: trust.get(one, 0.0) for one in accounts}, endorsed=endorsed, groups={})
    return [(GOOD, trust.get(one, 0.0), tie[one]) for one in accounts]


def _target(plain: Ranking, draw: Random) -> str:
    ranked = sorted(plain.keys, key=lambda target: (plain.keys[target], target))
    return draw.choice(ranked[: max(1, len(ranked) // 2)])


def _place(percentile: float, count: int) -> int:
    """1 for the first."""
    return 1 + round((100 - percentile) / 100 * (count - 1))
