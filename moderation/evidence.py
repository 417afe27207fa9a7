"""What a moderator weighs about a finding: who, what, when, and where they work, as of now."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from statistics import mean

from django.db.models import Count, Sum

from content.models import Artefact
from people.models import Affiliation, Member
from ratings.models import Rating, TrustMark

MOST_MEMBERS, MOST_THINGS = 60, 12


@dataclass
class Thing:
    """An artefact of a finding: how many of its ratings are theirs, and the means of theirs and of the others."""

    artefact: Artefact
    theirs: int = 0
    total: int = 0
    mean: float | None = None
    others: float | None = None
    first: datetime | None = None
    last: datetime | None = None


@dataclass
class Person:
    """A member of a finding, with their rating of each thing or None."""

    member: Member
    trust: float = 0.0
    is_seed: bool = False
    workplaces: list[str] = field(default_factory=list)
    ratings: list[Rating | None] = field(default_factory=list)


@dataclass
class Evidence:
    """A finding as a table; ``shared`` are organisations that two or more of them name."""

    things: list[Thing]
    people: list[Person]
    shared: list[str]
    members: int
    artefacts: int


def of(flag):
    """The evidence of a finding, in a constant number of queries."""
    ids = [pk for pk, *_ in sorted(flag.evidence.get("things", []), key=lambda row: (-row[1], row[0]))]
    members = list(flag.members.order_by("name", "pk"))
    rows = Rating.objects.filter(artefact__in=ids, by__in=[member.pk for member in members])
    given = {(rating.by_id, rating.artefact_id): rating for rating in rows.order_by("pk")}
    things = _things(ids, given)
    people, shared = _people(members[:MOST_MEMBERS], given, things)
    return Evidence(things, people, shared, len(members), len(ids))


def _things(ids, given):
    shown = Artefact.objects.in_bulk(ids[:MOST_THINGS])
    totals = Rating.objects.filter(artefact__in=shown).values("artefact_id").order_by("artefact_id")
    all_of = {row["artefact_id"]: row for row in totals.annotate(n=Count("pk"), stars=Sum("overall"))}
    found = []
    for pk in ids:
        if pk not in shown:
            continue
        thing, own = Thing(shown[pk]), [rating for (_, target), rating in given.items() if target == pk]
        whole = all_of.get(pk, {"n": 0, "stars": 0})
        thing.theirs, thing.total = len(own), whole["n"]
        if own:
            thing.mean = mean(rating.overall for rating in own)
            thing.first = min(rating.created_at for rating in own)
            thing.last = max(rating.created_at for rating in own)
        if whole["n"] > len(own):
            stars = whole["stars"] - sum(rating.overall for rating in own)
            thing.others = stars / (whole["n"] - len(own))
        found.append(thing)
    return found


def _people(members, given, things):
    trusts = {mark.member_id: mark for mark in TrustMark.objects.filter(member__in=members)}
    places = _workplaces(members)
    count = defaultdict(int)
    for names in places.values():
        for key in names:
            count[key] += 1
    people = []
    for member in members:
        mark = trusts.get(member.pk)
        people.append(
            Person(
                member,
                trust=mark.t if mark else 0.0,
                is_seed=bool(mark and mark.is_seed) or member.is_staff,
                workplaces=[name for key, name in places[member.pk].items() if count[key] > 1],
                ratings=[given.get((member.pk, thing.artefact.pk)) for thing in things],
            )
        )
    return people, sorted({name for person in people for name in person.workplaces})


def _workplaces(members):
    """{member: {folded name: name}} of where they work now."""
    places = {member.pk: {} for member in members}
    now = Affiliation.objects.filter(member__in=members, until__isnull=True).exclude(organisation__name="")
    for member, name in now.order_by("pk").values_list("member_id", "organisation__name"):
        places[member][" ".join(name.casefold().split())] = name
    return places
