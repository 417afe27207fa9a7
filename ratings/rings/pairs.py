"""Rings: members who rate the same things with the same stars, things hardly anybody else rates."""

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
    """A finding: its members, the things mostly rated by them, and which pairs agree on what."""

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
                (_ring(group, partners, shelf, kept) for group in _groups(partners, members)),
                key=lambda ring: (-len(ring.members), str(ring.members)),
            )
        kept = left


def shared(votes: Kept) -> dict[tuple[Any, Any], list[Any]]:
    """{(member, member): things both gave the same stars}, of members in the order of their text."""
    together: defaultdict[tuple[Any, Any], list[Any]] = defaultdict(list)
    for target, raters in _same_star(votes):
        for pair in combinations(raters, 2):
            together[pair].append(target)
    return together


def _same_star(votes: Kept) -> Iterator[tuple[Any, list[Any]]]:
    raters: defaultdict[tuple[Any, Any], list[Any]] = defaultdict(list)
    for (rater, target), stars in votes.items():
        raters[target, stars].append(rater)
    for (target, _), found in raters.items():
        if 1 < len(found) <= CROWD:
            yield target, sorted(found, key=str)


def _partners(votes: Kept) -> Partners:
    """{member: {partner: what they share}}."""
    rated: defaultdict[Any, set[Any]] = defaultdict(set)
    for rater, target in votes:
        rated[rater].add(target)
    partners: defaultdict[Any, dict[Any, list[Any]]] = defaultdict(dict)
    for (first, second), targets in shared(votes).items():
        if len(targets) >= SHARED and len(targets) >= AGREEING * len(rated[first] & rated[second]):
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


def _ring(group: set[Any], partners: Partners, shelf: set[Any], votes: Kept) -> Ring:
    members = sorted(group, key=str)
    pairs = tuple(
        Pair(first, second, tuple(sorted(partners[first][second], key=str)))
        for first, second in combinations(members, 2)
        if second in partners[first]
    )
    targets = {target for rater, target in votes if rater in group} & shelf
    return Ring(tuple(members), tuple(sorted(targets, key=str)), pairs)
