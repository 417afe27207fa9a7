"""The one writer of what the ratings of creators weigh, of their sums and scores, and of the figures of their page.

The arithmetic is that of artefacts; a creator is drawn to the mean of all creators. Whoever calls holds the
creator's row (``hold``), so that what comes, changes and goes leaves the sums of a recount, as whole numbers.
"""

from dataclasses import asdict

from django.db import transaction
from django.db.models import Count, F, Q, Sum

from ratings import tally, ties, tying
from ratings.enums import CREATOR_CRITERIA, Standing
from ratings.figures import histogram, mean_of
from ratings.models import CreatorRating, CreatorTally, Endorsement, TrustMark
from ratings.scoring import INTERESTS, PROVEN, SCORE_NEEDS, VOTE, Sums, Vote, Weight, explain, score, weigh

_COLUMNS = ("overall", "by__trust_mark__t", "interest", *CREATOR_CRITERIA)
SUMS = ("tw", "ts", "uw", "us")


def hold(creator_id):
    """The row with a creator's sums, made if there is none, held for this transaction."""
    CreatorTally.objects.get_or_create(creator_id=creator_id)
    return CreatorTally.objects.select_for_update().get(pk=creator_id)


def put(row, rating, **changes):
    """Save a new or changed rating with what it weighs, and the sums with it."""
    sums = tally.sums_in(row)
    if rating.pk:
        sums = sums.minus(Weight(rating.w, rating.w_new), rating.overall)
    for name, value in changes.items():
        setattr(rating, name, value)
    weight = weight_of(rating, tally.trust_of(rating.by_id))
    rating.w, rating.w_new = weight
    rating.save()
    _write(row, sums.plus(weight, rating.overall))


def drop(row, rating):
    """Delete a rating and take out what it weighed."""
    sums = tally.sums_in(row).minus(Weight(rating.w, rating.w_new), rating.overall)
    rating.delete()
    _write(row, sums)


def refresh(row):
    """Write anew what follows from recommendations and the frozen figures; the sums stay."""
    _write(row, tally.sums_in(row))


def weight_of(rating, trust):
    """What a rating of a creator weighs now."""
    if rating.state != Standing.COUNTED:
        return tally.NOTHING
    return weigh(trust, INTERESTS[rating.interest], tie=rating.tie / VOTE)


@transaction.atomic
def reweigh(creator_id, trust=None):
    """Weigh all ratings of a creator anew, with the ties of now, and write what follows.

    ``trust`` is {member: t}; None stands for their marks.
    """
    row, sums, changed = hold(creator_id), Sums(), []
    ratings = list(CreatorRating.objects.filter(creator=creator_id).order_by("pk"))
    voters = [rating.by_id for rating in ratings]
    tied = _ties(voters, _trusts(voters) if trust is None else trust)
    for rating in ratings:
        before = (rating.w, rating.w_new, rating.tie)
        t, d = tied[rating.by_id]
        rating.tie = round(VOTE * d)
        rating.w, rating.w_new = weight = weight_of(rating, t)
        sums = sums.plus(weight, rating.overall)
        if before != (*weight, rating.tie):
            changed.append(rating)
    CreatorRating.objects.bulk_update(changed, ["w", "w_new", "tie"], batch_size=200)
    _write(row, sums)


def recount(creator_id):
    """The sums of a creator from the weights that are stored with their ratings."""
    found = CreatorRating.objects.filter(creator=creator_id).aggregate(**_sums())
    return Sums(**{name: value or 0 for name, value in found.items()})


def drift():
    """How many creators have stored sums that are not those of a recount: 0, or something is at fault."""
    rows = CreatorRating.objects.values("creator_id").annotate(**_sums())
    counted = {row.pop("creator_id"): Sums(**row) for row in rows}
    stored = {row.pk: tally.sums_in(row) for row in CreatorTally.objects.defer("figures")}
    nothing = Sums()
    return sum(counted.get(pk, nothing) != stored.get(pk, nothing) for pk in counted.keys() | stored.keys())


@transaction.atomic
def rescore(creator_id, epoch, work):
    """Write a creator's figures with this batch's values; ``work`` is what their artefacts add (reputations).

    Answers whether what the page shows changed.
    """
    row = hold(creator_id)
    before = (row.score, row.low, row.rating_count, row.figures)
    row.figures = row.figures | {"work": work}
    _write(row, tally.sums_in(row), epoch)
    return before != (row.score, row.low, row.rating_count, row.figures)


def _write(row, sums, epoch=None):
    epoch = epoch or tally.frozen()
    row.tw, row.ts, row.uw, row.us = sums
    scored = score(*sums, mu=epoch.creator_mu, sigma=epoch.creator_sigma)
    said = list(CreatorRating.objects.counted().filter(creator=row.pk).order_by("pk").values_list(*_COLUMNS))
    votes = [Vote(stars, trust or 0.0, interest) for stars, trust, interest, *_criteria in said]
    row.epoch_id, row.rating_count = epoch.pk, len(said)
    row.score = scored.score if len(said) >= SCORE_NEEDS else None
    row.low = scored.low if said else 0.0
    row.figures = {"work": []} | row.figures | {
        "why": asdict(explain(votes, scored, prior=epoch.creator_mu)),
        "early": epoch.early,
        "stars": histogram(votes),
        "criteria": {
            name: mean_of(values[3 + place] for values in said) for place, name in enumerate(CREATOR_CRITERIA)
        },
        "endorsed": _endorsed(row.pk),
    }  # fmt: skip
    row.save()


def _endorsed(creator_id):
    """[[slug and label of a practice, by how many, by how many proven]], the most first; suspended ones are out."""
    rows = Endorsement.objects.standing().filter(creator=creator_id)
    proven = Count("pk", filter=Q(by__trust_mark__t__gte=PROVEN))
    found = rows.values_list("practice__slug", "practice__label").annotate(n=Count("pk"), proven=proven)
    return [list(values) for values in found.order_by("-n", "practice__slug")]


def _trusts(members):
    return dict(TrustMark.objects.filter(member__in=members).values_list("member_id", "t"))


def _ties(voters, trust):
    """{voter: (t, d)}"""
    if not voters:
        return {}
    trusts = {voter: trust.get(voter, 0.0) for voter in voters}
    groups = tying.with_rings(tying.organisations(voters), voters)
    found = ties.discounts(trusts, endorsed=tying.endorsed_among(voters), groups=groups)
    return {voter: (trusts[voter], found[voter]) for voter in voters}


def _sums():
    return {
        "tw": Sum("w"),
        "ts": Sum(F("w") * F("overall")),
        "uw": Sum("w_new"),
        "us": Sum(F("w_new") * F("overall")),
    }
