"""Who liked what, as far as recommendations rest on it.

A *like* of an artefact is a rating of 4 or 5, a recommendation, a use or a download by a member; one or two stars,
or a use that was dropped, take it back. Of people it is a follow or a recommendation. What suspended members and
confirmed rings like counts for nobody.
"""

from collections import defaultdict

from django.db.models import Q

from content.enums import Status
from content.models import Taken
from people.models import Follow, Member
from ratings.enums import NEEDS_WORDS, Adoption, Verdict
from ratings.models import Endorsement, Rating, Recommendation, RingFlag, TrustMark, UseReport

LIKED_FROM = 4  # stars
MOST = 200  # likes of one member, the last ones: who takes everything says little
FEWEST = 10
PAIRS = 20_000_000  # of likes that a night may look at: about a minute, and a gigabyte


def of_artefacts():
    """{member: [artefacts]}, newest first, of what is listed now."""
    found = defaultdict(dict)
    for member, artefact in _given():
        found[member][artefact] = True
    for member, artefact in _taken_back():
        found[member].pop(artefact, None)
    out = left_out()
    heard = {member: liked for member, liked in found.items() if liked and member not in out}
    most = _most(map(len, heard.values()))
    return {member: list(reversed(liked))[:most] for member, liked in heard.items()}


def _most(lengths):
    """How many likes of each member are looked at, so that a large site's night stays short."""
    lengths, most = list(lengths), MOST
    while most > FEWEST and sum(min(length, most) ** 2 for length in lengths) > PAIRS:
        most //= 2
    return most


def of_people():
    """{member: [creators]} whom somebody follows or recommends."""
    found, out = defaultdict(dict), left_out()
    for rows in (
        Follow.objects.values_list("by", "member"),
        Endorsement.objects.values_list("by", "creator"),
    ):
        for member, other in rows.order_by("pk"):
            found[member][other] = True
    return {member: list(others)[-MOST:] for member, others in found.items() if member not in out}


def left_out():
    """Members who are not heard: suspended, closed, or in a ring that a moderator confirmed."""
    out = set(TrustMark.objects.filter(is_suspended=True).values_list("member", flat=True))
    gone = Member.objects.filter(Q(is_active=False) | Q(closed_at__isnull=False))
    out |= set(gone.values_list("pk", flat=True))
    rings = RingFlag.objects.filter(verdict=Verdict.CONFIRMED, members__isnull=False)
    return out | set(rings.values_list("members", flat=True))


def _given():
    """(member, artefact) of each like; downloads first, as they say least."""
    listed = {"artefact__status": Status.PUBLISHED}
    yield from Taken.objects.filter(**listed).order_by("at", "pk").values_list("member", "artefact")
    uses = UseReport.objects.filter(**listed).exclude(adoption=Adoption.DROPPED)
    yield from uses.order_by("changed_at", "pk").values_list("by", "artefact")
    rated = Rating.objects.counted().filter(overall__gte=LIKED_FROM, **listed)
    yield from rated.order_by("changed_at", "pk").values_list("by", "artefact")
    recommended = Recommendation.objects.filter(**listed).order_by("changed_at", "pk")
    yield from recommended.values_list("by", "artefact")


def _taken_back():
    yield from Rating.objects.filter(overall__lte=NEEDS_WORDS).values_list("by", "artefact")
    yield from UseReport.objects.filter(adoption=Adoption.DROPPED).values_list("by", "artefact")
