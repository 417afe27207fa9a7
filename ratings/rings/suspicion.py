"""Whom to look at first: by what members say of each other, and by how much members' votes coincide.

Both are unsupervised and in natural logarithms, so that they can be added; larger is more suspicious.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import exp, log, log1p, sqrt, tanh
from typing import Any, NamedTuple

from ratings.rings.pairs import Votes, shared

HALF = 0.5  # of a vote each way is taken for granted about everybody
UNKNOWN = -1.0  # the log-odds that somebody nobody spoke of is to be believed
ROUNDS = 6
COINCIDENCES = 2  # same-star ratings of two members that begin to tell something
ODD = 3.0  # a surprise below this (one in twenty) is to be expected among a member's many possible partners

Verdicts = Mapping[Any, list[tuple[Any, float]]]
Judgements = Iterable[tuple[Any, Any, float]]  # giver, member, verdict from -1 to 1


class _Network(NamedTuple):
    received: Verdicts
    given: Verdicts
    members: list[Any]


def doubts(judgements: Judgements) -> dict[Any, float]:
    """{member: suspicion} from what members say of each other.

    Who is believed and who is praised are found together: a verdict counts as its giver is believed, praise
    and blame meet as the logarithm of their ratio, and what somebody says tells about them too: praising those
    others blame is suspicious, agreeing with the rest is a little less so.
    """
    network = _network(judgements)
    said = dict.fromkeys(network.members, 0.0)
    standing = dict(said)
    for _ in range(ROUNDS):
        belief = {one: _chance(standing[one] + said[one] + UNKNOWN) for one in network.members}
        standing = {one: _received(network.received.get(one, ()), belief) for one in network.members}
        said = {one: _given(network.given.get(one, ()), standing) for one in network.members}
    return {one: -standing[one] - said[one] for one in network.members}


def collusion(votes: Votes) -> dict[Any, float]:
    """{rater: suspicion} from votes that coincide more than chance explains: the same things, the same stars.

    Two members who rate n and m things coincide λ times by chance, given how many others gave those things
    those stars; s coincidences are a surprise of s·ln(s/λ) − s + λ (Poisson, large deviations). What is above
    3 of them is added up, over the square root of how much a member rates, and counted by its logarithm.
    """
    kept = {(rater, target): stars for rater, target, stars in votes}
    activity = Counter(rater for rater, _ in kept)
    exposure = _exposure(kept)
    surprise = dict.fromkeys(activity, 0.0)
    for first, second, targets in shared(kept, least=COINCIDENCES):
        found = len(targets)
        chance = sqrt(activity[first] * exposure[second] * activity[second] * exposure[first])
        if found > chance:
            odd = max(0.0, found * log(found / chance) - found + chance - ODD)
            surprise[first] += odd
            surprise[second] += odd
    return {rater: log1p(value / sqrt(activity[rater])) for rater, value in surprise.items()}


def _network(judgements: Judgements) -> _Network:
    received: defaultdict[Any, list[tuple[Any, float]]] = defaultdict(list)
    given: defaultdict[Any, list[tuple[Any, float]]] = defaultdict(list)
    for giver, member, verdict in sorted(judgements, key=str):
        received[member].append((giver, verdict))
        given[giver].append((member, verdict))
    return _Network(received, given, sorted({*received, *given}, key=str))


def _received(verdicts: Iterable[tuple[Any, float]], belief: Mapping[Any, float]) -> float:
    praise = blame = HALF
    for giver, verdict in verdicts:
        if verdict > 0:
            praise += belief[giver] * verdict
        else:
            blame -= belief[giver] * verdict
    return log(praise / blame)


def _given(verdicts: Iterable[tuple[Any, float]], standing: Mapping[Any, float]) -> float:
    """What somebody's own verdicts say of them: the mean agreement, less all praise of those who are blamed."""
    agreed = praised_bad = count = 0.0
    for member, verdict in verdicts:
        known = tanh(standing[member])
        count += 1
        agreed += known * (sqrt(verdict) if verdict > 0 else -sqrt(-verdict))
        praised_bad += verdict * known if verdict > 0 > known else 0.0
    return agreed / (2 + count) + praised_bad


def _exposure(votes: Mapping[tuple[Any, Any], float]) -> dict[Any, float]:
    """{rater: sum over their votes of the share of all votes that are the same}."""
    same = Counter((target, stars) for (_, target), stars in votes.items())
    sums = dict.fromkeys((rater for rater, _ in votes), 0.0)
    whole = len(votes)
    for (rater, target), stars in votes.items():
        sums[rater] += same[target, stars] / whole
    return sums


def _chance(odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))
