"""Rings: members who rate the same things with the same stars, things hardly anybody else rates."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any, NamedTuple

SHARED = 3  # same-star ratings that make two members partners,
AGREEING = 0.8  # where that is this share of what both rated
PARTNERS = 3  # partners that make a member part of a ring
MOSTLY = 0.5  # share of a thing's ratings from which on it is the ring's
CROWD = 200  # raters of one thing with the same stars, above which sharing it says nothing

Votes = Iterable[tuple[Any, Any, float]]  # rater, target, stars
Kept = Mapping[tuple[Any, Any], float]  # (rater, target) -> stars
Partners = Mapping[Any, dict[Any, list[Any]]]  # member -> partner -> what they share


class Pair(NamedTuple):
    """Two members and the things they gave the same stars."""

    first: Any
    second: Any
    shared: tuple[Any, ...]


class Ring(NamedTuple):
    """A finding: its members, the things mostly rated by them that partners agree on, and which pairs agree on what."""

    members: tuple[Any, ...]
    targets: tuple[Any, ...]
    pairs: tuple[Pair, ...]


def find_rings(votes: Votes) -> list[Ring]:
    """Every ring in the votes (one a rater and target), largest first.

    Partners who share three same-star ratings are looked for among all votes, then only among votes on things
    rated mostly by members with three partners, until nothing more falls away.
    """
    kept = {(rater, target): stars for rater, target, stars in votes}
    count = Counter(target for _, target in kept)
    while True:
        partners = _partners(kept)
        members = {member for member, others in partners.items() if len(others) >= PARTNERS}
        inside = Counter(target for rater, target in kept if rater in members)
        shelf = {target for target, number in inside.items() if number > MOSTLY * count[target]}
        left = {key: stars for key, stars in kept.items() if key[0] in members and key[1] in shelf}
        if left == kept:
            return sorted(
                (_ring(group, partners) for group in _groups(partners, members)),
                key=lambda ring: (-len(ring.members), str(ring.members)),
            )
        kept = left


def shared(votes: Kept, *, least: int) -> Iterator[tuple[Any, Any, list[Any]]]:
    """(member, member, things both gave the same stars) of pairs with at least so many, members by their text.

    One member after another, so that only pairs that are kept take memory.
    """
    groups, own = _same_star(votes)
    for first in sorted(own, key=str):
        together: defaultdict[Any, list[Any]] = defaultdict(list)
        for target, group in own[first]:
            raters = groups[group]
            for other in raters[bisect_right(raters, str(first), key=str) :]:
                together[other].append(target)
        for second in sorted(together, key=str):
            if len(together[second]) >= least:
                yield first, second, together[second]


def _same_star(
    votes: Kept,
) -> tuple[dict[tuple[Any, float], list[Any]], dict[Any, list[tuple[Any, tuple[Any, float]]]]]:
    """({thing and stars: its raters by their text}, {rater: [(thing, thing and stars)]}) of what more than one says."""
    raters: defaultdict[tuple[Any, float], list[Any]] = defaultdict(list)
    for (rater, target), stars in votes.items():
        raters[target, stars].append(rater)
    groups = {group: sorted(found, key=str) for group, found in raters.items() if 1 < len(found) <= CROWD}
    own: defaultdict[Any, list[tuple[Any, tuple[Any, float]]]] = defaultdict(list)
    for group, found in groups.items():
        for rater in found:
            own[rater].append((group[0], group))
    return groups, own


def _partners(votes: Kept) -> Partners:
    """{member: {partner: what they share}}."""
    rated: defaultdict[Any, set[Any]] = defaultdict(set)
    for rater, target in votes:
        rated[rater].add(target)
    partners: defaultdict[Any, dict[Any, list[Any]]] = defaultdict(dict)
    for first, second, targets in shared(votes, least=SHARED):
        if len(targets) >= AGREEING * len(rated[first] & rated[second]):
            partners[first][second] = partners[second][first] = targets
    return partners


def _groups(partners: Partners, members: set[Any]) -> Iterator[set[Any]]:
    """Members who hang together through partners."""
    left = set(members)
    while left:
        group: set[Any] = set()
        edge = [left.pop()]
        while edge:
            member = edge.pop()
            group.add(member)
            near = left & set(partners[member])
            left -= near
            edge += near
        yield group


def _ring(group: set[Any], partners: Partners) -> Ring:
    members = sorted(group, key=str)
    pairs = tuple(
        Pair(first, second, tuple(sorted(partners[first][second], key=str)))
        for first, second in combinations(members, 2)
        if second in partners[first]
    )
    targets = {target for pair in pairs for target in pair.shared}
    return Ring(tuple(members), tuple(sorted(targets, key=str)), pairs)
