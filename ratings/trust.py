"""How far a member's word is taken: a walk with restart from the seeds over what members gave each other.

Seeds are staff and verified practitioners. Whoever nobody vouches for, directly or through others, has no
trust, however many of them vouch for one another. All sums are exact (``fsum``), so the order of rows
changes nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from math import fsum
from statistics import median
from typing import Any, NamedTuple

from ratings.scoring import PROVEN

Member = Any  # whatever names a member: a number or a text

RESTART = 0.5
GIVEN = 20.0  # what somebody gave counts as at least this much
NEEDED = 30.0  # q = s / 30
INSIDE = 0.25  # an edge inside one organisation
ROUNDS = 40  # a round halves what is left: 2^-40 of a seed's word moves no trust by a thousandth
EARLY = 25  # proven members until the community is no longer young
BY_ONE_SEED = 0.5  # the trust one seed's endorsement gives in a young community
THROUGH_ONE_SEED = 20  # more members proven through one seed only are worth a warning


class Kind(Enum):
    """What one member gave another."""

    ENDORSEMENT = "endorsement"
    HELPFUL = "helpful"
    INVITATION = "invitation"


WEIGHTS = {Kind.ENDORSEMENT: 1.0, Kind.HELPFUL: 0.3, Kind.INVITATION: 0.3}

Gifts = dict[Member, dict[Member, float]]  # giver -> taker -> weight, between 0 and 1


class Trust(NamedTuple):
    """The outcome for a community: ``of`` has every member whose trust is above 0; 1 is full trust.

    ``early`` says that fewer than 25 members are proven by the walk alone, so that the start rule holds;
    ``s`` is what one seed endorsement carries, ``inflow`` what reached a member, its largest part left out.
    """

    of: dict[Member, float]
    early: bool
    s: float
    inflow: dict[Member, float]


def gifts(
    given: Iterable[tuple[Member, Member, Kind]],
    *,
    organisations: Mapping[Member, Collection[Any]] | None = None,
) -> Gifts:
    """One edge per ordered pair out of (giver, taker, kind) rows, whatever the practices; nobody's own.

    Each kind counts once a pair, all together at most 1, and a quarter of that inside one organisation.
    """
    organisations = organisations or {}
    kinds: defaultdict[Member, defaultdict[Member, set[Kind]]] = defaultdict(lambda: defaultdict(set))
    for giver, taker, kind in given:
        if giver != taker:
            kinds[giver][taker].add(kind)
    return {
        giver: {
            taker: min(1.0, fsum(WEIGHTS[kind] for kind in found)) * _inside(organisations, giver, taker)
            for taker, found in takers.items()
        }
        for giver, takers in kinds.items()
    }


def compute(
    given: Gifts,
    *,
    seeds: Collection[Member],
    suspended: Collection[Member] = (),
    vouched: Collection[tuple[Member, Member]] = (),
) -> Trust:
    """Everybody's trust, from what was given and who the seeds are; without seeds nobody has any.

    ``vouched`` are the (giver, taker) pairs that were an endorsement or an invitation: in a young community
    one of them by a seed gives up to 0.5. Suspended members have no trust and pass on nothing, seeds too.
    """
    out = set(suspended)
    seeds = set(seeds) - out
    kept = {
        giver: {taker: weight for taker, weight in takers.items() if taker not in out}
        for giver, takers in given.items()
        if giver not in out
    }
    s = seed_word(kept, seeds)
    inflow = _walk(kept, seeds, s)
    of = {member: min(1.0, (flow * NEEDED / s) ** 2) for member, flow in inflow.items() if flow > 0}
    of |= dict.fromkeys(seeds, 1.0)
    early = sum(trust >= PROVEN for trust in of.values()) < EARLY
    if early:
        _start(of, kept, seeds, vouched)
    return Trust(of, early, s, inflow)


def seed_word(given: Gifts, seeds: Collection[Member]) -> float:
    """s: what one seed endorsement carries. It depends on seeds alone, so that no crowd can drag it down."""
    weights = [fsum(given[seed].values()) for seed in seeds if given.get(seed)]
    typical = median(weights) if weights else 0.0
    return 1 / (4 * max(1, len(seeds)) * max(GIVEN, typical))


def through_one_seed(
    given: Gifts, trust: Mapping[Member, float], seeds: Collection[Member]
) -> dict[Member, int]:
    """{seed: members proven through it only}, where they are more than 20: a bad seed is still trusted.

    "Through" follows what was given, from a seed to the next seed and no further.
    """
    through: dict[Member, Member | None] = {}
    for seed in seeds:
        for member in _reached(given, seed, seeds):
            through[member] = None if member in through else seed
    found = Counter(
        seed
        for member, seed in through.items()
        if seed is not None and member not in seeds and trust.get(member, 0.0) >= PROVEN
    )
    return {seed: count for seed, count in found.items() if count > THROUGH_ONE_SEED}


def _inside(organisations: Mapping[Member, Collection[Any]], giver: Member, taker: Member) -> float:
    shared = set(organisations.get(giver, ())) & set(organisations.get(taker, ()))
    return INSIDE if shared else 1.0


def _walk(given: Gifts, seeds: set[Member], s: float) -> dict[Member, float]:
    """{member: what flows in, the largest single part left out} once the walk has come to rest."""
    passed = _shares(given)
    restart = RESTART / max(1, len(seeds))
    rank = dict.fromkeys(seeds, restart)
    parts: dict[Member, list[float]] = {}
    for _ in range(ROUNDS):
        parts = defaultdict(list)
        for giver, trust in rank.items():
            for taker, share in passed.get(giver, ()):
                parts[taker].append(trust * share)
        new = {member: min(s, fsum(flows)) for member, flows in parts.items() if member not in seeds}
        new |= {seed: restart + fsum(parts.get(seed, ())) for seed in seeds}
        if new == rank:
            break
        rank = new
    return {member: max(0.0, fsum([*flows, -max(flows)])) for member, flows in parts.items()}


def _shares(given: Gifts) -> dict[Member, list[tuple[Member, float]]]:
    """{giver: [(taker, which part of the giver's trust goes there)]}."""
    shares = {}
    for giver, takers in given.items():
        whole = max(GIVEN, fsum(takers.values()))
        shares[giver] = [(taker, (1 - RESTART) * weight / whole) for taker, weight in takers.items()]
    return shares


def _start(
    of: dict[Member, float], given: Gifts, seeds: set[Member], vouched: Collection[tuple[Member, Member]]
) -> None:
    """Let one seed's word count in a young community, the less the more that seed gave."""
    for giver, taker in vouched:
        if giver in seeds and taker in given.get(giver, {}):
            whole = fsum(given[giver].values())
            of[taker] = max(of.get(taker, 0.0), BY_ONE_SEED * min(1.0, GIVEN / whole))


def _reached(given: Gifts, seed: Member, seeds: Collection[Member]) -> set[Member]:
    """Whoever the seed's word reaches without passing another seed."""
    reached, edge = set(), [seed]
    while edge:
        for taker in given.get(edge.pop(), {}):
            if taker not in reached and taker not in seeds:
                reached.add(taker)
                edge.append(taker)
    return reached
