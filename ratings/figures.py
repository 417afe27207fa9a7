"""What an artefact's panel says of its ratings and uses, gathered when something of them changes.

The page reads it from one row: the explanation of the score, the histogram, shares and scores by role. The database
counts, so that it costs about the same whether few rated something or very many.
"""

from collections import defaultdict
from copy import deepcopy
from dataclasses import asdict, dataclass, replace
from functools import cache

from django.db.models import Count, Exists, OuterRef, Q, Sum

from content.enums import Evidence
from people.enums import DOERS
from ratings import transfer
from ratings.enums import CRITERIA, Adoption
from ratings.models import Rating, Recommendation
from ratings.scoring import INTERESTED, PROVEN, explain

STARS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Said:
    """What is said of one artefact, as counts: by its counted ratings, in reports of use and in recommendations.

    ``stars`` are [proven, newer] for 1 to 5 stars, ``older`` the ratings of versions before the settled one,
    ``again`` [would use it again, were asked], ``recommended`` by how many, ``used`` what reports of use say.
    """

    stars: list[list[int]]
    interested: int
    older: int
    criteria: dict[str, list[int]]
    roles: dict[str, list[int]]
    again: list[int]
    recommended: int
    used: dict

    @property
    def count(self):
        """How many ratings count."""
        return sum(map(sum, self.stars))

    def plus(self, rating, *, is_proven, is_older, has_recommended):
        """The same with a rating that is new: what a count of all of them would say, without one."""
        stars = deepcopy(self.stars)
        stars[rating.overall - 1][0 if is_proven else 1] += 1
        role = _side(rating.as_role.kind if rating.as_role else "")
        criteria = {name: _one_more(pair, getattr(rating, name)) for name, pair in self.criteria.items()}
        roles = {
            name: _one_more(pair, rating.overall if name == role else None)
            for name, pair in self.roles.items()
        }
        return replace(
            self,
            stars=stars,
            interested=self.interested + (rating.interest in INTERESTED),
            older=self.older + is_older,
            criteria=criteria,
            roles=roles,
            again=_again(self.again, rating.would_use_again, has_recommended),
        )


_USED = ("uses", "transfer", "used_in")
_COUNTS = ("stars", "older", "criteria", "roles", "again", "recommended")


def kept(figures):
    """The Said that these figures were gathered from; None where they are older than what is gathered now."""
    if not {*_COUNTS, *_USED, "why"} <= figures.keys():
        return None
    counts = {name: figures[name] for name in _COUNTS}
    used = {name: figures[name] for name in _USED}
    return Said(**counts, used=used, interested=figures["why"]["interested"])


def said_of(settled):
    """{artefact: Said} for the keys of ``settled``, {artefact: newest major version with enough proven ratings}."""
    counted = {row["artefact_id"]: row for row in _counting().filter(artefact__in=list(settled))}
    older, recommended = _older(settled), _recommended(settled)
    uses = transfer.uses_of(list(settled))
    return {
        pk: _said(counted.get(pk, _NOTHING), older.get(pk, 0), *recommended.get(pk, (0, 0)), uses.get(pk, []))
        for pk in settled
    }


def gather(said, scored, *, prior, early, settled, drawn_to):
    """The figures of an artefact of which this is said: plain numbers and texts.

    ``settled`` is the newest major version with enough proven ratings, ``drawn_to`` the practices behind ``prior``.
    """
    return {
        "why": asdict(explain(said.stars, scored, prior=prior, interested=said.interested)),
        "drawn_to": drawn_to,
        "settled": settled,
        "older": said.older,
        "early": early,
        "stars": said.stars,
        "criteria": said.criteria,
        "roles": said.roles,
        "again": said.again,
        "recommended": said.recommended,
    } | said.used


@cache
def _counting():
    """The counts of each artefact's counted ratings; kept, as putting it together costs more than one answer."""
    proven, doer = Q(by__trust_mark__t__gte=PROVEN), Q(as_role__kind__in=DOERS)
    helper = Q(as_role__kind__gt="") & ~doer
    columns = {
        "interested": Count("pk", filter=Q(interest__in=INTERESTED)),
        "again_yes": Count("pk", filter=Q(would_use_again=True)),
        "again_asked": Count("would_use_again"),
        "doers_count": Count("pk", filter=doer),
        "doers_sum": Sum("overall", filter=doer),
        "helpers_count": Count("pk", filter=helper),
        "helpers_sum": Sum("overall", filter=helper),
    }
    for star in STARS:
        columns[f"proven_{star}"] = Count("pk", filter=proven & Q(overall=star))
        columns[f"all_{star}"] = Count("pk", filter=Q(overall=star))
    for name in CRITERIA:
        columns |= {f"{name}_count": Count(name), f"{name}_sum": Sum(name)}
    return Rating.objects.counted().order_by().values("artefact_id").annotate(**columns)


_NOTHING = defaultdict(int)


def _older(settled):
    """{artefact: ratings of versions before the settled one}, where there can be any."""
    ids = [pk for pk, major in settled.items() if major > 1]
    if not ids:
        return {}
    rows = Rating.objects.counted().filter(artefact__in=ids).order_by()
    found = defaultdict(int)
    for pk, major, count in rows.values_list("artefact_id", "version__major").annotate(n=Count("pk")):
        found[pk] += count if major < settled[pk] else 0
    return found


def _recommended(ids):
    """{artefact: (recommended by how many, how many of them did not say in a rating whether they would again)}"""
    rows = _recommending().filter(artefact__in=list(ids))
    return {pk: counts for pk, *counts in rows.values_list("artefact_id", "n", "unsaid")}


@cache
def _recommending():
    said = Rating.objects.counted().filter(artefact=OuterRef("artefact"), by=OuterRef("by"))
    has_said = Exists(said.filter(would_use_again__isnull=False))
    rows = Recommendation.objects.order_by().annotate(has_said=has_said).values("artefact_id")
    return rows.annotate(n=Count("pk"), unsaid=Count("pk", filter=Q(has_said=False)))


def _said(row, older, recommended, unsaid, uses):
    """A recommendation says that one would use it again, for whoever did not say otherwise."""
    proven = [row[f"proven_{star}"] for star in STARS]
    whole = [row[f"all_{star}"] for star in STARS]
    return Said(
        stars=[[sure, count - sure] for sure, count in zip(proven, whole, strict=True)],
        interested=row["interested"],
        older=older,
        criteria={name: _pair(row, name) for name in CRITERIA},
        roles={name: _pair(row, name) for name in ("doers", "helpers")},
        again=[row["again_yes"] + unsaid, row["again_asked"] + unsaid],
        recommended=recommended,
        used={"uses": _uses(uses), "transfer": transfer.told(uses), "used_in": transfer.used_in(uses)},
    )


def _side(kind):
    """What of roles a rating in this role is counted in, as the database counts it; "" for no role."""
    if not kind:
        return ""
    return "doers" if kind in DOERS else "helpers"


def _one_more(pair, value):
    """[how many said so, their sum] with this value, or with None who said nothing."""
    count, total = pair
    return [count, total] if value is None else [count + 1, total + value]


def _again(pair, said, has_recommended):
    """[would use it again, were asked] with what a new rating says; a recommendation said yes until then."""
    if said is None:
        return pair
    yes, asked = pair
    return [yes + said - has_recommended, asked + 1 - has_recommended]


def _pair(row, name):
    """[how many said so, their sum]; the sum of nothing is 0."""
    return [row[f"{name}_count"], row[f"{name}_sum"] or 0]


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
