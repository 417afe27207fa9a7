"""Made-up communities for measuring and testing, the same from the same seed; nobody in them is real.

How people behave in them, in short. Things differ in quality (a spread of 0.5 stars) and much more in how
often they are rated (a power law; better things a little more often). Members differ in strictness (0.4) and
in how much they rate. Both have a taste in 8 directions: it decides what a member picks and moves a rating by
half a star. A rating adds noise (0.8) and is rounded to 1-5. Time runs along with each member's picks.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from math import exp, log
from random import Random
from typing import NamedTuple

from ratings.trust import Kind

TASTES = 8
DAY = 86_400
YEAR = 365 * DAY


def draws(seed: int) -> Random:
    """Chance that repeats itself: the same draws from the same seed."""
    return Random(seed)  # nosec B311  made-up communities, no secrets


class Given(NamedTuple):
    """One made-up rating: stars are whole numbers from 1 to 5, time is in seconds."""

    rater: str
    target: str
    stars: int
    time: int


@dataclass
class Community:
    """``gave`` is who endorsed whom; ``fraud`` marks everybody where the community has rings, else it is empty."""

    members: list[str]
    targets: list[str]
    ratings: list[Given]
    seeds: list[str] = field(default_factory=list)
    gave: list[tuple[str, str, Kind]] = field(default_factory=list)
    groups: dict[str, list[str]] = field(default_factory=dict)
    fraud: dict[str, bool] = field(default_factory=dict)


def community(
    members: int, targets: int, ratings: int, *, seed: int, seeds: int = 0, pull: float = 1.0, groups: int = 8
) -> Community:
    """Honest members who rate things after their taste; ``pull`` is how far taste decides what they pick.

    With ``seeds`` above 0 that many members are seeds, and members endorse others (``endorsements``).
    """
    draw = draws(seed)
    raters = [f"{number}" for number in range(1, members + 1)]
    things = [_Thing(f"{number}", draw) for number in range(1, targets + 1)]
    given = []
    for rater, count in zip(raters, _activities(members, targets, ratings, draw), strict=True):
        given += _rated(rater, things, count, pull, draw)
    made = Community(raters, [thing.name for thing in things], given)
    made.groups = {thing.name: [f"group {thing.favourite % groups + 1}"] for thing in things}
    if seeds:
        made.seeds = raters[:seeds]
        made.gave = endorsements(raters, made.seeds, seed=seed)
    return made


def endorsements(members: list[str], seeds: list[str], *, seed: int) -> list[tuple[str, str, Kind]]:
    """Each seed endorses up to 15 members, each second member two of those who joined before."""
    draw = draws(seed + 1)
    others = [member for member in members if member not in set(seeds)]
    gave = [
        (one, taker, Kind.ENDORSEMENT) for one in seeds for taker in draw.sample(others, min(15, len(others)))
    ]
    for number, member in enumerate(others[1:], 1):
        if draw.random() < 0.5:
            earlier = others[: max(1, number)]
            gave += [(member, one, Kind.ENDORSEMENT) for one in dict.fromkeys(draw.choices(earlier, k=2))]
    return gave


def with_rings(made: Community, rings: int, *, size: int, shelf: int, seed: int) -> Community:
    """The same community with rings: each of about ``size`` accounts gives most of its own ``shelf`` things 5 stars.

    Half of the shelf was rated by nobody else. For cover each account rates two well-known things as others do.
    """
    draw = draws(seed + 2)
    known = sorted({one.target for one in made.ratings})
    usual = [(one.target, one.stars) for one in made.ratings]
    ratings, accounts = list(made.ratings), []
    for ring in range(rings):
        own = [f"{900_000 + ring * 1000 + number}" for number in range(shelf - shelf // 2)]
        things = own + draw.sample(known, shelf // 2)
        start = draw.randrange(YEAR)
        for number in range(max(3, round(size * draw.uniform(0.4, 1.6)))):
            account = f"{800_000 + ring * 1000 + number}"
            accounts.append(account)
            picks = [(thing, 5) for thing in things if draw.random() < 0.6] + draw.sample(usual, 2)
            ratings += [
                Given(account, thing, stars, start + draw.randrange(14 * DAY))
                for thing, stars in dict(picks).items()
            ]
        made = Community(
            made.members, sorted({*made.targets, *own}), ratings, made.seeds, made.gave, made.groups
        )
    fraud = dict.fromkeys(made.members, False) | dict.fromkeys(accounts, True)
    rated = {one.rater for one in ratings}
    made.fraud = {member: guilty for member, guilty in fraud.items() if member in rated}
    made.members, made.ratings = [*made.members, *accounts], ratings
    return made


def friendships(members: int, edges: int, *, seed: int, circles: int = 40) -> list[tuple[str, str]]:
    """Who trusts whom: circles of members, known ones trusted more, and many a friend of a friend.

    Fewer than ``edges`` where there are not that many among so few members.
    """
    draw = draws(seed + 3)
    names = [f"{number}" for number in range(1, members + 1)]
    circle = [draw.randrange(circles) for _ in names]
    fame = [draw.paretovariate(1.2) for _ in names]
    inside = [[at for at in range(members) if circle[at] == number] for number in range(circles)]
    reach = [list(accumulate(fame[at] for at in one)) for one in inside]
    everywhere = list(accumulate(fame))
    gave: dict[int, dict[int, None]] = {at: {} for at in range(members)}
    eager = list(accumulate(draw.paretovariate(1.2) for _ in names))
    for _ in range(edges * 2):
        giver = draw.choices(range(members), cum_weights=eager)[0]
        taker = _friend(giver, gave, inside[circle[giver]], reach[circle[giver]], everywhere, draw)
        if taker != giver:
            gave[giver][taker] = None
    found = [(names[giver], names[taker]) for giver, takers in gave.items() for taker in takers]
    return sorted(draw.sample(found, min(edges, len(found))))


def _friend(giver, gave, near, reach, everywhere, draw) -> int:
    throw = draw.random()
    if throw < 0.4 and gave[giver]:
        friend = draw.choice(list(gave[giver]))
        if gave[friend]:
            return draw.choice(list(gave[friend]))
    if throw < 0.85:
        return draw.choices(near, cum_weights=reach)[0]
    return draw.choices(range(len(everywhere)), cum_weights=everywhere)[0]


class _Thing:
    """A thing that can be rated: its quality, its fame and its taste."""

    def __init__(self, name: str, draw: Random):
        self.name = name
        self.quality = draw.gauss(0.0, 0.5)
        self.fame = draw.gauss(0.0, 1.4) + 0.8 * self.quality
        self.taste = [draw.gauss(0.0, 0.6) for _ in range(TASTES)]
        self.favourite = max(range(TASTES), key=self.taste.__getitem__)


def _activities(members: int, targets: int, ratings: int, draw: Random) -> Iterable[int]:
    """How many ratings each member gives: lognormal, at least one, together about ``ratings``."""
    eager = [exp(draw.gauss(0.0, 0.9)) for _ in range(members)]
    whole = sum(eager)
    return [max(1, min(targets * 2 // 3 or 1, round(ratings * one / whole))) for one in eager]


def _rated(rater: str, things: list[_Thing], count: int, pull: float, draw: Random) -> list[Given]:
    """The picks are the largest of fame + taste + Gumbel noise: a draw without putting back."""
    taste = [draw.gauss(0.0, 1.0) for _ in range(TASTES)]
    strict = draw.gauss(0.0, 0.4)
    fits = [sum(a * b for a, b in zip(taste, thing.taste, strict=True)) for thing in things]
    places = sorted(
        (thing.fame + pull * fit - log(-log(draw.random() or 0.5)), number)
        for number, (thing, fit) in enumerate(zip(things, fits, strict=True))
    )
    start, given = draw.randrange(YEAR), []
    for step, (_, number) in enumerate(reversed(places[-count:])):
        thing = things[number]
        feeling = 3.2 + thing.quality + strict + 0.3 * fits[number] + draw.gauss(0.0, 0.8)
        given.append(Given(rater, thing.name, max(1, min(5, round(feeling))), start + step * 3600))
    return given
