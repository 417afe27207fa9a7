"""The score of an artefact or a creator: proven practitioners set it, newer members pull it within the doubt.

Plain arithmetic: numbers in, numbers out. A vote weighs ``t·a·v·d`` (proven) and ``(1−t)·a·v·d`` (unproven):
trust, declared interest, version, ties. Both parts are stored as whole numbers of 1/10,000 vote, so that
sums of them never drift, whatever is added, changed and withdrawn in whichever order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

VOTE = 10_000  # stored weights are whole numbers of 1/10,000 vote
PROVEN = 0.5  # a member counts as proven from this trust on
PRIOR_VOTES = 6  # m: how many votes the mean of the practice weighs
PRACTICE_VOTES = 50  # how many votes draw a practice's mean to that of the site
SITE_VOTES, SITE_MEAN, SITE_VARIANCE = 20, 3.5, 1.0  # what a site is taken for before anybody voted
SCORE_NEEDS = 3  # fewer ratings show as themselves
SETTLED = 5  # proven ratings a newer major version needs before votes for an older one count half
OLDER_VERSION = 0.5
# Own work is refused before it is weighed; a customer pays for the work and is as free as anybody.
INTERESTS = {"none": 1.0, "employer": 0.25, "vendor": 0.25, "colleague": 0.25, "customer": 1.0}
INTERESTED = frozenset(name for name, factor in INTERESTS.items() if factor < 1)
CREATOR_DAILY_LIMIT = 3  # ratings a day on the work of one creator


class Weight(NamedTuple):
    """What one vote weighs, in 1/10,000 vote: its proven and its unproven part."""

    proven: int
    unproven: int


class Sums(NamedTuple):
    """The whole state of a rated thing: Σw, Σw·x, Σw', Σw'·x, in 1/10,000 vote."""

    tw: int = 0
    ts: int = 0
    uw: int = 0
    us: int = 0

    def plus(self, weight: Weight, stars: int) -> "Sums":
        """The sums with one more vote."""
        proven, unproven = weight
        return Sums(
            self.tw + proven, self.ts + proven * stars, self.uw + unproven, self.us + unproven * stars
        )

    @classmethod
    def of(cls, votes: Iterable[tuple[Weight, int]]) -> "Sums":
        """The sums of these votes, each its weight and its stars."""
        tw = ts = uw = us = 0
        for (proven, unproven), stars in votes:
            tw += proven
            ts += proven * stars
            uw += unproven
            us += unproven * stars
        return cls(tw, ts, uw, us)

    def minus(self, weight: Weight, stars: int) -> "Sums":
        """The sums without a vote that was added with the same weight and stars: exactly what was before."""
        return self.plus(Weight(-weight.proven, -weight.unproven), stars)


class Score(NamedTuple):
    """A score with what made it; all in stars, ``use`` in votes.

    ``low`` is the ranking key. ``post`` is what proven voters say with the practice's mean behind them,
    ``doubt`` how far newer members may pull from it, ``pull`` how far they do, ``use`` as how many votes
    they count.
    """

    score: float
    low: float
    post: float
    doubt: float
    pull: float
    use: float


class Site(NamedTuple):
    """Mean and standard deviation of the proven votes of a site."""

    mu: float
    sigma: float


@dataclass(frozen=True)
class Explanation:
    """The numbers of the sentence behind "Why this score?"; means are None where nobody voted."""

    score: float
    ratings: int
    proven: int
    proven_mean: float | None
    newer: int
    newer_mean: float | None
    newer_votes: float
    newer_within: float
    prior: float
    prior_votes: int
    interested: int


def weigh(trust: float, interest: float = 1.0, version: float = 1.0, tie: float = 1.0) -> Weight:
    """The proven and the unproven part of one vote; every factor lies between 0 and 1."""
    whole = VOTE * interest * version * tie
    return Weight(round(whole * trust), round(whole * (1.0 - trust)))


def settled(proven: Mapping[int, int]) -> int:
    """The newest major version with 5 proven ratings of its own, given how many each has; 0 where there is none."""
    return max((major for major, votes in proven.items() if votes >= SETTLED), default=0)


def version_factor(major: int, proven: Mapping[int, int]) -> float:
    """What a vote for a major version counts, given how many proven ratings each major version has.

    A half once a newer one has 5 of its own, and never before: or a new version would wash bad votes away.
    """
    return OLDER_VERSION if settled(proven) > major else 1.0


def site(tw: float, ts: float, tss: float) -> Site:
    """Mean and deviation from the sums Σw, Σw·x and Σw·x² (in 1/10,000 vote) over all proven parts.

    Accounts nobody vouches for are in none of these sums and cannot move them.
    """
    votes = tw / VOTE + SITE_VOTES
    mu = (ts / VOTE + SITE_VOTES * SITE_MEAN) / votes
    square = (tss / VOTE + SITE_VOTES * (SITE_MEAN * SITE_MEAN + SITE_VARIANCE)) / votes
    return Site(mu, sqrt(max(0.0, square - mu * mu)))


def prior(practices: Iterable[tuple[float, float]], tw: float, ts: float, *, mu: float) -> float:
    """What an artefact is drawn to: the mean of its practices without itself, each drawn to ``mu``.

    ``practices`` holds (Σw, Σw·x) of each practice with the artefact in it; ``tw`` and ``ts`` are the
    artefact's own. In 1/10,000 vote. Without a practice it is ``mu``.
    """
    means = [
        ((all_ts - ts) / VOTE + PRACTICE_VOTES * mu) / ((all_tw - tw) / VOTE + PRACTICE_VOTES)
        for all_tw, all_ts in practices
    ]
    return sum(sorted(means)) / len(means) if means else mu


def score(
    tw: float, ts: float, uw: float, us: float, *, prior: float | None = None, mu: float, sigma: float
) -> Score:
    """The score of a thing with these four sums (1/10,000 vote); ``prior`` None stands for ``mu``.

    Any number of unproven votes moves it at most 0.23·sigma from what it is without them, and raises
    ``low`` by at most 0.26·sigma: they are cut to the doubt, and count at most half of the proven weight, or
    2 votes where that is more, and the less the more of them there are.
    """
    tw, ts, uw, us = tw / VOTE, ts / VOTE, uw / VOTE, us / VOTE
    post = (ts + PRIOR_VOTES * (mu if prior is None else prior)) / (tw + PRIOR_VOTES)
    doubt = 0.75 * sigma * sqrt(1 / (tw + 1) + 1 / max(uw, 1.0))
    pull = use = 0.0
    if uw > 0:
        pull = max(-doubt, min(doubt, us / uw - post))
        use = min(uw, max(2.0, tw / 2)) * min(1.0, 2 * (tw + 2) / uw)
    votes = tw + use + PRIOR_VOTES
    value = post + pull * use / votes
    return Score(value, value - 0.5 * sigma / sqrt(votes), post, doubt, pull, use)


def explain(
    stars: Sequence[Sequence[int]], scored: Score, *, prior: float, interested: int = 0
) -> Explanation:
    """What the sentence behind a score says, from the votes that made it; means are plain means.

    ``stars`` are [proven, newer] for each of 1 to 5 stars; ``interested`` of all have a declared interest.
    """
    proven, newer = ([counts[part] for counts in stars] for part in (0, 1))
    return Explanation(
        score=scored.score,
        ratings=sum(proven) + sum(newer),
        proven=sum(proven),
        proven_mean=_mean(proven),
        newer=sum(newer),
        newer_mean=_mean(newer),
        newer_votes=scored.use,
        newer_within=scored.doubt,
        prior=prior,
        prior_votes=PRIOR_VOTES,
        interested=interested,
    )


def _mean(counts: list[int]) -> float | None:
    """The plain mean of so many votes of 1 to 5 stars, None of nothing."""
    votes = sum(counts)
    return sum(stars * count for stars, count in enumerate(counts, 1)) / votes if votes else None


def daily_limit(trust: float) -> int:
    """How many ratings a member may give in a day."""
    if trust >= PROVEN:
        return 50
    return 20 if trust >= 0.1 else 5


def wilson(yes: int, asked: int, *, z: float = 1.96) -> tuple[float, float]:
    """The interval of a share, 95 % at z = 1.96; (0, 1) where nobody was asked.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
    """
    if not asked:
        return 0.0, 1.0
    share, square = yes / asked, z * z
    middle = share + square / (2 * asked)
    spread = z * sqrt(share * (1 - share) / asked + square / (4 * asked * asked))
    whole = 1 + square / asked
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)
