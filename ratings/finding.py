"""Looks for rings and bursts among all ratings, and keeps what it finds as RingFlag rows for moderators.

Nothing is punished here: an open finding only orders a list. A second run changes nothing, and what a moderator
decided does not come back unless it has grown.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from statistics import mean
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from ratings.enums import Finding, Verdict
from ratings.models import Rating, RingFlag
from ratings.rings import collusion, find_bursts, find_rings
from ratings.rings.pairs import SHARED

MOST_PAIRS = 100  # kept as evidence


class Vote(NamedTuple):
    """One rating, as far as a search needs it; ``day`` is the number of its day."""

    by: int
    artefact: int
    stars: int
    day: int


@dataclass(frozen=True)
class Found:
    """What a search found. ``place`` is empty for a ring, and for a burst its artefact and day."""

    finding: Finding
    place: str
    members: frozenset
    artefacts: frozenset
    evidence: dict
    suspicion: float = 0.0

    @property
    def key(self):
        """Of who and what, so that the same finding is one row."""
        said = f"{self.finding} {self.place} {sorted(self.members)} {sorted(self.artefacts)}"
        return sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class Outcome:
    """How many rings and bursts there are, and how many rows were made, changed and given up."""

    rings: int
    bursts: int
    made: int
    changed: int
    gone: int


def find():
    """Search all ratings; answers the Outcome. What is quarantined is searched too: it is still evidence."""
    votes = _votes()
    found = [*_rings(votes), *_bursts(votes)]
    made, changed, gone = _keep(found)
    rings = sum(one.finding == Finding.RING for one in found)
    return Outcome(rings, len(found) - rings, made, changed, gone)


def _votes():
    rows = Rating.objects.order_by("pk").values_list("by_id", "artefact_id", "overall", "created_at")
    return [
        Vote(by, artefact, stars, timezone.localtime(at).toordinal())
        for by, artefact, stars, at in rows.iterator(chunk_size=5000)
    ]


def _rings(votes):
    said = [(vote.by, vote.artefact, vote.stars) for vote in votes]
    rings = find_rings(said)
    if not rings:
        return []
    suspicion, totals = collusion(said), Counter(vote.artefact for vote in votes)
    return [_ring(ring, votes, totals, suspicion) for ring in rings]


def _ring(ring, votes, totals, suspicion):
    members, artefacts = frozenset(ring.members), frozenset(ring.targets)
    own = [vote for vote in votes if vote.by in members and vote.artefact in artefacts]
    inside = Counter(vote.artefact for vote in own)
    evidence = {
        "members": len(members),
        "pairs": [[pair.first, pair.second, list(pair.shared)] for pair in ring.pairs[:MOST_PAIRS]],
        "pair_count": len(ring.pairs),
        # [artefact, ratings of the ring, ratings of all]
        "things": [[pk, inside[pk], totals[pk]] for pk in sorted(artefacts)],
        **_dates(own),
    }
    value = round(mean(suspicion[member] for member in ring.members), 3)
    return Found(Finding.RING, "", members, artefacts, evidence, value)


def _bursts(votes):
    days = defaultdict(list)
    for vote in votes:
        days[vote.artefact].append(vote.day)
    bursts = {(burst.target, burst.day): burst for burst in find_bursts(days)}
    own = defaultdict(list)
    for vote in votes:
        if (vote.artefact, vote.day) in bursts:
            own[vote.artefact, vote.day].append(vote)
    return [_burst(burst, own[where], len(days[burst.target])) for where, burst in bursts.items()]


def _burst(burst, own, total):
    evidence = {
        "ratings": burst.ratings,
        "usual": burst.usual,
        "things": [[burst.target, burst.ratings, total]],
        **_dates(own),
    }
    members = frozenset(vote.by for vote in own)
    place = f"{burst.target} {burst.day}"
    # How many times the usual day: only the order among bursts.
    value = round(burst.ratings / max(1.0, burst.usual), 3)
    return Found(Finding.BURST, place, members, frozenset({burst.target}), evidence, value)


def _dates(own):
    """From when to when, and the mean stars."""
    days = [vote.day for vote in own]
    first, last = (date.fromordinal(day).isoformat() for day in (min(days), max(days)))
    return {"first": first, "last": last, "stars": round(mean(vote.stars for vote in own), 2)}


@dataclass
class _Kept:
    """A row with whom and what it names, read once."""

    flag: RingFlag
    members: frozenset
    artefacts: frozenset

    @property
    def is_open(self):
        return self.flag.verdict == Verdict.OPEN

    def covers(self, found):
        """Whether a moderator has decided on this already: nobody new in it, and next to nothing new rated."""
        new = found.artefacts - self.artefacts
        return not self.is_open and found.members <= self.members and len(new) < SHARED

    def is_same(self, found):
        """Whether an open row is this finding, a little changed."""
        both = len(found.members & self.members)
        return self.is_open and 2 * both >= min(len(found.members), len(self.members))


@transaction.atomic
def _keep(found):
    """(rows made, changed, given up)"""
    rows = _rows()
    made = changed = 0
    seen = set()
    for one in found:
        there = rows[one.finding, one.place]
        if any(row.covers(one) for row in there):
            continue
        same = next((row for row in there if row.is_same(one) and row.flag.pk not in seen), None)
        if same is None:
            seen.add(_make(one, there).pk)
            made += 1
        else:
            seen.add(same.flag.pk)
            changed += _renew(same, one)
    gone = [
        row.flag.pk for there in rows.values() for row in there if row.is_open and row.flag.pk not in seen
    ]
    RingFlag.objects.filter(pk__in=gone, verdict=Verdict.OPEN).delete()
    return made, changed, len(gone)


def _rows():
    """{(finding, place): rows}"""
    flags = RingFlag.objects.order_by("pk")
    members, artefacts = defaultdict(set), defaultdict(set)
    for flag, member in RingFlag.members.through.objects.values_list("ringflag_id", "member_id"):
        members[flag].add(member)
    for flag, artefact in RingFlag.artefacts.through.objects.values_list("ringflag_id", "artefact_id"):
        artefacts[flag].add(artefact)
    rows = defaultdict(list)
    for flag in flags:
        kept = _Kept(flag, frozenset(members[flag.pk]), frozenset(artefacts[flag.pk]))
        rows[flag.finding, flag.evidence.get("place", "")].append(kept)
    return rows


def _make(found, there):
    """A new row; one that was decided and has grown is named as the former."""
    former = [row.flag.pk for row in there if not row.is_open and row.members & found.members]
    evidence = found.evidence | {"place": found.place} | ({"former": max(former)} if former else {})
    flag, _made = RingFlag.objects.get_or_create(
        key=found.key,
        defaults={"finding": found.finding, "evidence": evidence, "suspicion": found.suspicion},
    )
    flag.members.set(found.members)
    flag.artefacts.set(found.artefacts)
    return flag


def _renew(row, found):
    """Write what is different in an open row; answers whether anything was."""
    flag = row.flag
    kept = {name: flag.evidence[name] for name in ("place", "former") if name in flag.evidence}
    said = {"key": found.key, "evidence": found.evidence | kept, "suspicion": found.suspicion}
    if all(getattr(flag, name) == value for name, value in said.items()):
        return False
    RingFlag.objects.filter(pk=flag.pk, verdict=Verdict.OPEN).update(**said)
    flag.members.set(found.members)
    flag.artefacts.set(found.artefacts)
    return True
