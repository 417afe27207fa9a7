"""What an artefact's panel says of its ratings and uses, gathered when something of them changes.

The page reads it from one row: the explanation of the score, the histogram, shares and scores by role.
"""

from collections import defaultdict
from dataclasses import asdict
from typing import NamedTuple

from content.enums import Evidence
from people.enums import DOERS
from ratings import transfer
from ratings.enums import CRITERIA, Adoption
from ratings.models import Rating, Recommendation
from ratings.scoring import PROVEN, Vote, explain


class Row(NamedTuple):
    """One counted rating, as far as the figures need it; ``trust`` None stands for 0."""

    by: int
    overall: int
    interest: str
    again: bool | None
    trust: float | None
    role: str | None
    useful: int | None
    clear: int | None
    complete: int | None
    adaptable: int | None
    major: int


_COLUMNS = (
    "by",
    "overall",
    "interest",
    "would_use_again",
    "by__trust_mark__t",
    "as_role__kind",
    *CRITERIA,
    "version__major",
)


def rows_of(artefact_id):
    """The counted ratings of an artefact."""
    found = Rating.objects.counted().filter(artefact=artefact_id)
    return [Row(*values) for values in found.order_by("pk").values_list(*_COLUMNS)]


def gather(artefact_id, rows, scored, *, prior, early, settled, drawn_to):
    """The figures of an artefact with these counted ratings: plain numbers and texts.

    ``settled`` is the newest major version with enough proven ratings, ``drawn_to`` the practices behind ``prior``.
    """
    votes = [Vote(row.overall, row.trust or 0.0, row.interest) for row in rows]
    uses = transfer.uses_of(artefact_id)
    recommended = Recommendation.objects.filter(artefact=artefact_id).values_list("by", flat=True)
    return {
        "why": asdict(explain(votes, scored, prior=prior)),
        "drawn_to": drawn_to,
        "settled": settled,
        "older": sum(row.major < settled for row in rows),
        "early": early,
        "stars": histogram(votes),
        "criteria": {name: mean_of(getattr(row, name) for row in rows) for name in CRITERIA},
        "roles": _by_role(rows),
        "again": _again(rows, recommended),
        "recommended": len(recommended),
        "uses": _uses(uses),
        "transfer": transfer.told(uses),
        "used_in": transfer.used_in(uses),
    }


def histogram(votes):
    """[[proven, newer]] for 1 to 5 stars."""
    found = [[0, 0] for _ in range(5)]
    for vote in votes:
        found[vote.stars - 1][vote.trust < PROVEN] += 1
    return found


def mean_of(values):
    """[how many said so, their sum]."""
    said = [value for value in values if value is not None]
    return [len(said), sum(said)]


def _by_role(rows):
    """{doers, helpers: [how many, their sum]} of those who named a role."""
    found = {"doers": [0, 0], "helpers": [0, 0]}
    for row in rows:
        if row.role:
            counts = found["doers" if row.role in DOERS else "helpers"]
            counts[0] += 1
            counts[1] += row.overall
    return found


def _again(rows, recommended):
    """[would use it again, were asked]: a recommendation says yes for whoever did not say otherwise."""
    said = dict.fromkeys(recommended, True) | {row.by: row.again for row in rows if row.again is not None}
    return [sum(said.values()), len(said)]


def _uses(uses):
    counts, places = defaultdict(int), {"sizes": set(), "sectors": set()}
    for use in uses:
        counts[use.adoption] += 1
        if use.adoption != Adoption.DROPPED:
            places["sizes"].add(use.size)
            places["sectors"].add(use.sector)
    return dict(counts) | {name: sorted(filter(None, values)) for name, values in places.items()}


def teams(figures):
    """How many use it, as it is, with changes or for its ideas."""
    return sum(n for name, n in figures["uses"].items() if name in _IN_USE)


def evidence(figures):
    """How far it was tried."""
    used = teams(figures)
    if figures["uses"].get(Adoption.CHANGED, 0) >= WIDELY:
        return Evidence.WIDELY
    if used >= SEVERAL:
        return Evidence.SEVERAL
    return Evidence.ONCE if used else Evidence.UNTESTED


SEVERAL = 2
WIDELY = 5  # uses with changes, from which on something counts as widely adapted
_IN_USE = frozenset({Adoption.AS_IS, Adoption.CHANGED, Adoption.IDEAS})
