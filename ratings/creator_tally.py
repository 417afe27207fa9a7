"""The one writer of what the ratings of creators weigh, of their sums and scores, and of the figures of their page.

The arithmetic is that of artefacts; a creator is drawn to the mean of all creators. Whoever calls holds the
creator's row (``hold``), so that what comes, changes and goes leaves the sums of a recount, as whole numbers.
"""

from collections import defaultdict
from dataclasses import asdict

from django.db import transaction
from django.db.models import Count, F, Q, Sum

from ratings import tally, tying
from ratings.enums import CREATOR_CRITERIA, Standing
from ratings.models import CreatorRating, CreatorTally, Endorsement, TrustMark
from ratings.scoring import (
    INTERESTED,
    INTERESTS,
    PROVEN,
    SCORE_NEEDS,
    VOTE,
    Sums,
    Weight,
    explain,
    score,
    weigh,
)

BLOCK = 200  # rows written at once
_COLUMNS = ("overall", "by_id", "interest", *CREATOR_CRITERIA)
_SHOWN = ("score", "low", "rating_count", "figures")
_WRITTEN = ("tw", "ts", "uw", "us", "epoch", *_SHOWN)


def hold(creator_id):
    """The row with a creator's sums, made if there is none, held for this transaction."""
    return CreatorTally.objects.select_for_update().get_or_create(creator_id=creator_id)[0]


def hold_all(ids):
    """The same of many creators, held in the order of their numbers."""
    rows = CreatorTally.objects.filter(pk__in=ids)
    missing = sorted(set(ids) - set(rows.values_list("pk", flat=True)))
    CreatorTally.objects.bulk_create(
        [CreatorTally(creator_id=pk) for pk in missing], batch_size=BLOCK, ignore_conflicts=True
    )
    return list(rows.select_for_update().order_by("pk"))


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
    _set_sums(row, sums.plus(weight, rating.overall))
    _write([row])


def drop(row, rating):
    """Delete a rating and take out what it weighed."""
    sums = tally.sums_in(row).minus(Weight(rating.w, rating.w_new), rating.overall)
    rating.delete()
    _set_sums(row, sums)
    _write([row])


def refresh(row):
    """Write anew what follows from recommendations and the frozen figures; the sums stay."""
    _write([row])


def weight_of(rating, trust):
    """What a rating of a creator weighs now."""
    if rating.state != Standing.COUNTED:
        return tally.NOTHING
    return weigh(trust, INTERESTS[rating.interest], tie=rating.tie / VOTE)


@transaction.atomic
def reweigh(ids, trusts=None, ties=None):
    """Weigh all ratings of these creators anew, and write what follows.

    ``trusts`` is {member: t}, None for what their marks say; ``ties`` answers {voter: d} for {voter: t}, None for
    those of now.
    """
    rows, ratings, changed = hold_all(ids), defaultdict(list), []
    for rating in CreatorRating.objects.filter(creator__in=ids).order_by("pk"):
        ratings[rating.creator_id].append(rating)
    voters = CreatorRating.objects.filter(creator__in=ids).values("by")
    trusts = _trusts(voters) if trusts is None else trusts
    ties = ties or tying.among(voters)
    for row in rows:
        changed += _weigh(row, ratings[row.pk], trusts, ties)
    CreatorRating.objects.bulk_update(changed, ["w", "w_new", "tie"], batch_size=BLOCK)
    _write(rows)


def _weigh(row, ratings, trusts, ties):
    """Set the weights of a creator's ratings and the sums of them; answers those ratings that changed."""
    tied, changed = ties({rating.by_id: trusts.get(rating.by_id, 0.0) for rating in ratings}), []
    for rating in ratings:
        before = (rating.w, rating.w_new, rating.tie)
        rating.tie = round(VOTE * tied[rating.by_id])
        rating.w, rating.w_new = weight_of(rating, trusts.get(rating.by_id, 0.0))
        if before != (rating.w, rating.w_new, rating.tie):
            changed.append(rating)
    _set_sums(row, Sums.of((Weight(rating.w, rating.w_new), rating.overall) for rating in ratings))
    return changed


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
def rescore(ids, epoch, works):
    """Write the figures of these creators with a batch's values; answers how many pages show something else then.

    ``works`` is what their artefacts add (reputations).
    """
    return _write(hold_all(ids), epoch, works)


def _set_sums(row, sums):
    row.tw, row.ts, row.uw, row.us = sums


def _write(rows, epoch=None, works=None):
    """What follows from the sums, for creators who are held; answers how many pages show something else then."""
    ids, epoch = [row.pk for row in rows], epoch or tally.frozen()
    said, endorsed = _said(ids), _endorsed(ids)
    before = {row.pk: _shown(row) for row in rows}
    for row in rows:
        if works is not None:
            row.figures = row.figures | {"work": works.get(row.pk, [])}
        _score(row, said[row.pk], endorsed[row.pk], epoch)
    CreatorTally.objects.bulk_create(
        rows, batch_size=BLOCK, update_conflicts=True, unique_fields=["creator"], update_fields=_WRITTEN
    )
    return sum(_shown(row) != before[row.pk] for row in rows)


def _shown(row):
    return [getattr(row, name) for name in _SHOWN]


def _score(row, said, endorsed, epoch):
    scored = score(*tally.sums_in(row), mu=epoch.creator_mu, sigma=epoch.creator_sigma)
    stars, interested = [[0, 0] for _ in range(5)], sum(interest in INTERESTED for _, _, interest, *_ in said)
    for overall, trust, *_ in said:
        stars[overall - 1][trust < PROVEN] += 1
    row.epoch_id, row.rating_count = epoch.pk, len(said)
    row.score = scored.score if len(said) >= SCORE_NEEDS else None
    row.low = scored.low if said else 0.0
    row.figures = {"work": []} | row.figures | {
        "why": asdict(explain(stars, scored, prior=epoch.creator_mu, interested=interested)),
        "early": epoch.early,
        "stars": stars,
        "criteria": {
            name: _pair(values[3 + place] for values in said) for place, name in enumerate(CREATOR_CRITERIA)
        },
        "endorsed": endorsed,
    }  # fmt: skip


def _pair(values):
    """[how many said so, their sum]."""
    said = [value for value in values if value is not None]
    return [len(said), sum(said)]


def _said(ids):
    """{creator: [(stars, trust, interest, criteria...)]} of the counted ratings.

    Trust is asked for by itself: with statistics of when it was small, SQLite walks all members for every creator.
    """
    rows, found = CreatorRating.objects.counted().filter(creator__in=ids), defaultdict(list)
    trusts = _trusts(rows.values("by"))
    for creator, overall, by, *others in rows.order_by("pk").values_list("creator_id", *_COLUMNS):
        found[creator].append((overall, trusts.get(by, 0.0), *others))
    return found


def _endorsed(ids):
    """{creator: [[slug and label of a practice, by how many, by how many proven]]}, the most first.

    Those of suspended members are out.
    """
    rows, found = Endorsement.objects.standing().filter(creator__in=ids), defaultdict(list)
    proven = Count("pk", filter=Q(by__trust_mark__t__gte=PROVEN))
    rows = rows.values_list("creator_id", "practice__slug", "practice__label")
    for creator, *values in rows.annotate(n=Count("pk"), proven=proven).order_by("-n", "practice__slug"):
        found[creator].append(values)
    return found


def _trusts(members):
    return dict(TrustMark.objects.filter(member__in=members).values_list("member_id", "t"))


def _sums():
    return {
        "tw": Sum("w"),
        "ts": Sum(F("w") * F("overall")),
        "uw": Sum("w_new"),
        "us": Sum(F("w_new") * F("overall")),
    }
