"""A rater's whole history for moderators: ratings with what they weigh, former values, uses, findings, trust."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Q

from moderation.models import Decision
from people.models import Member
from ratings.models import Endorsement, Rating, RatingRevision, RingFlag, TrustMark, UseReport
from ratings.scoring import PROVEN, VOTE

A_PAGE = 50
MOST_OTHERS = 50
MOST_FOUND = 30


@dataclass
class Line:
    """One rating with its weights in votes, and what it said before."""

    rating: Rating
    proven: float
    newer: float
    tie: float
    former: list[RatingRevision]


@dataclass
class History:
    """One page of a rater's life here; ``before`` leads to older ratings."""

    mark: TrustMark
    counts: dict[str, int]
    lines: list[Line]
    before: int | None
    withdrawn: list[RatingRevision]
    uses: list[UseReport]
    flags: list[RingFlag]
    decisions: list[Decision]

    @property
    def is_proven(self):
        return self.mark.t >= PROVEN


def history_of(member, *, before=None):
    """The history of a member, newest first, in a constant number of queries; ``before`` a rating's number."""
    ratings = Rating.objects.filter(by=member).select_related("artefact", "version").order_by("-pk")
    page = list((ratings.filter(pk__lt=before) if before else ratings)[: A_PAGE + 1])
    revisions = (
        RatingRevision.objects.filter(by=member).select_related("artefact").order_by("artefact", "-pk")
    )
    former = {artefact: list(rows) for artefact, rows in groupby(revisions, key=lambda row: row.artefact_id)}
    lines = [_line(rating, former) for rating in page[:A_PAGE]]
    gone = [row for rows in former.values() for row in rows if row.ending == "withdrawn"]
    uses = UseReport.objects.filter(by=member).select_related("artefact").order_by("-pk")
    return History(
        mark=TrustMark.objects.filter(member=member).first() or TrustMark(member=member),
        counts=_counts(member),
        lines=lines,
        before=lines[-1].rating.pk if len(page) > A_PAGE else None,
        withdrawn=sorted(gone, key=lambda row: -row.pk)[:MOST_OTHERS],
        uses=list(uses[:MOST_OTHERS]),
        flags=list(RingFlag.objects.filter(members=member).order_by("-pk")[:MOST_OTHERS]),
        decisions=list(Decision.objects.filter(member=member).select_related("by")[:MOST_OTHERS]),
    )


def found(words):
    """Members whose name has these words, or seeds of trust where there are none; with their trust."""
    members = Member.objects.select_related("trust_mark").annotate(given=Count("ratings"))
    if words:
        wanted = words.casefold()
        # In Python: SQLite folds only ASCII.
        names = Member.objects.order_by("name", "pk").values_list("pk", "name").iterator()
        ids = [pk for pk, name in names if wanted in name.casefold()][:MOST_FOUND]
        return list(members.filter(pk__in=ids).order_by("name", "pk"))
    seeds = Q(is_staff=True) | Q(trust_mark__is_seed=True)
    return list(members.filter(seeds, closed_at__isnull=True).order_by("name", "pk")[: 10 * MOST_FOUND])


def _line(rating, former):
    changed = [row for row in former.get(rating.artefact_id, []) if row.ending == "changed"]
    return Line(rating, rating.w / VOTE, rating.w_new / VOTE, rating.tie / VOTE, changed)


def _counts(member):
    said = Rating.objects.filter(by=member).aggregate(
        ratings=Count("pk"),
        out=Count("pk", filter=Q(state="quarantined")),
        fives=Count("pk", filter=Q(overall=5)),
        ones=Count("pk", filter=Q(overall=1)),
    )
    given = Endorsement.objects.aggregate(
        endorsed=Count("pk", filter=Q(by=member)), endorsed_by=Count("pk", filter=Q(creator=member))
    )
    return said | given
