"""Votes that stand for one opinion: members of one artefact's voters who are tied count together as about one."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from math import fsum, sqrt
from typing import Any

Member = Any  # whatever names a member: a number or a text


def discounts(
    trust: Mapping[Member, float],
    *,
    endorsed: Mapping[Member, Collection[Member]],
    groups: Mapping[Member, Collection[Hashable]],
) -> dict[Member, float]:
    """{voter: d} for the voters of one artefact, who are the keys of ``trust``.

    Tied are voters who endorsed each other (``endorsed``: giver -> takers), or share an organisation or a
    confirmed ring (``groups``: names that are the same for those who share). Only direct ties count, and an
    endorsement that is not returned never ties: else a new account could cut down voters by endorsing them.
    d = 1/sqrt(max(1, own trust + sum of the tied voters' trust)).
    """
    together: defaultdict[Hashable, set[Member]] = defaultdict(set)
    for voter in trust:
        for group in groups.get(voter, ()):
            together[group].add(voter)
    found = {}
    for voter in trust:
        if not endorsed.get(voter) and not groups.get(voter):
            found[voter] = 1.0  # nobody's: one member's trust is never above 1
            continue
        tied = _returned(voter, trust, endorsed).union(*(together[group] for group in groups.get(voter, ())))
        found[voter] = 1 / sqrt(max(1.0, fsum(trust[one] for one in tied | {voter})))
    return found


def _returned(
    voter: Member, voters: Mapping[Member, float], endorsed: Mapping[Member, Collection[Member]]
) -> set[Member]:
    return {
        taker
        for taker in endorsed.get(voter, ())
        if taker in voters and taker != voter and voter in endorsed.get(taker, ())
    }
