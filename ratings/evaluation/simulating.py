"""Attacks on a made-up community: where a thing stands before and after, in our list and in the usual ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from ratings.evaluation.shelf import Extra, Ranking, Shelf, peers
from ratings.scoring import PROVEN
from ratings.synthetic import Community, community, draws
from ratings.ties import discounts
from ratings.trust import Kind, compute, gifts

SEED_SHARE, FEWEST_SEEDS = 0.02, 3
RATINGS_EACH = 8
GOOD = 5  # stars an attacker gives

Row = tuple[str, int, int, int]  # way, place before, place after, how many things are listed


@dataclass(frozen=True)
class Attack:
    """``ring`` members of the community who praise one another, or ``puppets`` new accounts.

    ``fooled`` proven members each endorse a puppet; the puppets endorse one another as well.
    """

    ring: int = 0
    puppets: int = 0
    fooled: int = 0


def site_of(members: int, *, seed: int = 1) -> Community:
    """A demo community: about eight ratings a member, two fifths as many artefacts as members."""
    staff = max(FEWEST_SEEDS, round(SEED_SHARE * members))
    return community(members, max(20, members * 2 // 5), members * RATINGS_EACH, seed=seed, seeds=staff)


def simulate(made: Community, attack: Attack, *, seed: int = 1) -> Iterator[Row]:
    """The place of a thing of the lower half, by the product and by the plain and the Bayesian mean."""
    draw = draws(seed)
    trust = trust_in(made)
    votes = [(one.rater, one.target, float(one.stars)) for one in made.ratings]
    ways = [Shelf(votes, trust, made.groups), *peers(votes)[:2]]
    lists = [Ranking(way, ways[0].sums) for way in ways]
    target = _target(lists[1], draw)
    raters = {rater for rater, thing, _ in votes if thing == target}
    extra = _ring(made, attack, trust, raters, draw) if attack.ring else _puppets(made, attack, trust, draw)
    for ranking in lists:
        count = len(ranking.keys)
        before, after = (_place(ranking.place(target, more), count) for more in ((), extra))
        yield ranking.way.name, before, after, count


def trust_in(made: Community, more: tuple = ()) -> dict[str, float]:
    """The product's trust, with ``more`` endorsements (giver, taker, kind)."""
    gave = [*made.gave, *more]
    return compute(gifts(gave), seeds=made.seeds, vouched=[(giver, taker) for giver, taker, _ in gave]).of


def _ring(made: Community, attack: Attack, trust: dict, raters: set[str], draw: Random) -> Extra:
    """Members who are no seeds and did not rate the thing, all of whom endorse one another."""
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
