"""Which voters stand for one opinion: who endorsed each other, works at the same place, or is in a confirmed ring."""

from collections import defaultdict
from functools import partial

from people.models import Affiliation
from ratings import ties
from ratings.enums import Verdict
from ratings.models import Endorsement, RingFlag


def among(members):
    """What answers {voter: d} for voters {voter: t} who are among these members, with the ties of now."""
    groups = with_rings(organisations(members), members)
    return partial(ties.discounts, endorsed=endorsed_among(members), groups=groups)


def organisations(members=None):
    """{member: names of where they work now}; two members share an organisation that both call the same.

    ``members`` are those who are asked for, as numbers or a query; None stands for everybody, here and below.
    """
    found = defaultdict(set)
    now = _of(Affiliation.objects.filter(until__isnull=True), member=members)
    for member, name in now.exclude(organisation__name="").values_list("member_id", "organisation__name"):
        found[member].add(" ".join(name.casefold().split()))
    return found


def with_rings(places, members=None):
    """{member: names that are the same for those who are tied}: ``places`` and the confirmed rings."""
    groups = defaultdict(set, {member: set(names) for member, names in places.items()})
    confirmed = RingFlag.objects.filter(verdict=Verdict.CONFIRMED, members__isnull=False)
    for ring, member in _of(confirmed, members=members).values_list("pk", "members"):
        groups[member].add(ring)
    return groups


def endorsed_among(members):
    """{giver: {takers}} of the endorsements that these members gave each other."""
    found = defaultdict(set)
    rows = Endorsement.objects.filter(by__in=members, creator__in=members)
    for giver, taker in rows.values_list("by", "creator"):
        found[giver].add(taker)
    return found


def _of(rows, **column):
    """The rows whose ``column`` is one of the given members; all of them for None."""
    ((name, members),) = column.items()
    return rows if members is None else rows.filter(**{f"{name}__in": members})
