"""A creator's reputation, derived from the work and its ratings and shown as its parts, never as one number."""

from collections.abc import Iterable
from math import fsum, log
from typing import NamedTuple

from ratings.scoring import VOTE, Score

LARGEST_SHARE = 0.4  # of the whole that one artefact may make up,
FROM = 3  # from this many contributing artefacts on


class Work(NamedTuple):
    """A rated artefact of a creator: its score, and the votes behind it (raters of the own organisation out)."""

    score: float
    votes: float


class Reputation(NamedTuple):
    """The sum and what each work adds to it, in the order given."""

    total: float
    parts: tuple[float, ...]


def work(scored: Score, tw: float) -> Work:
    """The work of a creator from its score and Σw in 1/10,000 vote, both without the own organisation."""
    return Work(scored.score, tw / VOTE + scored.use)


def reputation(works: Iterable[Work], *, mu: float) -> Reputation:
    """R = Σ max(0, score − mu)·ln(1 + votes); from three contributing works on none is more than 40 % of R.

    Work below the mean of the site takes nothing away: trying in public must not cost.
    """
    parts = [max(0.0, one.score - mu) * log(1 + one.votes) for one in works]
    if sum(part > 0 for part in parts) >= FROM:
        limit = _limit(sorted(parts, reverse=True))
        parts = [min(part, limit) for part in parts]
    return Reputation(fsum(parts), tuple(parts))


def _limit(parts: list[float]) -> float:
    """The cut at which the largest of the cut parts is 40 % of their sum (``parts`` descending).

    Cutting k parts to c leaves k·c + rest: c is 40 % of it at c = 0.4·rest/(1 − 0.4·k). Never more than two
    are cut: three parts cannot each be above 40 %.
    """
    cut = 0
    while True:
        limit = LARGEST_SHARE * fsum(parts[cut:]) / (1 - LARGEST_SHARE * cut)
        if cut == 2 or parts[cut] <= limit:
            return limit
        cut += 1
